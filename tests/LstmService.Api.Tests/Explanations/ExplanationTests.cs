using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Explanations;

/// <summary>Explanations as they are answered, on a real host with a trained model.</summary>
public sealed class ExplanationTests(ExplanationTests.Trained trained) : IClassFixture<ExplanationTests.Trained>
{
    private HttpClient Client => trained.Host.Client;

    [Theory]
    [InlineData("integratedGradients")]
    [InlineData("relevance")]
    public async Task An_explanation_adds_up_to_the_forecast_it_explains(string method)
    {
        JsonNode explained = await Client.JsonAsync($"/explain?model=air&step=2&method={method}");
        JsonNode forecast = await Client.JsonAsync("/forecast?model=air&horizon=2");
        Assert.Equal(("air", 1, "AirPassengers", 2, method), (
            (string?)explained["model"], (int)explained["version"]!, (string?)explained["series"], (int)explained["step"]!, (string?)explained["method"]));
        Assert.Equal((string?)forecast["points"]![1]!["time"], (string?)explained["time"]);
        double output = (double)explained["output"]!;
        Assert.Equal((double)forecast["points"]![1]!["value"]!, output, 1e-3);
        double attributed = explained["attributions"]!.AsArray().Sum(a => (double)a!["relevance"]!);
        Assert.Equal(output, (double)explained["baseline"]! + attributed + ((double?)explained["toBiases"] ?? 0) + (double)explained["residual"]!, 1e-6);
        Assert.Equal(output, explained["components"]!.AsObject().Sum(c => (double)c.Value!), 1e-6);
        Assert.Equal(method == "relevance", explained.AsObject().ContainsKey("toBiases"));
        JsonNode last = explained["attributions"]!.AsArray().Last(a => !a!.AsObject().ContainsKey("covariate"))!;
        Assert.Equal(((string?)forecast["origin"], 432.0), ((string?)last["time"], (double)last["value"]!));
        Assert.NotEmpty((string)explained["note"]!);
    }

    [Fact]
    public async Task Without_step_and_method_the_next_step_is_explained_by_integrated_gradients()
    {
        JsonNode explained = await Client.JsonAsync("/explain?model=air&series=AirPassengers&version=1");
        Assert.Equal((1, "integratedGradients"), ((int)explained["step"]!, (string?)explained["method"]));
    }

    [Fact]
    public async Task A_step_that_a_decoder_hears_of_itself_adds_up_to_the_forecast()
    {
        JsonNode explained = await Client.JsonAsync("/explain?model=decoder&step=4");
        JsonNode forecast = await Client.JsonAsync("/forecast?model=decoder&horizon=4");
        Assert.Equal((double)forecast["points"]![3]!["value"]!, (double)explained["output"]!, 1e-3);
        double moved = Math.Abs((double)explained["output"]! - (double)explained["baseline"]!);
        Assert.InRange(Math.Abs((double)explained["residual"]!), 0, 1e-3 * moved + 1e-3);
    }

    [Fact]
    public async Task A_history_the_model_never_saw_is_explained_as_it_is_forecast()
    {
        JsonObject history = new() { ["start"] = "1990-01", ["values"] = new JsonArray([.. Enumerable.Range(0, 40).Select(i => (JsonNode)(50 + i % 12))]) };
        JsonNode explained = await PostAsync(new JsonObject { ["model"] = "air", ["series"] = "new", ["step"] = 2, ["method"] = "relevance", ["history"] = history.DeepClone() });
        using HttpResponseMessage answer = await Client.PostAsJsonAsync("/forecast", new JsonObject { ["model"] = "air", ["series"] = "new", ["horizon"] = 2, ["history"] = history });
        JsonNode forecast = await answer.BodyAsync();
        Assert.Equal(("new", 2, "relevance", "1993-06-01"), ((string?)explained["series"], (int)explained["step"]!, (string?)explained["method"], (string?)explained["time"]));
        Assert.Equal((double)forecast["points"]![1]!["value"]!, (double)explained["output"]!, 1e-3);
        Assert.Equal("1993-04-01", (string?)explained["attributions"]!.AsArray().Last(a => !a!.AsObject().ContainsKey("covariate"))!["time"]);
    }

    [Fact]
    public async Task The_stored_history_posted_again_is_explained_alike()
    {
        JsonNode stored = await Client.JsonAsync("/models/air/series/AirPassengers");
        JsonArray points = stored["points"]!.AsArray();
        JsonObject history = new()
        {
            ["timestamps"] = new JsonArray([.. points.Select(p => p!["time"]!.DeepClone())]),
            ["values"] = new JsonArray([.. points.Select(p => p!["value"]!.DeepClone())]),
        };
        JsonNode posted = await PostAsync(new JsonObject { ["model"] = "air", ["series"] = "AirPassengers", ["step"] = 3, ["history"] = history });
        Assert.Equal((await Client.JsonAsync("/explain?model=air&step=3")).ToJsonString(), posted.ToJsonString());
    }

    [Theory]
    [InlineData("{\"model\": \"air\", \"step\": 0, \"history\": {\"start\": \"1990-01\", \"values\": [1, 2]}}", "/step", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\": \"air\", \"step\": 13, \"history\": {\"start\": \"1990-01\", \"values\": [1, 2]}}", "/step", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"model\": \"air\", \"method\": \"shap\", \"history\": {\"start\": \"1990-01\", \"values\": [1, 2]}}", "/method", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\": \"air\", \"horizon\": 3, \"history\": {\"start\": \"1990-01\", \"values\": [1, 2]}}", "/horizon", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\": \"air\"}", "/history", HttpStatusCode.BadRequest)]
    [InlineData("{\"model\": \"weather\", \"history\": {\"start\": \"1990-01-01\", \"values\": [1, 2]}}", "/history/values", HttpStatusCode.BadRequest)]
    public async Task A_body_that_cannot_be_explained_says_where(string body, string pointer, HttpStatusCode status)
    {
        using HttpResponseMessage response = await Client.PostAsync(new Uri("/explain", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        JsonNode problem = await response.ProblemAsync(status);
        Assert.Equal(pointer, (string?)problem["errors"]![0]!["pointer"]);
    }

    [Fact]
    public async Task The_score_of_a_symbol_is_shared_among_the_symbols_before_it()
    {
        JsonNode forecast = await Client.JsonAsync("/forecast?model=weather&horizon=1");
        JsonNode explained = await Client.JsonAsync("/explain?model=weather");
        Assert.Equal(("symbols", "relevance"), ((string?)explained["kind"], (string?)explained["method"]));
        Assert.Equal((string?)forecast["points"]![0]!["value"], (string?)explained["symbol"]);
        Assert.Equal((double)forecast["points"]![0]!["probabilities"]![(string)explained["symbol"]!]!, (double)explained["probability"]!, 1e-9);
        JsonArray attributions = explained["attributions"]!.AsArray();
        Assert.Equal((double)explained["output"]!, attributions.Sum(a => (double)a!["relevance"]!) + (double)explained["toBiases"]! + (double)explained["residual"]!, 1e-9);
        Assert.Equal(("2020-01-12", "sunny"), ((string?)attributions[^1]!["time"], (string?)attributions[^1]!["value"]));
        Assert.Equal("rain", (string?)(await Client.JsonAsync("/explain?model=weather&symbol=rain"))["symbol"]);
        JsonObject history = new() { ["start"] = "2021-01-01", ["values"] = new JsonArray("rain", null, "sunny") };
        JsonNode posted = await PostAsync(new JsonObject { ["model"] = "weather", ["history"] = history });
        Assert.Equal(["rain", null, "sunny"], posted["attributions"]!.AsArray().Select(a => (string?)a!["value"]));
        JsonNode gates = await Client.JsonAsync("/explain/gates?model=weather");
        Assert.Equal("2020-01-12", (string?)gates["times"]!.AsArray()[^1]);
        Assert.Contains("forget", gates["layers"]![0]!["gates"]!.AsObject().Select(gate => gate.Key));
    }

    private async Task<JsonNode> PostAsync(JsonObject body)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/explain", body);
        JsonNode answer = await response.BodyAsync();
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return answer;
    }

    [Fact]
    public async Task Gates_are_told_for_every_layer_at_the_times_of_the_history()
    {
        JsonNode gates = await Client.JsonAsync("/explain/gates?model=air");
        int steps = gates["times"]!.AsArray().Count;
        Assert.Equal("1960-12-01", (string?)gates["times"]![steps - 1]);
        JsonNode layer = Assert.Single(gates["layers"]!.AsArray())!;
        Assert.Equal((1, "forward"), ((int)layer["layer"]!, (string?)layer["direction"]));
        foreach (string gate in new[] { "input", "forget", "output", "candidate" })
            Assert.Equal(steps, layer["gates"]![gate]!["median"]!.AsArray().Count);
        Assert.Equal(steps, layer["cellNorm"]!.AsArray().Count);
        Assert.True((double)layer["keptFor"]! >= 1);
    }

    [Theory]
    [InlineData("/explain?model=air&step=0", "step", HttpStatusCode.BadRequest)]
    [InlineData("/explain?model=air&step=x", "step", HttpStatusCode.BadRequest)]
    [InlineData("/explain?model=air&step=500", "step", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/explain?model=air&method=shap", "method", HttpStatusCode.BadRequest)]
    [InlineData("/explain?step=1", "model", HttpStatusCode.BadRequest)]
    [InlineData("/explain?model=air&symbol=rain", "symbol", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/explain?model=weather&step=2", "step", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/explain?model=weather&method=integratedGradients", "method", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/explain?model=weather&symbol=hail", "symbol", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/explain?model=decoder&step=1&method=relevance", "method", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/explain/gates?model=air&version=x", "version", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_explained_names_the_parameter_to_change(string path, string parameter, HttpStatusCode status)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        JsonNode problem = await response.ProblemAsync(status);
        Assert.Equal(parameter, (string?)problem["errors"]![0]!["pointer"]);
    }

    [Theory]
    [InlineData("/explain?model=none")]
    [InlineData("/explain?model=air&series=none")]
    [InlineData("/explain/gates?model=air&version=9")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        await response.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/explain?model=constant", "nothing was learnt")]
    [InlineData("/explain/gates?model=constant", "nothing was learnt")]
    public async Task A_model_without_a_network_of_numbers_says_so(string path, string reason)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    public sealed class Trained : IAsyncLifetime
    {
        public ServiceHost Host { get; } = new(StoreKind.Sqlite);

        public async Task InitializeAsync()
        {
            JsonObject options = new() { ["members"] = 2, ["epochs"] = 40, ["hidden"] = 8, ["seed"] = 1 };
            await Host.Client.TrainToTheEndAsync(new JsonObject { ["model"] = "air", ["sample"] = "air-passengers", ["options"] = options });
            JsonObject decoder = new() { ["members"] = 1, ["epochs"] = 30, ["hidden"] = 12, ["architecture"] = "encoderDecoder" };
            await Host.Client.TrainToTheEndAsync(new JsonObject { ["model"] = "decoder", ["sample"] = "air-passengers", ["options"] = decoder });
            JsonObject constant = new() { ["id"] = "flat", ["start"] = "2020-01-01", ["values"] = new JsonArray([.. Enumerable.Repeat(5.0, 30).Select(v => (JsonNode)v)]) };
            JsonObject flat = Service.Upload("constant", Service.QuickOptions, constant);
            flat["frequency"] = "M";
            await Host.Client.TrainToTheEndAsync(flat);
            // too short to be judged, so that the networks have half of the answer
            JsonObject weather = new() { ["id"] = "oslo", ["start"] = "2020-01-01", ["values"] = new JsonArray([.. Enumerable.Range(0, 12).Select(i => (JsonNode)(i % 3 == 0 ? "rain" : "sunny"))]) };
            JsonObject symbols = Service.Upload("weather", Service.QuickOptions, weather);
            (symbols["kind"], symbols["frequency"]) = ("symbols", "D");
            await Host.Client.TrainToTheEndAsync(symbols);
        }

        public Task DisposeAsync()
        {
            Host.Dispose();
            return Task.CompletedTask;
        }
    }
}
