using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Training;

/// <summary>Series of symbols from the upload to the forecast.</summary>
public sealed class SymbolTests(SymbolTests.Running running) : IClassFixture<SymbolTests.Running>
{
    private static readonly string[] Week = ["early", "early", "late", "late", "night", "off", "off"];

    private HttpClient Client => running.Host.Client;

    [Fact]
    public async Task Symbols_are_inspected_trained_judged_and_forecast_with_their_distribution()
    {
        JsonNode report = (await (await Client.PostAsJsonAsync("/series/inspect", Shifts("shifts"))).BodyAsync())["series"]![0]!;
        Assert.Equal("symbols", (string?)report["kind"]);
        Assert.Equal(4, (int)report["symbols"]!);
        Assert.Equal([7], report["seasons"]!.AsArray().Select(season => (int)season!));
        Assert.Equal(1, (int)report["missing"]!);
        Assert.Equal("late", (string?)report["mostFrequent"]![0]!["symbol"]);

        JsonNode job = await Client.TrainToTheEndAsync(Shifts("shifts"));
        Assert.Equal(1, (int)job["result"]!["version"]!);
        JsonNode model = await Client.JsonAsync("/models/shifts");
        Assert.Equal("symbols", (string?)model["kind"]);
        JsonNode version = model["versions"]![0]!;
        Assert.Equal("crossEntropy", (string?)version["options"]!["loss"]);
        Assert.Equal(["last", "markov1", "markov2", "mostFrequent", "seasonal"], version["evaluation"]!["baselines"]!.AsObject().Select(b => b.Key).Order());
        Assert.InRange((double)version["evaluation"]!["test"]!["hitRate"]!, 0.9, 1);
        Assert.Contains((await Client.JsonAsync("/models"))["items"]!.AsArray(), item => (string?)item!["kind"] == "symbols");

        JsonNode forecast = await Client.JsonAsync("/forecast?model=shifts&horizon=7");
        Assert.Equal("symbols", (string?)forecast["kind"]);
        Assert.Equal("2026-04-22", (string?)forecast["origin"]);
        Assert.Equal(Enumerable.Range(112, 7).Select(t => Week[t % 7]), forecast["points"]!.AsArray().Select(point => (string?)point!["value"]));
        Assert.All(forecast["points"]!.AsArray(), point => Assert.Equal(1, point!["probabilities"]!.AsObject().Sum(p => (double)p.Value!), 1e-9));

        JsonNode history = await Client.JsonAsync("/models/shifts/series/ward?last=2");
        Assert.Equal(["off", "off"], history["points"]!.AsArray().Select(point => (string?)point!["value"]));
        Assert.Equal(112, (int)history["count"]!);
    }

    [Fact]
    public async Task Forecasts_are_csv_with_a_probability_a_symbol()
    {
        await Client.TrainToTheEndAsync(Shifts("csv"));
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("/forecast?model=csv&horizon=2", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using HttpResponseMessage answer = await Client.SendAsync(request);
        string[] lines = (await answer.Content.ReadAsStringAsync()).TrimEnd().Split('\n');
        Assert.Equal("series,time,value,probability_early,probability_late,probability_night,probability_off", lines[0]);
        Assert.StartsWith("ward,2026-04-23,early,", lines[1], StringComparison.Ordinal);
        Assert.Equal(1, lines[1].Split(',').Skip(3).Sum(p => double.Parse(p, CultureInfo.InvariantCulture)), 1e-9);
    }

    [Fact]
    public async Task A_csv_of_symbols_is_read_where_its_kind_is_said()
    {
        string csv = "time,door,light\n" + string.Concat(Enumerable.Range(0, 40).Select(t => $"{t},{(t % 2 == 0 ? "open" : "none")},{(t == 3 ? "NA" : t % 4 < 2 ? "on" : "1")}\n"));
        using StringContent body = new(csv, Encoding.UTF8, "text/csv");
        using HttpResponseMessage answer = await Client.PostAsync(new Uri("/train?model=doors&kind=symbols&epochs=2", UriKind.Relative), body);
        JsonNode accepted = await answer.BodyAsync();
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal([2, 2], accepted["report"]!["series"]!.AsArray().Select(series => (int)series!["symbols"]!));
        Assert.Equal([0, 1], accepted["report"]!["series"]!.AsArray().Select(series => (int)series!["missing"]!));
        await Client.WaitForAsync((string)accepted["id"]!, "succeeded");
        JsonNode forecast = await Client.JsonAsync("/forecast?model=doors&series=door&horizon=1");
        Assert.Equal(["1", "none", "on", "open"], forecast["points"]![0]!["probabilities"]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task A_fresh_history_of_text_is_forecast_and_a_symbol_never_seen_is_named()
    {
        await Client.TrainToTheEndAsync(Shifts("fresh"));
        JsonNode forecast = await (await PostAsync("/forecast", """{"model": "fresh", "horizon": 1, "history": {"values": ["late", null, "night", "off"], "start": "2026-05-02"}}""")).BodyAsync();
        Assert.Equal("2026-05-06", (string?)forecast["points"]![0]!["time"]);
        Assert.Equal("symbols", (string?)forecast["kind"]);
        JsonNode unknown = await (await PostAsync("/forecast", """{"model": "fresh", "history": {"values": ["late", "holiday"], "start": "2026-05-02"}}""")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("'holiday' was not among the symbols of the training, which are 'early', 'late', 'night', 'off'", (string)unknown["detail"]!, StringComparison.Ordinal);
        JsonNode numbers = await (await PostAsync("/forecast", """{"model": "fresh", "history": {"values": [1, 2], "start": "2026-05-02"}}""")).ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains("is of symbols", (string)numbers["detail"]!, StringComparison.Ordinal);
        await (await PostAsync("/forecast", """{"model": "fresh", "levels": [80], "history": {"values": ["late"], "start": "2026-05-02"}}""")).ProblemAsync(HttpStatusCode.BadRequest);
        await (await PostAsync("/forecast", """{"model": "fresh", "samples": 5, "history": {"values": ["late"], "start": "2026-05-02"}}""")).ProblemAsync(HttpStatusCode.BadRequest);
        using HttpResponseMessage samples = await Client.GetAsync(new Uri("/forecast?model=fresh&samples=5", UriKind.Relative));
        await samples.ProblemAsync(HttpStatusCode.BadRequest);
        using HttpResponseMessage levels = await Client.GetAsync(new Uri("/forecast?model=fresh&levels=80", UriKind.Relative));
        Assert.Contains("probability of each symbol", (string)(await levels.ProblemAsync(HttpStatusCode.BadRequest))["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_keeps_its_kind_and_its_champion_is_chosen_by_log_loss()
    {
        await Client.TrainToTheEndAsync(Shifts("kept"));
        JsonNode second = await Client.TrainToTheEndAsync(Shifts("kept"));
        Assert.Contains("log loss", (string)second["result"]!["note"]!, StringComparison.Ordinal);
        JsonNode refusal = await (await PostAsync("/train", """{"model": "kept", "values": [1, 2, 3]}""")).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Contains("is of kind symbols", (string)refusal["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"values": ["a", "b"]}""", "/values/0", "say \"kind\": \"symbols\"")]
    [InlineData("""{"kind": "symbols", "values": ["a", 2]}""", "/values/1", "expected a symbol as text, or null for a missing one, found the number 2")]
    [InlineData("""{"kind": "symbols", "values": ["a", " "]}""", "/values/1", "was empty")]
    [InlineData("""{"kind": "letters", "values": ["a"]}""", "/kind", "must be values or symbols, was 'letters'")]
    [InlineData("""{"kind": "symbols", "values": ["a", "b"], "options": {"floor": 1}}""", "/options/floor", "no floor")]
    [InlineData("""{"kind": "symbols", "values": ["a", "b"], "levels": [80]}""", "/levels", "a distribution is answered")]
    [InlineData("""{"kind": "symbols", "values": ["a", "b"], "options": {"loss": "squared"}}""", "/options/loss", "cross-entropy")]
    [InlineData("""{"kind": "symbols", "values": ["a", "b"], "options": {"bidirectional": true}}""", "/options/bidirectional", "would have read it")]
    [InlineData("""{"kind": "symbols", "values": ["a", "b"], "options": {"warmStart": true}}""", "/options/warmStart", "start fresh")]
    [InlineData("""{"kind": "symbols", "values": ["a", "b"], "options": {"budgetSeconds": 5}}""", "/options/budgetSeconds", "set epochs")]
    [InlineData("""{"kind": "symbols", "values": ["a", "b"], "search": {"space": {"hidden": [4, 8]}}}""", "/search", "compare numbers")]
    [InlineData("""{"kind": "symbols", "sample": "air-passengers"}""", "/kind", "of numbers")]
    public async Task What_makes_no_sense_of_symbols_is_refused_with_the_reason(string body, string pointer, string reason)
    {
        JsonNode problem = await (await PostAsync("/train", body)).ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(pointer, (string?)problem["errors"]![0]!["pointer"]);
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_symbols_than_a_model_may_have_are_refused_at_the_first_too_many()
    {
        JsonArray values = [.. Enumerable.Range(0, 300).Select(i => (JsonNode)$"s{i}")];
        using HttpResponseMessage answer = await Client.PostAsJsonAsync("/train", new JsonObject { ["kind"] = "symbols", ["values"] = values });
        JsonNode problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("/values/256", (string?)problem["errors"]![0]!["pointer"]);
        Assert.Contains("'s256' is one symbol more than the 256", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "cell": "gru", "layers": 2, "residual": true, "dilations": "1,2", "dropout": 0.1 }""")]
    [InlineData("""{ "truncateEvery": 4, "truncateBack": 8, "optimizer": "momentum", "learningRate": 0.1 }""")]
    [InlineData("""{ "cell": "peephole", "seasonality": "none", "schedule": "cosine", "lookback": 4 }""")]
    public async Task The_networks_options_go_with_symbols_too(string options)
    {
        JsonObject chosen = JsonNode.Parse(options)!.AsObject();
        (chosen["members"], chosen["epochs"]) = (1, 2);
        JsonObject body = Shifts("options");
        body["options"] = chosen;
        JsonNode job = await Client.TrainToTheEndAsync(body);
        JsonNode forecast = await Client.JsonAsync($"/forecast?model=options&version={job["result"]!["version"]}&horizon=3");
        Assert.All(forecast["points"]!.AsArray(), point => Assert.Contains((string?)point!["value"], Week));
    }

    [Fact]
    public async Task A_model_of_symbols_answers_the_same_after_a_restart()
    {
        using TestStore store = new(StoreKind.Sqlite);
        byte[] before;
        using (ServiceHost host = ServiceHost.On(store))
        {
            await host.Client.TrainToTheEndAsync(Shifts("lasting"));
            before = await host.Client.GetByteArrayAsync(new Uri("/forecast?model=lasting&horizon=5", UriKind.Relative));
        }
        using ServiceHost again = ServiceHost.On(store);
        Assert.Equal(before, await again.Client.GetByteArrayAsync(new Uri("/forecast?model=lasting&horizon=5", UriKind.Relative)));
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        return await Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>16 weeks of shifts with one day in eleven odd and one unknown.</summary>
    private static JsonObject Shifts(string model) => new()
    {
        ["model"] = model,
        ["kind"] = "symbols",
        ["options"] = new JsonObject { ["epochs"] = 12, ["members"] = 1, ["hidden"] = 16 },
        ["series"] = new JsonArray(new JsonObject
        {
            ["id"] = "ward",
            ["timestamps"] = new JsonArray([.. Enumerable.Range(0, 112).Select(t => (JsonNode)new DateOnly(2026, 1, 1).AddDays(t).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]),
            ["values"] = new JsonArray([.. Enumerable.Range(0, 112).Select(t => t == 50 ? null : (JsonNode)(t % 11 == 5 && t < 100 ? "late" : Week[t % 7]))]),
        }),
    };

    public sealed class Running : IDisposable
    {
        public ServiceHost Host { get; } = new();

        public void Dispose() => Host.Dispose();
    }
}
