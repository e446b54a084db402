using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Training;

public sealed class SearchTests(NetworkOptionTests.Running running) : IClassFixture<NetworkOptionTests.Running>
{
    private HttpClient Client => running.Host.Client;

    [Fact]
    public async Task A_search_reports_every_point_and_publishes_the_best()
    {
        JsonNode job = await Client.TrainToTheEndAsync(Upload("searched", """{ "strategy": "grid", "metric": "smape", "space": { "hidden": [2, 6], "learningRate": [0.001, 0.03] } }"""));
        JsonNode search = job["result"]!["search"]!;
        Assert.Equal(("grid", "smape"), ((string?)search["strategy"], (string?)search["metric"]));
        JsonArray points = search["points"]!.AsArray();
        Assert.Equal([1, 2, 3, 4], points.Select(point => (int)point!["number"]!));
        Assert.All(points, point => Assert.Equal("finished", (string?)point!["state"]));
        Assert.All(points, point => Assert.True((double)point!["score"]! > 0 && (int)point["epochs"]! == 3 && (double)point["seconds"]! >= 0)); // told in milliseconds, and three epochs of two units may take none
        JsonNode best = points.MinBy(point => (double)point!["score"]!)!;
        Assert.Equal((int)best["number"]!, (int)search["best"]!);

        JsonNode version = await Client.JsonAsync("/models/searched/versions/1");
        Assert.Equal(search.ToJsonString(), version["search"]!.ToJsonString());
        Assert.Equal((int)best["options"]!["hidden"]!, (int)version["options"]!["hidden"]!);
        Assert.StartsWith("search by grid over 4 points", (string)version["choices"]![0]!, StringComparison.Ordinal);
        Assert.Equal("hidden", (string?)version["lineage"]!["request"]!["search"]!["space"]![0]!["name"]);
        await Client.JsonAsync("/forecast?model=searched&horizon=3");
    }

    [Fact]
    public async Task A_csv_body_takes_the_search_as_a_parameter()
    {
        string search = Uri.EscapeDataString("""{ "strategy": "random", "trials": 3, "seed": 4, "space": { "hidden": { "min": 2, "max": 9 } } }""");
        using HttpResponseMessage accepted = await Client.PostAsync(
            new Uri($"/train?model=csv-searched&epochs=2&members=1&search={search}", UriKind.Relative), new StringContent(Csv, null, "text/csv"));
        JsonNode job = await Client.WaitForAsync((string)(await accepted.BodyAsync())["id"]!, "succeeded", "failed");
        Assert.Equal(3, job["result"]!["search"]!["points"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_form_takes_the_search_as_a_field_and_names_it_in_a_refusal()
    {
        using HttpResponseMessage accepted = await PostFormAsync("""{ "strategy": "halving", "space": { "hidden": [2, 3, 4], "layers": [1] } }""");
        JsonNode job = await Client.WaitForAsync((string)(await accepted.BodyAsync())["id"]!, "succeeded", "failed");
        Assert.Equal([1, 2, 3], job["result"]!["search"]!["points"]!.AsArray().Select(point => (int)point!["number"]!));
        using HttpResponseMessage cut = await PostFormAsync("{ \"space\": ");
        JsonNode problem = await cut.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("search", (string?)problem["errors"]![0]!["pointer"]);
        Assert.Contains("search must be JSON such as", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_that_does_not_suit_the_data_is_refused_with_the_value()
    {
        JsonObject body = Upload("no-counts", """{ "space": { "loss": ["pinball", "negativeBinomial"] } }""");
        body["series"]![0]!["values"]![7] = 2.5;
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/train", body);
        JsonNode error = (await response.ProblemAsync(HttpStatusCode.BadRequest))["errors"]!.AsArray().Single()!;
        Assert.Equal("/search/space", (string?)error["pointer"]);
        Assert.StartsWith("point 2 (loss negativeBinomial): negativeBinomial counts", (string)error["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_that_explodes_fails_alone_and_where_all_do_the_search_fails()
    {
        JsonNode job = await Client.TrainToTheEndAsync(Exploding("one-explodes", """{ "space": { "scaling": ["none", "local"] } }"""));
        Assert.Equal(["failed", "finished"], job["result"]!["search"]!["points"]!.AsArray().Select(point => (string?)point!["state"]));

        JsonNode accepted = await Client.TrainAsync(Exploding("all-explode", """{ "space": { "scaling": ["none"], "hidden": [4, 8] } }"""));
        JsonNode failed = await Client.WaitForAsync((string)accepted["id"]!, "succeeded", "failed");
        Assert.Equal("urn:lstmservice:problem:search-failed", (string?)failed["error"]!["type"]);
        Assert.All(failed["error"]!["search"]!["points"]!.AsArray(), point =>
            Assert.Contains("the loss or its gradient was no number", (string)point!["reason"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_training_after_a_search_fails_the_job_still_tells_what_the_search_found()
    {
        JsonObject body = Exploding("explodes-at-last", """{ "space": { "hidden": [4, 8] } }""");
        body["options"]!["scaling"] = "none";
        // the points of the search never see the end, where squares are beyond single precision
        body["series"]![0]!["values"] = new JsonArray([.. Enumerable.Range(1, 60).Select(i => (JsonNode)(i < 58 ? i % 7 : 1e30))]);
        JsonNode accepted = await Client.TrainAsync(body);
        JsonNode failed = await Client.WaitForAsync((string)accepted["id"]!, "succeeded", "failed");
        Assert.Equal("urn:lstmservice:problem:training-failed", (string?)failed["error"]!["type"]);
        Assert.Equal(["finished", "finished"], failed["error"]!["search"]!["points"]!.AsArray().Select(point => (string?)point!["state"]));
    }

    [Theory]
    [InlineData("""{ "space": { "hiden": [1] } }""", "/search/space/hiden", "not known here")]
    [InlineData("""{ "space": { "hidden": [8, 0] } }""", "/search/space/hidden/1", "hidden must be 1..512, was 0")]
    [InlineData("""{ "space": { "hidden": [] } }""", "/search/space/hidden", "at least one value")]
    [InlineData("""{ "space": { "hidden": 8 } }""", "/search/space/hidden", "expected an array of values or")]
    [InlineData("""{ "space": { "members": [1] } }""", "/search/space/members", "set in options and searched")]
    [InlineData("""{ "space": { "hidden": { "min": 1 } }, "strategy": "random" }""", "/search/space/hidden/max", "expected a number, found nothing")]
    [InlineData("""{ "space": { "layers": [1, 2], "dropout": [0.1] } }""", "/search/space", "point 1 (layers 1, dropout 0.1)")]
    [InlineData("""{ "space": { "hidden": [8] }, "strategy": "tpe" }""", "/search/strategy", "grid, random, halving")]
    [InlineData("""{ "space": { "hidden": [8] }, "metric": "r2" }""", "/search/metric", "must be one of mase")]
    [InlineData("""{ "hidden": [8] }""", "/search/hidden", "not known here")]
    [InlineData("""[8]""", "/search", "expected an object")]
    public async Task A_search_that_makes_no_sense_is_refused_with_its_place_and_reason(string search, string pointer, string reason)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/train", Upload("refused", search));
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        JsonNode error = problem["errors"]!.AsArray().First(e => (string?)e!["pointer"] == pointer)!;
        Assert.Contains(reason, (string)error["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_in_which_no_point_can_be_judged_fails_and_says_why()
    {
        JsonObject body = Upload("flat", """{ "space": { "hidden": [2, 4] } }""");
        body["series"]![0]!["values"] = new JsonArray([.. Enumerable.Repeat(7, 60).Select(v => (JsonNode)v)]);
        JsonNode job = await Client.WaitForAsync((string)(await Client.TrainAsync(body))["id"]!, "succeeded", "failed");
        Assert.Equal("failed", (string?)job["state"]);
        Assert.Equal("urn:lstmservice:problem:search-failed", (string?)job["error"]!["type"]);
        Assert.Contains("constant", (string)job["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warm_start_names_its_parent_and_a_fresh_one_its_reason()
    {
        JsonObject warm = Service.QuickOptions;
        warm["warmStart"] = true;
        await Client.TrainToTheEndAsync(Service.Upload("warm", warm.DeepClone().AsObject(), Service.Series("bread")));
        await Client.TrainToTheEndAsync(Service.Upload("warm", warm.DeepClone().AsObject(), Service.Series("bread")));
        JsonNode first = await Client.JsonAsync("/models/warm/versions/1"), second = await Client.JsonAsync("/models/warm/versions/2");
        Assert.Contains("started fresh: there is no champion", first["choices"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(first["lineage"]!["parent"]);
        Assert.Contains("weights; the judged networks started fresh", second["choices"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(1, (int)second["lineage"]!["parent"]!);
        Assert.True((bool)second["lineage"]!["request"]!["options"]!["warmStart"]!);
    }

    private static string Csv =>
        "month,bread\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{2000 + i / 12}-{1 + i % 12:00}-01,{100 + i + i % 12}"));

    private async Task<HttpResponseMessage> PostFormAsync(string search)
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent("form-searched"), "model" },
            { new StringContent("3"), "epochs" },
            { new StringContent(search), "search" },
            { new StringContent(Csv, null, "text/csv"), "file", "bread.csv" },
        };
        return await Client.PostAsync(new Uri("/train", UriKind.Relative), form);
    }

    /// <summary>Squares of these values are beyond single precision, unless they are scaled.</summary>
    private static JsonObject Exploding(string model, string search)
    {
        JsonObject body = Upload(model, search);
        (body["options"]!["loss"], body["options"]!["seasonality"]) = ("squared", "none");
        body["series"]![0]!["values"] = new JsonArray([.. Enumerable.Range(1, 60).Select(i => (JsonNode)(1e30 * (i + i % 7)))]);
        return body;
    }

    private static JsonObject Upload(string model, string search)
    {
        JsonObject body = Service.Upload(model, new() { ["epochs"] = 3, ["members"] = 1 }, Service.Series("bread"));
        body["search"] = JsonNode.Parse(search);
        return body;
    }
}
