using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Models;

public abstract class AppendTests(StoreKind kind) : IDisposable
{
    private readonly ServiceHost _host = new(kind);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Appended_and_corrected_points_are_forecast_from_at_once_and_the_old_upload_stays()
    {
        await TrainAsync(Service.Series("a"), Service.Series("b"));
        JsonNode answer = await AppendAsync(Points("a", "2004-12-01", 1, 160, 161));
        Assert.Equal((2, 1), ((int)answer["appended"]!, (int)answer["corrected"]!));
        Assert.Equal("2005-02-01", (string?)answer["series"]![0]!["end"]);
        Assert.Equal("2005-02-01", (string?)(await _host.Client.JsonAsync("/forecast?model=shop&series=a&horizon=1"))["origin"]);
        Assert.Equal("2004-12-01", (string?)(await _host.Client.JsonAsync("/forecast?model=shop&series=b&horizon=1"))["origin"]);
        JsonNode history = await _host.Client.JsonAsync("/models/shop/series/a?last=3");
        Assert.Equal([1, 160, 161], history["points"]!.AsArray().Select(point => (double)point!["value"]!));
        Assert.Equal(62, (int)history["count"]!);
        Assert.Equal(2, _host.Store.Scalar<long>("select count(distinct revision) from series"));

        JsonNode again = await AppendAsync(Points("a", "2004-12-01", 1, 160, 161));
        Assert.Equal((0, 0), ((int)again["appended"]!, (int)again["corrected"]!));
    }

    [Fact]
    public async Task Points_come_as_csv_or_as_values_alone_and_a_series_may_be_new()
    {
        await TrainAsync(Service.Series("a"));
        using StringContent csv = new("series_id,timestamp,value\na,2005-01-01,160\nnew,2005-01-01,5\nnew,2005-02-01,6\n", null, "text/csv");
        using HttpResponseMessage response = await _host.Client.PostAsync(Path("series"), csv);
        JsonNode answer = await response.BodyAsync();
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        Assert.Equal([1, 2], answer["series"]!.AsArray().Select(series => (int)series!["appended"]!));
        Assert.Equal("2005-02-01", (string?)(await _host.Client.JsonAsync("/forecast?model=shop&series=new&horizon=1"))["origin"]);
        JsonNode follows = await AppendAsync(new JsonObject { ["series"] = new JsonArray(new JsonObject { ["id"] = "a", ["values"] = new JsonArray(161, 162) }) });
        Assert.Equal("2005-03-01", (string?)follows["series"]![0]!["end"]);
    }

    [Fact]
    public async Task Parallel_appends_lose_nothing()
    {
        await TrainAsync(Service.Series("a"));
        await Task.WhenAll(Enumerable.Range(1, 8).Select(month => AppendAsync(Points("a", $"2005-{month:00}-01", month))));
        JsonNode history = await _host.Client.JsonAsync("/models/shop/series/a?last=8");
        Assert.Equal(Enumerable.Range(1, 8).Select(month => (double)month), history["points"]!.AsArray().Select(point => (double)point!["value"]!));
    }

    [Fact]
    public async Task Live_accuracy_is_what_was_forecast_from_before_the_points()
    {
        await TrainAsync(Service.Series("a"));
        Assert.Null((await _host.Client.JsonAsync("/models/shop"))["live"]);
        JsonNode forecast = await _host.Client.JsonAsync("/forecast?model=shop&series=a&horizon=2&levels=80");
        double[] values = [.. forecast["points"]!.AsArray().Select(point => (double)point!["value"]! + 3)];
        await AppendAsync(Points("a", "2005-01-01", values));
        JsonNode live = (await _host.Client.JsonAsync("/models/shop"))["live"]!;
        Assert.Equal(2, (int)live["points"]!);
        Assert.Equal(3, (double)live["mae"]!, 9);
        Assert.True((double)live["ratio"]! > 0);
    }

    [Fact]
    public async Task A_model_is_trained_anew_on_the_data_as_they_stand_by_its_own_options()
    {
        JsonNode first = await TrainAsync(Service.Series("a"));
        await AppendAsync(Points("a", "2005-01-01", 160));
        using HttpResponseMessage accepted = await _host.Client.PostAsync(Path("train"), null);
        JsonNode answer = await accepted.BodyAsync();
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(61, (int)answer["report"]!["series"]![0]!["points"]!);
        await _host.Client.WaitForAsync((string)answer["id"]!, "succeeded");
        JsonNode version = await _host.Client.JsonAsync("/models/shop/versions/2"), before = await _host.Client.JsonAsync("/models/shop/versions/1");
        Assert.Equal(before["lineage"]!["request"]!.ToJsonString(), version["lineage"]!["request"]!.ToJsonString());
        Assert.NotEqual((string?)before["lineage"]!["dataHash"], (string?)version["lineage"]!["dataHash"]);
        Assert.Equal("succeeded", (string?)first["state"]);

        await _host.Client.TrainToTheEndAsync(Service.Upload("whole", Service.QuickOptions, Service.Series("a", 61)));
        JsonNode whole = await _host.Client.JsonAsync("/models/whole/versions/1");
        await AppendAsync(Points("a", "2005-01-01", ValueAt(60)));
        using HttpResponseMessage anew = await _host.Client.PostAsync(Path("train"), null);
        await _host.Client.WaitForAsync((string)(await anew.BodyAsync())["id"]!, "succeeded");
        JsonNode grown = await _host.Client.JsonAsync("/models/shop/versions/3");
        Assert.Equal((string?)whole["lineage"]!["dataHash"], (string?)grown["lineage"]!["dataHash"]); // grown or whole, the same data
        Assert.Equal(whole["evaluation"]!.ToJsonString(), grown["evaluation"]!.ToJsonString());
    }

    [Fact]
    public async Task A_cancelled_retraining_leaves_the_data_alone()
    {
        await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("a")));
        await _host.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("a")));
        await AppendAsync(Points("a", "2005-01-01", 160));
        using HttpResponseMessage accepted = await _host.Client.PostAsync(Path("train"), null);
        await _host.Client.DeleteAsync(new Uri($"/jobs/{(await accepted.BodyAsync())["id"]}", UriKind.Relative));
        Assert.Equal("2005-01-01", (string?)(await _host.Client.JsonAsync("/forecast?model=shop&horizon=1"))["origin"]);
    }

    [Fact]
    public async Task Symbols_go_on_with_the_models_own_and_unknown_ones_are_refused()
    {
        JsonObject upload = new()
        {
            ["model"] = "shop",
            ["kind"] = "symbols",
            ["frequency"] = "D",
            ["options"] = new JsonObject { ["epochs"] = 2, ["hidden"] = 4, ["members"] = 1 },
            ["series"] = new JsonArray(new JsonObject { ["id"] = "a", ["start"] = "2026-01-01", ["values"] = new JsonArray([.. Enumerable.Range(0, 40).Select(i => (JsonNode)(i % 3 == 0 ? "rain" : "sun"))]) }),
        };
        await _host.Client.TrainToTheEndAsync(upload);
        JsonNode answer = await AppendAsync(new JsonObject { ["series"] = new JsonArray(new JsonObject { ["id"] = "a", ["start"] = "2026-02-10", ["values"] = new JsonArray("sun", "sun") }) });
        Assert.Equal(2, (int)answer["appended"]!);
        JsonNode history = await _host.Client.JsonAsync("/models/shop/series/a?last=2");
        Assert.Equal("sun", (string?)history["points"]![1]!["value"]);
        await _host.Client.JsonAsync("/forecast?model=shop&horizon=2");
        JsonObject unknown = new() { ["series"] = new JsonArray(new JsonObject { ["id"] = "a", ["values"] = new JsonArray("hail") }) };
        Assert.Contains("'hail'", await RefusedAsync(unknown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Covariates_go_on_with_the_values()
    {
        JsonObject Shop(int first, int count, int ahead) => new()
        {
            ["id"] = "a",
            ["start"] = new DateOnly(2026, 1, 1).AddDays(first).ToString("O", CultureInfo.InvariantCulture),
            ["values"] = new JsonArray([.. Enumerable.Range(first, count).Select(i => (JsonNode)(10.0 + i % 7))]),
            ["price"] = new JsonArray([.. Enumerable.Range(first, count + ahead).Select(i => (JsonNode)(1.0 + i % 2))]),
        };
        JsonObject upload = Service.Upload("shop", Service.QuickOptions, Shop(0, 80, 3));
        upload["frequency"] = "D";
        upload["horizon"] = 3;
        upload["covariates"] = new JsonObject { ["known"] = new JsonArray("price") };
        await _host.Client.TrainToTheEndAsync(upload);
        JsonNode answer = await AppendAsync(new JsonObject { ["series"] = new JsonArray(Shop(80, 2, 3)) });
        Assert.Equal(2, (int)answer["appended"]!);
        Assert.Equal(2, (int)(await _host.Client.JsonAsync("/models/shop"))["live"]!["points"]!);
        await _host.Client.JsonAsync("/forecast?model=shop&horizon=3");
        JsonObject without = Shop(82, 2, 0);
        without.Remove("price");
        Assert.Contains("price", await RefusedAsync(new JsonObject { ["series"] = new JsonArray(without) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 7)]
    [InlineData(1, 0)]
    public async Task Positions_go_on_by_the_step_of_the_series_and_are_answered_as_they_were_given(int step, int first)
    {
        static JsonObject At(IEnumerable<int> positions) => new()
        {
            ["id"] = "a",
            ["timestamps"] = new JsonArray([.. positions.Select(position => (JsonNode)position)]),
            ["values"] = new JsonArray([.. positions.Select((_, i) => (JsonNode)(100.0 + i % 5))]),
        };
        JsonObject Points(params int[] steps) => new() { ["series"] = new JsonArray(At(steps.Select(i => first + i * step))) };
        await TrainAsync(At(Enumerable.Range(0, 60).Select(i => first + i * step)));
        await AppendAsync(Points(60)); // one point tells no step
        JsonNode answer = await AppendAsync(Points(61, 63));
        Assert.Equal($"{first + 63 * step}", (string?)answer["series"]![0]!["end"]);
        Assert.Equal(64, (int)(await _host.Client.JsonAsync("/models/shop/series/a?last=1"))["count"]!);
        JsonNode forecast = await _host.Client.JsonAsync("/forecast?model=shop&horizon=2");
        Assert.Equal([$"{first + 64 * step}", $"{first + 65 * step}"], forecast["points"]!.AsArray().Select(point => (string?)point!["time"]));
        if (step > 1) Assert.Contains($"steps by {step}", await RefusedAsync(new() { ["series"] = new JsonArray(At([first + 64 * step + 1])) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Points_of_a_finer_step_are_put_together_as_those_of_the_training_were_where_they_fill_whole_steps()
    {
        JsonObject Hours(string start, params double[] values) => new()
        {
            ["id"] = "a",
            ["timestamps"] = new JsonArray([.. values.Select((_, i) => (JsonNode)DateTime.Parse(start, CultureInfo.InvariantCulture).AddHours(6 * i).ToString("s", CultureInfo.InvariantCulture))]),
            ["values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
        };
        JsonObject Appended(string start, params double[] values) => new() { ["series"] = new JsonArray(Hours(start, values)) };
        JsonObject upload = Service.Upload("shop", Service.QuickOptions, Hours("2026-01-01", [.. Enumerable.Range(0, 160).Select(i => (double)(i % 7))]));
        upload["aggregate"] = "D"; // counts: their sum, though nobody said so
        await _host.Client.TrainToTheEndAsync(upload);

        JsonNode answer = await AppendAsync(Appended("2026-02-10", 1.5, 2, 3, 4, 5, 6, 7, 8));
        Assert.Equal((2, "2026-02-11"), ((int)answer["appended"]!, (string?)answer["series"]![0]!["end"]));
        JsonNode history = await _host.Client.JsonAsync("/models/shop/series/a?last=2");
        Assert.Equal([10.5, 26], history["points"]!.AsArray().Select(point => (double)point!["value"]!));
        Assert.Contains("do not fill the step of P1D", await RefusedAsync(Appended("2026-02-12", 1, 2, 3)), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await AppendAsync(Appended("2026-02-12", 30)))["appended"]!); // one point a step is the step's own
    }

    [Fact]
    public async Task A_model_to_which_nothing_was_appended_is_trained_anew_under_the_hash_that_is_kept()
    {
        const string Kept = "kept";
        await TrainAsync(Service.Series("a"));
        using (DbConnection connection = _host.Store.Open()) connection.Execute("update runs set data_hash = @Kept", new { Kept });
        await TrainAnewAsync();
        Assert.Equal(Kept, await HashAsync(2));
        await AppendAsync(Points("a", "2005-01-01", 160));
        await TrainAnewAsync();
        Assert.NotEqual(Kept, await HashAsync(3));

        async Task TrainAnewAsync()
        {
            using HttpResponseMessage accepted = await _host.Client.PostAsync(Path("train"), null);
            await _host.Client.WaitForAsync((string)(await accepted.BodyAsync())["id"]!, "succeeded");
        }

        async Task<string> HashAsync(int version) => (string)(await _host.Client.JsonAsync($"/models/shop/versions/{version}"))["lineage"]!["dataHash"]!;
    }

    [Fact]
    public async Task What_cannot_be_appended_is_refused_and_changes_nothing()
    {
        await TrainAsync(Service.Series("a"));
        JsonObject withOptions = Points("a", "2005-01-01", 1);
        withOptions["horizon"] = 3;
        Assert.Contains("POST /train", await RefusedAsync(withOptions), StringComparison.Ordinal);
        JsonObject other = Points("a", "2005-01-01", 1);
        other["model"] = "other";
        Assert.Contains("the path says shop", await RefusedAsync(other), StringComparison.Ordinal);
        Assert.Contains("no time", await RefusedAsync(Points("a", "2005-01-17", 1)), StringComparison.Ordinal);
        Assert.Contains("too large a gap", await RefusedAsync(Points("a", "3999-01-01", 1)), StringComparison.Ordinal);
        using HttpResponseMessage nothing = await _host.Client.PostAsJsonAsync("/models/none/series", Points("a", "2005-01-01", 1));
        await nothing.ProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal(1, _host.Store.Scalar<long>("select count(distinct revision) from series"));
    }

    private static double ValueAt(int i) => 100 + i + 10 * Math.Sin(i * Math.PI / 6);

    private static Uri Path(string what) => new($"/models/shop/{what}", UriKind.Relative);

    private async Task<JsonNode> TrainAsync(params JsonObject[] series) =>
        await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, series));

    internal static JsonObject Points(string id, string first, params double[] values)
    {
        DateOnly start = DateOnly.Parse(first, CultureInfo.InvariantCulture);
        return new()
        {
            ["series"] = new JsonArray(new JsonObject
            {
                ["id"] = id,
                ["timestamps"] = new JsonArray([.. values.Select((_, i) => (JsonNode)start.AddMonths(i).ToString("O", CultureInfo.InvariantCulture))]),
                ["values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
            }),
        };
    }

    private async Task<JsonNode> AppendAsync(JsonObject body)
    {
        using HttpResponseMessage response = await _host.Client.PostAsJsonAsync(Path("series"), body);
        JsonNode answer = await response.BodyAsync();
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return answer;
    }

    private async Task<string> RefusedAsync(JsonObject body)
    {
        using HttpResponseMessage response = await _host.Client.PostAsJsonAsync(Path("series"), body);
        return (await response.ProblemAsync(HttpStatusCode.BadRequest)).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

public sealed class AppendTestsOnSqlite() : AppendTests(StoreKind.Sqlite);

public sealed class AppendTestsOnPostgreSql() : AppendTests(StoreKind.PostgreSql);
