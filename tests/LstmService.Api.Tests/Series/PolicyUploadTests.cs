using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Series;
using LstmService.Api.Tests.Hosting;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Tests.Series;

/// <summary>The policies for dirty data, from the request to the forecast.</summary>
public sealed class PolicyUploadTests
{
    [Fact]
    public async Task Policies_are_read_from_JSON_and_from_the_query_alike()
    {
        TrainUpload json = await Requests.Json(
            """{ "gaps": "zero", "duplicates": "sum", "aggregate": "W", "aggregation": "max", "outliers": "cap", "values": [1, 2] }""");
        TrainUpload csv = await Requests.Csv("value\n1\n2\n", "?gaps=zero&duplicates=SUM&aggregate=P7D&aggregation=max&outliers=cap");
        Assert.Equal(new PreparationPolicies
        {
            Gaps = GapPolicy.Zero,
            Duplicates = DuplicatePolicy.Sum,
            Aggregate = "P7D",
            Aggregation = Aggregation.Max,
            Outliers = OutlierPolicy.Cap,
        }, json.Policies);
        Assert.Equal(json.Policies, csv.Policies);
    }

    [Theory]
    [InlineData("gaps", "fill", "keep, interpolate, seasonal, zero")]
    [InlineData("duplicates", "first", "last, error, mean, sum")]
    [InlineData("aggregate", "fortnight", "P1D")]
    [InlineData("aggregation", "2", "sum, mean, last, min, max")]
    [InlineData("outliers", "drop", "keep, cap")]
    public async Task A_policy_that_is_none_is_refused_with_those_there_are(string name, string value, string allowed)
    {
        var json = Assert.Single(await Requests.JsonErrors($$"""{ "{{name}}": "{{value}}", "values": [1, 2] }"""));
        Assert.Equal("/" + name, json.Pointer);
        Assert.Contains(allowed, json.Detail, StringComparison.Ordinal);
        Assert.Equal(name, Assert.Single(await Requests.CsvErrors("value\n1\n", $"?{name}={value}")).Pointer);
    }

    [Fact]
    public async Task Hours_are_trained_as_days_and_a_fresh_history_of_hours_is_forecast_in_days()
    {
        using ServiceHost host = new();
        StringBuilder csv = new("time,value\n");
        for (int i = 0; i < 24 * 60; i++) csv.Append(CultureInfo.InvariantCulture, $"{Time(i)},{1 + i / 24 % 7}\n");
        using StringContent body = new(csv.ToString(), null, "text/csv");
        using HttpResponseMessage accepted = await host.Client.PostAsync(
            new Uri("/train?model=hours&aggregate=P1D&gaps=zero&members=1&epochs=2&hidden=4", UriKind.Relative), body);
        JsonNode answer = await accepted.BodyAsync();
        Assert.True(accepted.StatusCode == HttpStatusCode.Accepted, answer.ToJsonString());
        Assert.Equal("P1D", (string?)answer["report"]!["series"]![0]!["frequency"]);
        Assert.Equal(24, (double)answer["report"]!["series"]![0]!["scale"]!["lowest"]!);
        await host.Client.WaitForAsync((string)answer["id"]!, "succeeded");

        JsonNode model = await host.Client.JsonAsync("/models/hours");
        Assert.Equal("zero", (string?)model["versions"]![0]!["lineage"]!["request"]!["policies"]!["gaps"]);
        Assert.Contains("put together", (string)model["report"]!["changes"]![0]!, StringComparison.Ordinal);

        JsonObject history = new()
        {
            ["timestamps"] = new JsonArray([.. Enumerable.Range(0, 24 * 21).Select(i => (JsonNode)Time(i))]),
            ["values"] = new JsonArray([.. Enumerable.Range(0, 24 * 21).Select(i => (JsonNode)(double)(1 + i / 24 % 7))]),
        };
        using HttpResponseMessage response = await host.Client.PostAsJsonAsync("/forecast", new JsonObject { ["model"] = "hours", ["horizon"] = 2, ["history"] = history });
        JsonNode forecast = await response.BodyAsync();
        Assert.True(response.IsSuccessStatusCode, forecast.ToJsonString());
        Assert.Equal("2024-01-21", (string?)forecast["origin"]);
        Assert.Equal("2024-01-22", (string?)forecast["points"]![0]!["time"]);
    }

    [Fact]
    public async Task Series_of_several_steps_are_trained_at_the_coarsest_and_forecast_and_go_on()
    {
        using ServiceHost host = new();
        StringBuilder csv = new("series_id,timestamp,value\n");
        for (int i = 0; i < 12 * 24 * 8; i++) csv.Append(CultureInfo.InvariantCulture, $"fine,{Minute(5 * i)},{i % 288}\n");
        csv.Append(CultureInfo.InvariantCulture, $"fine,{Minute(5)},1\n"); // once more
        for (int i = 0; i < 24 * 30; i++)
            if (i is < 200 or >= 374) csv.Append(CultureInfo.InvariantCulture, $"coarse,{Minute(60 * i)},{i % 24}\n"); // 174 hours are missing
        for (int i = 0; i < 600; i++) csv.Append(CultureInfo.InvariantCulture, $"odd,{Minute(20 * i + i * i % 13)},{i % 72}\n");
        using StringContent body = new(csv.ToString(), null, "text/csv");
        using HttpResponseMessage accepted = await host.Client.PostAsync(new Uri("/train?model=mixed&members=1&epochs=2&hidden=4", UriKind.Relative), body);
        JsonNode answer = await accepted.BodyAsync();
        Assert.True(accepted.StatusCode == HttpStatusCode.Accepted, answer.ToJsonString());
        Assert.Contains("PT5M (fine)", (string)answer["report"]!["changes"]![0]!, StringComparison.Ordinal);
        await host.Client.WaitForAsync((string)answer["id"]!, "succeeded");
        foreach (string series in (string[])["fine", "coarse", "odd"])
            Assert.Equal("PT1H", (string?)(await host.Client.JsonAsync($"/forecast?model=mixed&series={series}&horizon=2"))["frequency"]);

        string later = "series_id,timestamp,value\n" + string.Concat(Enumerable.Range(12 * 24 * 8, 24).Select(i => $"fine,{Minute(5 * i)},6\n"));
        using StringContent more = new(later, null, "text/csv");
        using HttpResponseMessage appended = await host.Client.PostAsync(new Uri("/models/mixed/series", UriKind.Relative), more);
        Assert.Equal(2, (int)(await appended.BodyAsync())["appended"]!); // two hours of five minutes
    }

    private static string Minute(int minute) => new DateTime(2024, 1, 1).AddMinutes(minute).ToString("s", CultureInfo.InvariantCulture);

    private static string Time(int hour) => new DateTime(2024, 1, 1).AddHours(hour).ToString("s", CultureInfo.InvariantCulture);
}
