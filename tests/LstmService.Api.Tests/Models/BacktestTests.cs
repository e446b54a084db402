using System.Net;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Models;

public abstract class BacktestTests(StoreKind kind) : IDisposable
{
    private readonly ServiceHost _host = new(kind);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_past_forecasts_of_a_version_are_those_it_was_judged_by()
    {
        await _host.Client.TrainToTheEndAsync(Service.Upload("judged", Service.QuickOptions, Service.Series("a", 80)));
        JsonNode evaluation = (await _host.Client.JsonAsync("/models/judged/versions/1"))["evaluation"]!;
        JsonNode backtest = await _host.Client.JsonAsync("/models/judged/versions/1/backtest?series=a");
        JsonArray origins = backtest["origins"]!.AsArray();

        Assert.Equal((int)evaluation["origins"]!, origins.Count);
        Assert.Equal((double)evaluation["test"]!["mae"]!, MeanError(origins, origin => origin["forecast"]!), 9);
        Assert.Equal((double)evaluation["lstmAlone"]!["mae"]!, MeanError(origins, origin => origin["lstmAlone"]!), 9);
        foreach ((string name, JsonNode? accuracy) in evaluation["baselines"]!.AsObject())
            Assert.Equal((double)accuracy!["mae"]!, MeanError(origins, origin => origin["baselines"]![name]!), 9);
        Assert.Equal((double)evaluation["test"]!["coverage"]!["80"]!, Coverage(origins, "80"), 9);
    }

    [Fact]
    public async Task What_happened_is_the_history_after_the_origin()
    {
        await _host.Client.TrainToTheEndAsync(Service.Upload("happened", Service.QuickOptions, Service.Series("a", 80)));
        Dictionary<string, double> history = (await _host.Client.JsonAsync("/models/happened/series/a"))["points"]!.AsArray()
            .ToDictionary(point => (string)point!["time"]!, point => (double)point!["value"]!);
        JsonNode last = (await _host.Client.JsonAsync("/models/happened/versions/1/backtest"))["origins"]!.AsArray()[^1]!;
        string[] times = [.. last["times"]!.AsArray().Select(time => (string)time!)];

        Assert.Equal(history.Keys.Last(), times[^1]);
        Assert.Equal(history.Keys.Reverse().ElementAt(times.Length), (string?)last["origin"]);
        Assert.Equal(times.Select(time => history[time]), last["actual"]!.AsArray().Select(value => (double)value!));
    }

    [Fact]
    public async Task Of_many_series_some_are_kept_the_first_and_the_last_among_them()
    {
        JsonObject[] series = [.. Enumerable.Range(0, 20).Select(i => Service.Series($"s{i:00}", 40, 100 + i))];
        await _host.Client.TrainToTheEndAsync(Service.Upload("many", Service.QuickOptions, series));
        JsonNode backtest = await _host.Client.JsonAsync("/models/many/versions/1/backtest");
        string[] kept = [.. backtest["kept"]!.AsArray().Select(name => (string)name!)];

        Assert.Equal(("s00", "s19", 12), (kept[0], kept[^1], kept.Length));
        Assert.Equal("s00", (string?)backtest["series"]);
        using HttpResponseMessage left = await _host.Client.GetAsync(new Uri("/models/many/versions/1/backtest?series=s02", UriKind.Relative));
        await left.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_model_without_a_backtest_answers_none_and_an_unknown_one_404()
    {
        await _host.Client.TrainToTheEndAsync(Service.Upload("short", Service.QuickOptions, Service.Series("a", 5)));
        JsonNode backtest = await _host.Client.JsonAsync("/models/short/versions/1/backtest");
        Assert.Empty(backtest["origins"]!.AsArray());
        foreach (string path in (string[])["/models/short/versions/7/backtest", "/models/unknown/versions/1/backtest"])
        {
            using HttpResponseMessage missing = await _host.Client.GetAsync(new Uri(path, UriKind.Relative));
            await missing.ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    private static double MeanError(JsonArray origins, Func<JsonNode, JsonNode> forecast) => origins
        .SelectMany(origin => forecast(origin!).AsArray().Zip(origin!["actual"]!.AsArray(), (said, actual) => Math.Abs((double)said! - (double)actual!)))
        .Average();

    private static double Coverage(JsonArray origins, string level) => origins
        .SelectMany(origin => origin!["intervals"]![level]!.AsArray().Zip(origin["actual"]!.AsArray(), (interval, actual) =>
            (double)interval!["lower"]! <= (double)actual! && (double)actual! <= (double)interval["upper"]! ? 1.0 : 0.0))
        .Average();
}

public sealed class BacktestTestsOnSqlite() : BacktestTests(StoreKind.Sqlite);

public sealed class BacktestTestsOnPostgreSql() : BacktestTests(StoreKind.PostgreSql);
