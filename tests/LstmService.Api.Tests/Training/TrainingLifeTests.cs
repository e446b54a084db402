using System.Net;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Training;

public abstract class TrainingLifeTests(StoreKind kind) : IDisposable
{
    private readonly ServiceHost _host = new(kind);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_posted_series_becomes_a_job_a_model_and_a_forecast()
    {
        JsonNode accepted = await _host.Client.TrainAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("bread")));
        Assert.Equal("shop", (string?)accepted["model"]);
        Assert.Equal("queued", (string?)accepted["state"]);
        Assert.Equal(60, (int)accepted["report"]!["series"]![0]!["points"]!);

        JsonNode job = await _host.Client.WaitForAsync((string)accepted["id"]!, "succeeded", "failed");
        Assert.Equal("succeeded", (string?)job["state"]);
        Assert.Equal(1, (int)job["attempt"]!);
        Assert.Equal(1, (int)job["result"]!["version"]!);
        Assert.Null(job["error"]);

        JsonNode model = await _host.Client.JsonAsync("/models/shop");
        Assert.Equal(1, (int)model["champion"]!);
        Assert.Equal("P1M", (string?)model["frequency"]);
        Assert.Equal("bread", (string?)model["series"]![0]);
        JsonNode version = model["versions"]![0]!;
        Assert.Equal((string?)accepted["id"], (string?)version["lineage"]!["jobId"]);
        Assert.Equal(1, (int)version["lineage"]!["seed"]!);
        Assert.Null(version["lineage"]!["parent"]);
        Assert.Equal(64, ((string)version["lineage"]!["dataHash"]!).Length);

        JsonNode forecast = await _host.Client.JsonAsync("/forecast?model=shop&horizon=3&levels=80");
        Assert.Equal("2004-12-01", (string?)forecast["origin"]);
        Assert.Equal(["2005-01-01", "2005-02-01", "2005-03-01"], forecast["points"]!.AsArray().Select(point => (string?)point!["time"]));
    }

    [Fact]
    public async Task The_answer_says_where_the_job_is()
    {
        using HttpResponseMessage response = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            _host.Client, "/train", Service.Upload("shop", Service.QuickOptions, Service.Series("bread")));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        JsonNode job = await _host.Client.JsonAsync(response.Headers.Location!.ToString());
        Assert.Equal("shop", (string?)job["model"]);
    }

    [Fact]
    public async Task A_training_without_a_name_makes_one()
    {
        JsonNode first = await _host.Client.TrainAsync(Service.Upload(null, Service.QuickOptions, Service.Series("bread")));
        JsonNode second = await _host.Client.TrainAsync(Service.Upload(null, Service.QuickOptions, Service.Series("bread")));
        Assert.StartsWith("model-", (string)first["model"]!, StringComparison.Ordinal);
        Assert.NotEqual((string?)first["model"], (string?)second["model"]);
    }

    [Fact]
    public async Task The_same_data_and_options_forecast_the_same_bytes()
    {
        await _host.Client.TrainToTheEndAsync(Service.Upload("one", Service.QuickOptions, Service.Series("bread")));
        await _host.Client.TrainToTheEndAsync(Service.Upload("two", Service.QuickOptions, Service.Series("bread")));
        JsonNode one = await _host.Client.JsonAsync("/forecast?model=one"), two = await _host.Client.JsonAsync("/forecast?model=two");
        Assert.Equal(one["points"]!.ToJsonString(), two["points"]!.ToJsonString());
    }

    [Fact]
    public async Task A_name_that_exists_gets_a_new_version_that_knows_its_parent()
    {
        await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("bread")));
        JsonNode job = await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("bread")));
        Assert.Equal(2, (int)job["result"]!["version"]!);
        Assert.Contains("on the same origins", (string)job["result"]!["note"]!, StringComparison.Ordinal);

        JsonNode model = await _host.Client.JsonAsync("/models/shop");
        Assert.Equal([2, 1], model["versions"]!.AsArray().Select(version => (int)version!["version"]!));
        Assert.Equal(1, (int)model["versions"]![0]!["lineage"]!["parent"]!);
        Assert.Equal(2, (int)model["champion"]!);
    }

    [Fact]
    public async Task A_worse_version_on_the_same_data_is_kept_but_does_not_become_champion()
    {
        JsonObject good = new() { ["members"] = 1, ["epochs"] = 40, ["seed"] = 1 };
        JsonObject poor = new()
        {
            ["members"] = 1,
            ["epochs"] = 1,
            ["hidden"] = 1,
            ["learningRate"] = 1e-7,
            ["scaling"] = "none",
            ["transform"] = "none",
        };
        await _host.Client.TrainToTheEndAsync(Upload(good));
        JsonNode job = await _host.Client.TrainToTheEndAsync(Upload(poor));

        Assert.StartsWith("version 1 stays champion", (string)job["result"]!["note"]!, StringComparison.Ordinal);
        JsonNode model = await _host.Client.JsonAsync("/models/shop");
        Assert.Equal(1, (int)model["champion"]!);
        Assert.Equal(1, (int)(await _host.Client.JsonAsync("/forecast?model=shop"))["version"]!);
        Assert.Equal(2, (int)(await _host.Client.JsonAsync("/forecast?model=shop&version=2"))["version"]!);

        static JsonObject Upload(JsonObject options)
        {
            JsonObject body = Service.Upload("shop", options, Service.Series("bread", points: 96));
            body["horizon"] = 12;
            return body;
        }
    }

    [Fact]
    public async Task Settings_out_of_bounds_are_all_named()
    {
        JsonObject body = Service.Upload("No Name!", new JsonObject { ["hidden"] = 0, ["layers"] = 99 }, Service.Series("bread"));
        body["horizon"] = 0;
        using HttpResponseMessage response = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(_host.Client, "/train", body);
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(
            ["/model", "/horizon", "/options/hidden", "/options/layers"],
            problem["errors"]!.AsArray().Select(error => (string?)error!["pointer"]));
        Assert.Contains("horizon must be 1..512, was 0", problem.ToJsonString(), StringComparison.Ordinal);
    }
}

public sealed class TrainingLifeTestsOnSqlite() : TrainingLifeTests(StoreKind.Sqlite);

public sealed class TrainingLifeTestsOnPostgreSql() : TrainingLifeTests(StoreKind.PostgreSql);
