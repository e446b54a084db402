using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Covariates;

/// <summary>A model that reads a promotion and a region, from the upload to the what-if.</summary>
public sealed class CovariateForecastTests(CovariateForecastTests.Trained trained) : IClassFixture<CovariateForecastTests.Trained>
{
    private const int Points = 140, Stored = 5;

    private HttpClient Client => trained.Host.Client;

    [Fact]
    public async Task The_stored_future_is_used_as_far_as_it_reaches()
    {
        JsonNode forecast = await Client.JsonAsync("/forecast?model=shop&series=a&horizon=5");
        double[] values = Values(forecast);
        Assert.Equal([0, 1, 1, 0, 0], Enumerable.Range(Points, Stored).Select(Promoted));
        Assert.True(values[1] > values[0] + 20 && values[2] > values[3] + 20, forecast.ToJsonString());
        using HttpResponseMessage answer = await Client.GetAsync(new Uri("/forecast?model=shop&series=a&horizon=6", UriKind.Relative));
        JsonNode problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("/future/promo", (string?)problem["errors"]![0]!["pointer"]);
        Assert.Contains("5 of the 6 values", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Contains("POST /forecast with future", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_series_at_once_are_refused_before_the_first_line()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/forecast?model=shop&horizon=6");
        request.Headers.Add("Accept", "text/csv");
        using HttpResponseMessage answer = await Client.SendAsync(request);
        await answer.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_future_that_is_told_is_used_with_the_stored_history()
    {
        double[] with = Values(await PostAsync(new() { ["model"] = "shop", ["series"] = "a", ["horizon"] = 7, ["future"] = Promo(0, 0, 0, 0, 0, 0, 1) }));
        Assert.True(with[6] > with[5] + 20);
    }

    [Fact]
    public async Task A_scenario_answers_both_futures_and_their_difference()
    {
        JsonNode answer = await PostAsync(new()
        {
            ["model"] = "shop",
            ["series"] = "a",
            ["horizon"] = 4,
            ["future"] = Promo(0, 0, 0, 0),
            ["scenario"] = Promo(0, 1, 0, 0),
        });
        double[] difference = [.. answer["difference"]!.AsArray().Select(p => (double)p!["value"]!)];
        Assert.InRange(difference[1], 20, 60); // 40 is true
        Assert.All(new[] { 0, 2, 3 }, k => Assert.InRange(difference[k], -10, 10));
        Assert.Equal(difference[1], Values(answer["scenario"]!)[1] - Values(answer["baseline"]!)[1], 1e-9);
    }

    [Fact]
    public async Task A_fresh_history_brings_its_covariates()
    {
        JsonObject history = new()
        {
            ["timestamps"] = new JsonArray([.. Enumerable.Range(0, 30).Select(i => (JsonNode)Day(i))]),
            ["values"] = new JsonArray([.. Enumerable.Range(0, 30).Select(i => (JsonNode)Value(i, 0))]),
            ["promo"] = new JsonArray([.. Enumerable.Range(0, 30).Select(i => (JsonNode)Promoted(i))]),
            ["region"] = "north",
        };
        JsonObject body = new() { ["model"] = "shop", ["horizon"] = 2, ["history"] = history, ["future"] = Promo(0, 1) };
        double[] values = Values(await PostAsync(body));
        Assert.True(values[1] > values[0] + 20);
        history.Remove("promo");
        await RefusedAsync(body, "/history/promo", "promo is missing");
    }

    [Theory]
    [InlineData("""{ "model": "shop", "series": "a", "horizon": 7, "future": { "promo": [1, 0] } }""", "/future/promo", "must hold 7 values")]
    [InlineData("""{ "model": "shop", "series": "a", "horizon": 7, "future": {} }""", "/future/promo", "5 of the 7 values")]
    [InlineData("""{ "model": "shop", "series": "a", "horizon": 2, "future": { "price": [1, 0] } }""", "/future/price", "not known here")]
    [InlineData("""{ "model": "shop", "series": "a", "horizon": 2, "future": { "promo": ["yes", "no"] } }""", "/future/promo", "a number in this model")]
    [InlineData("""{ "model": "shop", "series": "a", "horizon": 2, "future": { "promo": [1, null] } }""", "/future/promo/1", "each step needs a value")]
    [InlineData("""{ "model": "shop", "series": "a", "horizon": 3, "scenario": { "promo": [1] } }""", "/scenario/promo", "must hold 3 values")]
    [InlineData("""{ "model": "shop", "horizon": 3, "scenario": { "promo": [1, 1, 1] } }""", "/series", "many")]
    [InlineData("""{ "model": "shop", "series": "a", "horizon": 3, "scenario": 3 }""", "/scenario", "expected an object")]
    public async Task What_is_missing_is_named_with_how_much(string body, string pointer, string words) =>
        await RefusedAsync(JsonNode.Parse(body)!.AsObject(), pointer, words);

    [Fact]
    public async Task A_model_without_covariates_has_no_future_to_be_told()
    {
        await Client.TrainToTheEndAsync(Service.Upload("plain", Service.QuickOptions, Service.Series("a")));
        await RefusedAsync(new() { ["model"] = "plain", ["future"] = new JsonObject() }, "/future", "without covariates");
    }

    [Fact]
    public async Task The_same_data_as_CSV_give_the_same_model()
    {
        StringBuilder csv = new("series_id,timestamp,value,promo,region\n");
        for (int s = 0; s < 2; s++)
            for (int i = 0; i < Points + Stored; i++)
                csv.Append(CultureInfo.InvariantCulture, $"{(s == 0 ? 'a' : 'b')},{Day(i)},{(i < Points ? Value(i, s).ToString("R", CultureInfo.InvariantCulture) : "")},{Promoted(i)},{(s == 0 ? "north" : "south")}\n");
        using StringContent body = new(csv.ToString(), null, "text/csv");
        using HttpResponseMessage accepted = await Client.PostAsync(
            new Uri("/train?model=shop-csv&horizon=7&known=promo&static=region&members=1&epochs=40&hidden=8&seed=1", UriKind.Relative), body);
        JsonNode answer = await accepted.BodyAsync();
        Assert.True(accepted.StatusCode == HttpStatusCode.Accepted, answer.ToJsonString());
        await Client.WaitForAsync((string)answer["id"]!, "succeeded");
        JsonNode json = await Client.JsonAsync("/models/shop/versions/1"), other = await Client.JsonAsync("/models/shop-csv/versions/1");
        Assert.Equal((string?)json["lineage"]!["dataHash"], (string?)other["lineage"]!["dataHash"]);
        Assert.Equal(
            Values(await Client.JsonAsync("/forecast?model=shop&series=a&horizon=5")), Values(await Client.JsonAsync("/forecast?model=shop-csv&series=a&horizon=5")));
        Assert.Equal("promo", (string?)other["lineage"]!["request"]!["covariates"]!["known"]![0]);
        JsonNode covariate = (await Client.JsonAsync("/models/shop"))["report"]!["series"]![0]!["covariates"]![0]!;
        Assert.Equal(("promo", "known", "number", 5), ((string?)covariate["name"], (string?)covariate["role"], (string?)covariate["kind"], (int)covariate["ahead"]!));
    }

    private async Task<JsonNode> PostAsync(JsonObject body)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/forecast", body);
        JsonNode answer = await response.BodyAsync();
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return answer;
    }

    private async Task RefusedAsync(JsonObject body, string pointer, string words)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/forecast", body);
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(pointer, (string?)problem["errors"]![0]!["pointer"]);
        Assert.Contains(words, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private static double[] Values(JsonNode forecast) => [.. forecast["points"]!.AsArray().Select(p => (double)p!["value"]!)];

    private static JsonObject Promo(params double[] values) => new() { ["promo"] = new JsonArray([.. values.Select(v => (JsonNode)v)]) };

    private static string Day(int i) => new DateOnly(2026, 1, 5).AddDays(i).ToString("O", CultureInfo.InvariantCulture);

    private static int Promoted(int i) => i * i % 11 == 4 || i == Points + 2 ? 1 : 0;

    private static double Value(int i, int series) => 100 + 10 * series + 3 * (i % 7) + 40 * Promoted(i) + i * 7 % 5 * 0.5;

    public sealed class Trained : IDisposable
    {
        public Trained()
        {
            JsonObject options = Service.QuickOptions;
            (options["epochs"], options["hidden"]) = (40, 8);
            JsonObject body = Service.Upload("shop", options, Make("a", 0, "north"), Make("b", 1, "south"));
            body["horizon"] = 7;
            body["covariates"] = new JsonObject { ["known"] = new JsonArray("promo"), ["static"] = new JsonArray("region") };
            Host.Client.TrainToTheEndAsync(body).GetAwaiter().GetResult();
        }

        public ServiceHost Host { get; } = new();

        public void Dispose() => Host.Dispose();

        private static JsonObject Make(string id, int series, string region) => new()
        {
            ["id"] = id,
            ["timestamps"] = new JsonArray([.. Enumerable.Range(0, Points + Stored).Select(i => (JsonNode)Day(i))]),
            ["values"] = new JsonArray([.. Enumerable.Range(0, Points).Select(i => (JsonNode)Value(i, series))]),
            ["promo"] = new JsonArray([.. Enumerable.Range(0, Points + Stored).Select(i => (JsonNode)Promoted(i))]),
            ["region"] = region,
        };
    }
}
