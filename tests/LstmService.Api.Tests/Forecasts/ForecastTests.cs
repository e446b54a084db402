using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Forecasts;

public abstract class ForecastTests(ForecastTests.Trained trained)
{
    private HttpClient Client => trained.Host.Client;

    [Fact]
    public async Task Quantiles_and_intervals_are_ordered_and_no_number_is_missing()
    {
        JsonNode forecast = await Client.JsonAsync("/forecast?model=one&horizon=24&levels=50,80,95");
        foreach (JsonNode? point in forecast["points"]!.AsArray())
        {
            double[] quantiles = [.. point!["quantiles"]!.AsObject().OrderBy(q => double.Parse(q.Key)).Select(q => (double)q.Value!)];
            Assert.Equal(quantiles.Order(), quantiles);
            foreach (string level in new[] { "50", "80", "95" })
                Assert.InRange((double)point["value"]!, (double)point["intervals"]![level]!["lower"]!, (double)point["intervals"]![level]!["upper"]!);
        }
    }

    [Fact]
    public async Task A_tag_that_still_matches_answers_304_and_another_question_has_another_tag()
    {
        using HttpResponseMessage first = await Client.GetAsync(new Uri("/forecast?model=one&horizon=2", UriKind.Relative));
        EntityTagHeaderValue tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);

        using HttpRequestMessage again = new(HttpMethod.Get, "/forecast?model=one&horizon=2") { Headers = { IfNoneMatch = { tag } } };
        using HttpResponseMessage unchanged = await Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());

        foreach (string other in new[] { "/forecast?model=one&horizon=3", "/forecast?model=one&horizon=2&levels=90", "/forecast?model=many&series=a&horizon=2" })
        {
            using HttpRequestMessage question = new(HttpMethod.Get, other) { Headers = { IfNoneMatch = { tag } } };
            using HttpResponseMessage answer = await Client.SendAsync(question);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEqual(tag, answer.Headers.ETag);
        }
    }

    [Fact]
    public async Task Csv_has_a_row_a_step_and_the_values_of_the_json()
    {
        JsonNode json = await Client.JsonAsync("/forecast?model=one&horizon=2&levels=80");
        string[] lines = (await AcceptAsync("/forecast?model=one&horizon=2&levels=80", "text/csv")).Split('\n');
        Assert.Equal("series,time,value,lower80,upper80", lines[0]);
        string[] row = lines[1].Split(',');
        Assert.Equal("bread", row[0]);
        Assert.Equal((string?)json["points"]![0]!["time"], row[1]);
        Assert.Equal((double)json["points"]![0]!["value"]!, double.Parse(row[2]));
        Assert.Equal((double)json["points"]![0]!["intervals"]!["80"]!["upper"]!, double.Parse(row[4]));
    }

    [Fact]
    public async Task Many_series_stream_as_csv_or_lines_and_need_a_name_as_json()
    {
        using HttpResponseMessage unnamed = await Client.GetAsync(new Uri("/forecast?model=many", UriKind.Relative));
        JsonNode problem = await unnamed.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("series", (string?)problem["errors"]![0]!["pointer"]);

        string[] lines = (await AcceptAsync("/forecast?model=many&horizon=2", "application/x-ndjson")).TrimEnd('\n').Split('\n');
        Assert.Equal(["a", "b, \"c\""], lines.Select(line => (string?)JsonNode.Parse(line)!["series"]));

        string csv = await AcceptAsync("/forecast?model=many&horizon=2", "text/csv");
        Assert.Equal(1 + 2 * 2, csv.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("\"b, \"\"c\"\"\",", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/forecast", "model")]
    [InlineData("/forecast?model=one&horizon=0", "horizon")]
    [InlineData("/forecast?model=one&horizon=513", "horizon")]
    [InlineData("/forecast?model=one&horizon=1000000", "horizon")]
    [InlineData("/forecast?model=one&horizon=99999999999999999999", "horizon")]
    [InlineData("/forecast?model=one&horizon=2.5", "horizon")]
    [InlineData("/forecast?model=one&horizon=1&horizon=2", "horizon")]
    [InlineData("/forecast?model=one&levels=0.5", "levels")]
    [InlineData("/forecast?model=one&levels=100", "levels")]
    [InlineData("/forecast?model=one&levels=80,,95", "levels")]
    [InlineData("/forecast?model=one&levels=NaN", "levels")]
    [InlineData("/forecast?model=one&version=0", "version")]
    [InlineData("/forecast?model=one&samples=0", "samples")]
    [InlineData("/forecast?model=one&samples=1001", "samples")]
    [InlineData("/forecast?model=one&samples=5&seed=x", "seed")]
    public async Task A_query_that_makes_no_sense_names_its_parameter(string path, string parameter)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(parameter, (string?)problem["errors"]![0]!["pointer"]);
    }

    [Fact]
    public async Task The_horizon_rule_says_the_rule_and_the_value()
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri("/forecast?model=one&horizon=0", UriKind.Relative));
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("horizon must be 1..512, was 0", (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("/forecast?model=none")]
    [InlineData("/forecast?model=one&version=9")]
    [InlineData("/forecast?model=one&series=none")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        await response.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_fresh_history_is_continued_instead_of_the_stored_one()
    {
        JsonObject body = new()
        {
            ["model"] = "one",
            ["horizon"] = 2,
            ["history"] = new JsonObject
            {
                ["timestamps"] = new JsonArray([.. Enumerable.Range(0, 24).Select(i => (JsonNode)$"{2030 + i / 12}-{1 + i % 12:00}-01")]),
                ["values"] = new JsonArray([.. Enumerable.Range(0, 24).Select(i => (JsonNode)(5000.0 + i))]),
            },
        };
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/forecast", body);
        JsonNode forecast = await response.BodyAsync();
        Assert.Equal("2031-12-01", (string?)forecast["origin"]);
        Assert.Equal("2032-01-01", (string?)forecast["points"]![0]!["time"]);
        Assert.InRange((double)forecast["points"]![0]!["value"]!, 3000, 7000);
    }

    [Fact]
    public async Task A_forecast_beyond_the_last_year_is_refused_and_a_shorter_one_answered()
    {
        JsonObject series = new() { ["id"] = "dynasty", ["start"] = "1000-01-01", ["values"] = new JsonArray([.. Enumerable.Range(0, 24).Select(i => (JsonNode)(100.0 + i % 5))]) };
        JsonObject centuries = Service.Upload("centuries", Service.QuickOptions, series);
        centuries["frequency"] = "P80Y";
        await Client.TrainToTheEndAsync(centuries);
        JsonObject body = new() { ["model"] = "centuries", ["horizon"] = 512, ["history"] = new JsonObject { ["start"] = "1000-01-01", ["values"] = series["values"]!.DeepClone() } };
        using HttpResponseMessage beyond = await Client.PostAsJsonAsync("/forecast", body);
        JsonNode problem = await beyond.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("year 9999", (string)problem["detail"]!, StringComparison.Ordinal);
        body["horizon"] = 12;
        using HttpResponseMessage within = await Client.PostAsJsonAsync("/forecast", body);
        Assert.Equal(HttpStatusCode.OK, within.StatusCode);
    }

    [Fact]
    public async Task Sample_paths_have_a_value_a_step_repeat_themselves_and_change_with_the_seed()
    {
        JsonNode plain = await Client.JsonAsync("/forecast?model=one&horizon=3");
        Assert.False(plain.AsObject().ContainsKey("samples"));
        JsonNode sampled = await Client.JsonAsync("/forecast?model=one&horizon=3&samples=20");
        Assert.Equal(20, sampled["samples"]!.AsArray().Count);
        Assert.All(sampled["samples"]!.AsArray(), path => Assert.Equal(3, path!.AsArray().Count));
        Assert.Equal(plain["points"]!.ToJsonString(), sampled["points"]!.ToJsonString());
        JsonNode other = await Client.JsonAsync("/forecast?model=one&horizon=3&samples=20&seed=7");
        Assert.NotEqual(sampled["samples"]!.ToJsonString(), other["samples"]!.ToJsonString());
        JsonNode again = await Client.JsonAsync("/forecast?model=one&horizon=3&samples=21&seed=7");
        Assert.Equal(other["samples"]![19]!.ToJsonString(), again["samples"]![19]!.ToJsonString());
    }

    [Fact]
    public async Task Sample_paths_stream_as_lines_and_are_refused_as_csv()
    {
        string[] lines = (await AcceptAsync("/forecast?model=many&horizon=2&samples=4", "application/x-ndjson")).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Equal(4, JsonNode.Parse(line)!["samples"]!.AsArray().Count));
        Assert.NotEqual((string?)JsonNode.Parse(lines[0])!["samples"]!.ToJsonString(), JsonNode.Parse(lines[1])!["samples"]!.ToJsonString());
        using HttpRequestMessage csv = new(HttpMethod.Get, "/forecast?model=one&samples=4") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/csv") } } };
        using HttpResponseMessage refused = await Client.SendAsync(csv);
        JsonNode problem = await refused.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("samples", (string?)problem["errors"]![0]!["pointer"]);
    }

    [Theory]
    [InlineData(5, HttpStatusCode.OK)]
    [InlineData(0, HttpStatusCode.BadRequest)]
    [InlineData(1001, HttpStatusCode.BadRequest)]
    public async Task Sample_paths_of_a_fresh_history_are_answered_within_the_rule(int samples, HttpStatusCode status)
    {
        JsonObject history = new() { ["start"] = "2030-01-01", ["values"] = new JsonArray([.. Enumerable.Range(0, 24).Select(i => (JsonNode)(50.0 + i))]) };
        JsonObject body = new() { ["model"] = "one", ["horizon"] = 2, ["samples"] = samples, ["seed"] = 3, ["history"] = history };
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/forecast", body);
        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.OK)
            Assert.Equal(samples, (await response.BodyAsync())["samples"]!.AsArray().Count);
        else
            Assert.Equal("/samples", (string?)(await response.ProblemAsync(status))["errors"]![0]!["pointer"]);
    }

    [Fact]
    public async Task Parallel_forecasts_of_a_cold_model_agree()
    {
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Client.GetStringAsync(new Uri("/forecast?model=one&horizon=7", UriKind.Relative))));
        Assert.Single(answers.Distinct());
    }

    private async Task<string> AcceptAsync(string path, string type)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(type) } } };
        using HttpResponseMessage response = await Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync();
    }

    public abstract class Trained(StoreKind kind) : IAsyncLifetime
    {
        public ServiceHost Host { get; } = new(kind);

        public async Task InitializeAsync()
        {
            await Host.Client.TrainToTheEndAsync(Service.Upload("one", Service.QuickOptions, Service.Series("bread")));
            await Host.Client.TrainToTheEndAsync(Service.Upload("many", Service.QuickOptions, Service.Series("b, \"c\""), Service.Series("a")));
        }

        public Task DisposeAsync()
        {
            Host.Dispose();
            return Task.CompletedTask;
        }
    }
}

public sealed class ForecastTestsOnSqlite(ForecastTestsOnSqlite.OnSqlite trained)
    : ForecastTests(trained), IClassFixture<ForecastTestsOnSqlite.OnSqlite>
{
    public sealed class OnSqlite() : Trained(StoreKind.Sqlite);
}

public sealed class ForecastTestsOnPostgreSql(ForecastTestsOnPostgreSql.OnPostgreSql trained)
    : ForecastTests(trained), IClassFixture<ForecastTestsOnPostgreSql.OnPostgreSql>
{
    public sealed class OnPostgreSql() : Trained(StoreKind.PostgreSql);
}
