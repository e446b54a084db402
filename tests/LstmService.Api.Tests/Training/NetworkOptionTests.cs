using System.Net;
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
    public async Task Every_network_trains_on_a_real_series_and_forecasts(string options)
    {
        JsonObject chosen = JsonNode.Parse(options)!.AsObject();
        foreach ((string name, int value) in new[] { ("members", 1), ("epochs", 3), ("hidden", 8) }) chosen[name] = value;
        JsonNode job = await Client.TrainToTheEndAsync(new JsonObject { ["sample"] = "air-passengers", ["options"] = chosen });
        Assert.Equal("succeeded", (string?)job["state"]);
        JsonNode forecast = await Client.JsonAsync($"/forecast?model=air-passengers&version={job["result"]!["version"]}&horizon=12");
        Assert.All(forecast["points"]!.AsArray(), point => Assert.InRange((double)point!["value"]!, 0, 2_000));
    }

    [Fact]
    public async Task A_combination_that_makes_no_sense_is_refused_with_the_reason()
    {
        using StringContent body = new("""{ "sample": "air-passengers", "options": { "attention": "additive" } }""", null, "application/json");
        using HttpResponseMessage answer = await Client.PostAsync(new Uri("/train", UriKind.Relative), body);
        JsonNode problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("/options/attention", (string?)problem["errors"]![0]!["pointer"]);
        Assert.Contains("encoderDecoder", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_says_what_every_option_may_be()
    {
        JsonNode document = await Client.JsonAsync("/openapi/v1.json");
        JsonObject options = document["paths"]!["/train"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]!["options"]!["properties"]!.AsObject();
        Assert.Equal(TrainingRules.Options.Select(rule => rule.Name).Order(), options.Select(option => option.Key).Order());
        Assert.Equal(["lstm", "peephole", "coupled", "gru", "rnn"], options["cell"]!["enum"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(TrainingRules.MaxHidden, (int)options["hidden"]!["maximum"]!);
    }

    public sealed class Running : IDisposable
    {
        public ServiceHost Host { get; } = new();

        public void Dispose() => Host.Dispose();
    }
}
