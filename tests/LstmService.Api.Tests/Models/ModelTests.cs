using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Models;

public abstract class ModelTests(StoreKind kind) : IDisposable
{
    private readonly ServiceHost _host = new(kind);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Models_page_by_name_without_a_gap()
    {
        foreach (string name in new[] { "c", "a", "b" })
            await _host.Client.TrainToTheEndAsync(Service.Upload(name, Service.QuickOptions, Service.Series("value")));
        JsonNode first = await _host.Client.JsonAsync("/models?limit=2");
        Assert.Equal(["a", "b"], first["items"]!.AsArray().Select(model => (string?)model!["model"]));
        JsonNode second = await _host.Client.JsonAsync($"/models?limit=2&cursor={first["next"]}");
        Assert.Equal(["c"], second["items"]!.AsArray().Select(model => (string?)model!["model"]));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Models_and_jobs_are_searched_by_a_part_of_the_name_in_which_no_sign_is_a_wildcard()
    {
        foreach (string name in new[] { "shop_north", "shopsouth", "weather" }) await TrainAsync(name);
        Assert.Equal(["shop_north", "shopsouth"], await NamesAsync("/models?search=Shop"));
        Assert.Equal(["shop_north"], await NamesAsync("/models?search=p_"));
        foreach (string other in new[] { "%25", "%00", "%5C", "shop%20north" }) Assert.Empty(await NamesAsync($"/models?search={other}"));
        Assert.Equal(["shopsouth", "shop_north"], await NamesAsync("/jobs?search=shop"));
        Assert.Equal(["shop_north"], await NamesAsync("/jobs?search=_"));
        JsonNode first = await _host.Client.JsonAsync("/jobs?search=shop&limit=1");
        Assert.Equal(["shop_north"], await NamesAsync($"/jobs?search=shop&limit=1&cursor={first["next"]}"));

        async Task<string[]> NamesAsync(string path) =>
            [.. (await _host.Client.JsonAsync(path))["items"]!.AsArray().Select(item => (string)item!["model"]!)];
    }

    [Fact]
    public async Task A_champion_can_be_rolled_back()
    {
        await TrainAsync("shop");
        await TrainAsync("shop");
        Assert.Equal(2, (int)(await _host.Client.JsonAsync("/forecast?model=shop"))["version"]!);

        using HttpResponseMessage promoted = await _host.Client.PutAsJsonAsync("/models/shop/champion", new { version = 1 });
        Assert.Equal(HttpStatusCode.OK, promoted.StatusCode);
        Assert.Equal(1, (int)(await _host.Client.JsonAsync("/forecast?model=shop"))["version"]!);
        Assert.True((bool)(await _host.Client.JsonAsync("/models/shop/versions/1"))["champion"]!);
        Assert.False((bool)(await _host.Client.JsonAsync("/models/shop/versions/2"))["champion"]!);
    }

    [Theory]
    [InlineData("""{"version": 7}""", HttpStatusCode.NotFound)]
    [InlineData("""{"version": 0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"version": "1"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"version": 1, "force": true}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"version": """, HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task A_promotion_that_makes_no_sense_is_refused(string body, HttpStatusCode status)
    {
        await TrainAsync("shop");
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _host.Client.PutAsync(new Uri("/models/shop/champion", UriKind.Relative), content);
        await response.ProblemAsync(status);
    }

    [Fact]
    public async Task The_series_of_a_model_page_by_name_as_they_stand_now()
    {
        await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("c"), Service.Series("a/1"), Service.Series("b", points: 48)));
        JsonObject more = new() { ["series"] = new JsonArray(new JsonObject { ["id"] = "b", ["timestamps"] = new JsonArray("2004-02-01"), ["values"] = new JsonArray(7) }) };
        using HttpResponseMessage appended = await _host.Client.PostAsJsonAsync("/models/shop/series", more);
        Assert.Equal(HttpStatusCode.OK, appended.StatusCode);

        JsonNode first = await _host.Client.JsonAsync("/models/shop/series?limit=2");
        Assert.Equal(["a/1", "b"], first["items"]!.AsArray().Select(one => (string?)one!["series"]));
        Assert.Equal("""{"series":"b","frequency":"P1M","count":50,"start":"2000-01-01","end":"2004-02-01"}""", first["items"]![1]!.ToJsonString());
        JsonNode second = await _host.Client.JsonAsync($"/models/shop/series?cursor={first["next"]}");
        Assert.Equal(["c"], second["items"]!.AsArray().Select(one => (string?)one!["series"]));
        Assert.Null(second["next"]);
        using HttpResponseMessage wrong = await _host.Client.GetAsync(new Uri("/models/shop/series?cursor=x", UriKind.Relative));
        await wrong.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_history_of_a_series_can_be_read_whole_or_its_end()
    {
        JsonObject series = Service.Series("white bread", points: 5000);
        series["values"]!.AsArray()[4998] = null;
        await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, series));
        const string Path = "/models/shop/series/white%20bread";

        JsonNode all = await _host.Client.JsonAsync(Path);
        Assert.Equal(5000, all["points"]!.AsArray().Count);
        Assert.Equal(100, (double)all["points"]![0]!["value"]!);
        JsonNode last = await _host.Client.JsonAsync(Path + "?last=2");
        Assert.Equal(2, last["points"]!.AsArray().Count);
        Assert.Null(last["points"]![0]!["value"]);
        Assert.Equal(5000, (int)last["count"]!);
    }

    // In a process of its own: the test server has no raw request target.
    [Fact]
    public async Task A_series_is_found_whatever_its_name()
    {
        using TestStore own = new(kind);
        using ServiceProcess service = await ServiceProcess.StartAsync(own);
        const string Model = "series"; // as the path's next part is called
        string[] names = ["a/b", "a%2Fb", "/", "ä? #&=+"];
        await service.Client.TrainToTheEndAsync(Service.Upload(Model, Service.QuickOptions, [.. names.Select(name => Service.Series(name))]));
        foreach (string name in names)
        {
            string escaped = Uri.EscapeDataString(name);
            Assert.Equal(name, (string?)(await service.Client.JsonAsync($"/models/{Model}/series/{escaped}?last=1"))["series"]);
            Assert.Equal(name, (string?)(await service.Client.JsonAsync($"/forecast?model={Model}&series={escaped}&horizon=1"))["series"]);
        }
    }

    [Fact]
    public async Task Deleting_a_model_takes_its_versions_series_and_forecasts_and_cancels_its_jobs()
    {
        await TrainAsync("shop");
        await _host.Client.JsonAsync("/forecast?model=shop");
        JsonNode running = await _host.Client.TrainAsync(Service.Upload("shop", Service.SlowOptions, Service.Series("value")));
        await _host.Client.WaitForAsync((string)running["id"]!, "running");

        using HttpResponseMessage deleted = await _host.Client.DeleteAsync(new Uri("/models/shop", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await _host.Client.WaitForAsync((string)running["id"]!, "cancelled");
        foreach (string path in new[] { "/models/shop", "/forecast?model=shop", "/models/shop/series/value", "/models/shop/versions/1" })
        {
            using HttpResponseMessage gone = await _host.Client.GetAsync(new Uri(path, UriKind.Relative));
            await gone.ProblemAsync(HttpStatusCode.NotFound);
        }
        using HttpResponseMessage again = await _host.Client.DeleteAsync(new Uri("/models/shop", UriKind.Relative));
        await again.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_model_made_anew_under_a_deleted_name_never_answers_with_the_old_one()
    {
        await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value", level: 100)));
        JsonNode before = await _host.Client.JsonAsync("/forecast?model=shop");
        await _host.Client.DeleteAsync(new Uri("/models/shop", UriKind.Relative));
        await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value", level: 9000)));
        JsonNode after = await _host.Client.JsonAsync("/forecast?model=shop");
        Assert.Equal(1, (int)after["version"]!);
        Assert.True((double)after["points"]![0]!["value"]! > 5000);
        Assert.True((double)before["points"]![0]!["value"]! < 1000);
    }

    private Task<JsonNode> TrainAsync(string model) =>
        _host.Client.TrainToTheEndAsync(Service.Upload(model, Service.QuickOptions, Service.Series("value")));
}

public sealed class ModelTestsOnSqlite() : ModelTests(StoreKind.Sqlite);

public sealed class ModelTestsOnPostgreSql() : ModelTests(StoreKind.PostgreSql);
