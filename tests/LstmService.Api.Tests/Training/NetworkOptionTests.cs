using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;
using LstmService.Forecasting.Options;

namespace LstmService.Api.Tests.Training;

/// <summary>Every network the engine knows can be asked for, and what makes no sense is refused.</summary>
public sealed class NetworkOptionTests(NetworkOptionTests.Running running) : IClassFixture<NetworkOptionTests.Running>
{
    private HttpClient Client => running.Host.Client;

    public static TheoryData<string> Choices
    {
        get
        {
            TheoryData<string> choices = [];
            foreach (OptionRule rule in TrainingRules.Options.Where(rule => rule.Kind == OptionKind.Choice))
                foreach (string name in rule.Allowed)
                    choices.Add($$"""{ "{{rule.Name}}": "{{name}}"{{(rule.Name == "attention" ? ", \"architecture\": \"encoderDecoder\"" : "")}} }""");
            return choices;
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    [InlineData("""{ "bidirectional": true, "layers": 2 }""")]
    [InlineData("""{ "layers": 3, "residual": true, "dilations": "1,2,4" }""")]
    [InlineData("""{ "layers": 2, "dropout": 0.2, "recurrentDropout": 0.1 }""")]
    [InlineData("""{ "architecture": "encoderDecoder", "bidirectional": true, "attention": "additive" }""")]
    [InlineData("""{ "architecture": "encoderDecoder", "loss": "negativeBinomial" }""")]
    [InlineData("""{ "loss": "negativeBinomial", "scaling": "none" }""")]
    [InlineData("""{ "truncateEvery": 4 }""")]
    [InlineData("""{ "truncateEvery": 4, "truncateBack": 8, "loss": "negativeBinomial", "layers": 2 }""")]
    [InlineData("""{ "truncateEvery": 6, "loss": "gaussian", "scaling": "minMax" }""")]
    [InlineData("""{ "orderedQuantiles": true }""")]
    [InlineData("""{ "floor": 0, "ceiling": 1000, "counts": true }""")]
    [InlineData("""{ "averageDecay": 0.9, "patience": 2 }""")]
    [InlineData("""{ "optimizer": "momentum", "momentum": 0.5 }""")]
    public async Task Every_network_trains_on_a_real_series_and_forecasts(string options)
    {
        JsonObject chosen = JsonNode.Parse(options)!.AsObject();
        foreach ((string name, int value) in new[] { ("members", 1), ("epochs", 3), ("hidden", 8) }) chosen[name] = value;
        JsonNode job = await Client.TrainToTheEndAsync(new JsonObject { ["sample"] = "air-passengers", ["options"] = chosen });
        Assert.Equal("succeeded", (string?)job["state"]);
        JsonNode forecast = await Client.JsonAsync($"/forecast?model=air-passengers&version={job["result"]!["version"]}&horizon=12");
        Assert.All(forecast["points"]!.AsArray(), point => Assert.InRange((double)point!["value"]!, 0, 2_000));
    }

    [Theory]
    [InlineData("""{ "attention": "additive" }""", "attention", "encoderDecoder")]
    [InlineData("""{ "truncateBack": 4 }""", "truncateBack", "needs truncateEvery")]
    [InlineData("""{ "truncateEvery": 8, "truncateBack": 4 }""", "truncateBack", "at least truncateEvery 8, was 4")]
    [InlineData("""{ "truncateEvery": 8, "bidirectional": true }""", "truncateEvery", "bidirectional")]
    [InlineData("""{ "truncateEvery": 8, "architecture": "encoderDecoder" }""", "truncateEvery", "set architecture to direct")]
    [InlineData("""{ "orderedQuantiles": true, "loss": "squared" }""", "orderedQuantiles", "only the pinball loss")]
    [InlineData("""{ "floor": 700, "ceiling": 650 }""", "floor", "floor must be below ceiling 650, was 700")]
    [InlineData("""{ "floor": 110 }""", "floor", "no value may lie below the floor 110, series AirPassengers has 104 at 1949-11-01")]
    [InlineData("""{ "ceiling": 600 }""", "ceiling", "has 622 at 1960-07-01")]
    [InlineData("""{ "counts": true, "ceiling": 700.5 }""", "ceiling", "must be whole")]
    [InlineData("""{ "momentum": 0.5 }""", "momentum", "set optimizer to momentum")]
    [InlineData("""{ "optimizer": "adam", "weightDecay": 0.1 }""", "weightDecay", "set optimizer to adamW")]
    [InlineData("""{ "loss": "negativeBinomial", "scaling": "minMax" }""", "scaling", "mean or none, was 'minMax'")]
    [InlineData("""{ "loss": "negativeBinomial", "transform": "log" }""", "transform", "must be none, was 'log'")]
    public async Task A_combination_that_makes_no_sense_is_refused_with_the_reason(string options, string at, string reason)
    {
        JsonNode problem = await RefusedAsync(new JsonObject { ["sample"] = "air-passengers", ["options"] = JsonNode.Parse(options) });
        Assert.Equal($"/options/{at}", (string?)problem["errors"]![0]!["pointer"]);
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]", "has 2.5 at 2")]
    [InlineData("[1, 2, -2, 3, 4, 5, 6, 7, 8, 9]", "has -2 at 2")]
    public async Task A_negative_binomial_of_what_are_no_counts_is_refused_with_the_value(string values, string reason)
    {
        JsonNode problem = await RefusedAsync(new JsonObject { ["values"] = JsonNode.Parse(values), ["options"] = new JsonObject { ["loss"] = "negativeBinomial" } });
        Assert.Equal("/options/loss", (string?)problem["errors"]![0]!["pointer"]);
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_whose_networks_all_explode_fails_with_the_reason()
    {
        JsonObject options = new() { ["members"] = 1, ["epochs"] = 2, ["loss"] = "squared", ["scaling"] = "none" };
        JsonObject huge = new() { ["values"] = new JsonArray([.. Enumerable.Range(1, 40).Select(i => (JsonNode)(1e30 * i))]) }; // squares beyond single precision
        JsonNode accepted = await Client.TrainAsync(Service.Upload("explodes", options, huge));
        JsonNode job = await Client.WaitForAsync((string)accepted["id"]!, "succeeded", "failed");
        Assert.Equal("failed", (string?)job["state"]);
        Assert.Equal(422, (int)job["error"]!["status"]!);
        Assert.Contains("the loss or its gradient was no number", (string)job["error"]!["detail"]!, StringComparison.Ordinal);
        using HttpResponseMessage model = await Client.GetAsync(new Uri("/models/explodes", UriKind.Relative));
        await model.ProblemAsync(HttpStatusCode.NotFound);
    }

    private async Task<JsonNode> RefusedAsync(JsonObject body)
    {
        using HttpResponseMessage answer = await Client.PostAsJsonAsync("/train", body);
        return await answer.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_document_says_what_every_option_may_be()
    {
        JsonNode document = await Client.JsonAsync("/openapi/v1.json");
        JsonNode training = document["components"]!["schemas"]!["TrainingRequest"]!["properties"]!;
        JsonObject options = training["options"]!["properties"]!.AsObject();
        Assert.Equal(TrainingRules.Options.Select(rule => rule.Name).Order(), options.Select(option => option.Key).Order());
        Assert.Equal(["lstm", "peephole", "coupled", "gru", "rnn"], options["cell"]!["enum"]!.AsArray().Select(name => (string)name!));
        JsonNode search = training["search"]!["properties"]!;
        Assert.Equal(["grid", "random", "halving"], search["strategy"]!["enum"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(TrainingRules.MaxHidden, (int)options["hidden"]!["maximum"]!);
    }

    public sealed class Running : IDisposable
    {
        public ServiceHost Host { get; } = new();

        public void Dispose() => Host.Dispose();
    }
}
