using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Benchmarks.Serving;

/// <summary>How fast the service answers beside bare Kestrel, while it trains, to very many connections, and how soon it is there.</summary>
internal static class ServingBenchmark
{
    private const int Connections = 32, ManyConnections = 2_000, IdleConnections = 1_200, SlowConnections = 400;
    private const int MostWarmUps = 15;
    private const double StillFaster = 1.05;
    private const string GetPath = "/forecast?model=bars&horizon=12&levels=80";

    public static int Run(string[] args)
    {
        int rounds = 5;
        double seconds = 3;
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--rounds" && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int r)) rounds = r;
            else if (args[i] == "--seconds" && double.TryParse(args[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out double s)) seconds = s;
            else return Usage();
        }
        if (args.Length % 2 != 0) return Usage();
        RunAsync(rounds, seconds).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(int rounds, double seconds)
    {
        string app = PublishedService.Publish();
        await StartsAsync(app, rounds);
        using PublishedService service = await PublishedService.StartAsync(app);
        await Task.Delay(TimeSpan.FromSeconds(10));
        Print("idle memory", service.Megabytes, "MB", "below 120");
        await TrainAsync(service);
        using TemporaryDirectory files = new();
        string post = Path.Combine(files.FullPath, "post.json");
        await File.WriteAllTextAsync(post, Post().ToJsonString());
        double get = await CompareAsync(service, "GET /forecast, cached", GetPath, null, files, rounds, seconds, bar: 0.70);
        await CompareAsync(service, "POST /forecast, hidden 32, lookback 48", "/forecast", post, files, rounds, seconds, bar: 0.35);
        await WhileTrainingAsync(service, files, get / 2, rounds, seconds);
        await ManyAsync(service);
    }

    private static async Task StartsAsync(string app, int rounds)
    {
        List<double> starts = [];
        for (int i = 0; i < rounds + 1; i++)
        {
            using PublishedService started = await PublishedService.StartAsync(app);
            if (i > 0) starts.Add(started.UntilReady.TotalSeconds); // the first one warms the disk
        }
        Print("process start to ready, warm disk", Median(starts), "s", "below 1.5");
    }

    /// <summary>Rounds of both in turn; the service's answers a second in the median.</summary>
    private static async Task<double> CompareAsync(
        PublishedService service, string what, string path, string? body, TemporaryDirectory files, int rounds, double seconds, double bar)
    {
        using BareServer bare = await BareAsync(service, path, body, files);
        List<double> ours = [], theirs = [];
        foreach (int port in (int[])[service.Port, bare.Port]) await WarmAsync(port, path, body, seconds);
        for (int round = 0; round < rounds; round++)
        {
            ours.Add(Checked(await Load.InProcessAsync(service.Port, path, Connections, seconds, bodyFile: body)).PerSecond);
            theirs.Add(Checked(await Load.InProcessAsync(bare.Port, path, Connections, seconds, bodyFile: body)).PerSecond);
        }
        Print($"{what}: {Median(ours):F0} a second, bare Kestrel {Median(theirs):F0}", 100 * Median(ours) / Median(theirs), "%", $"at least {100 * bar:F0}");
        return Median(ours);
    }

    /// <summary>A bare server that answers what the service answers.</summary>
    private static async Task<BareServer> BareAsync(PublishedService service, string path, string? body, TemporaryDirectory files)
    {
        using HttpResponseMessage answer = body is null
            ? await service.Client.GetAsync(new Uri(path, UriKind.Relative))
            : await service.Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(await File.ReadAllTextAsync(body), Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
        string same = Path.Combine(files.FullPath, "answer.json");
        await File.WriteAllBytesAsync(same, await answer.Content.ReadAsByteArrayAsync());
        return await BareServer.StartAsync(same);
    }

    /// <summary>Asks until it gets no faster: the runtime compiles what is asked for often anew, for seconds on full cores.</summary>
    private static async Task WarmAsync(int port, string path, string? body, double seconds)
    {
        double best = 0;
        for (int load = 0, slower = 0; load < MostWarmUps && slower < 2; load++)
        {
            double rate = (await Load.InProcessAsync(port, path, Connections, seconds, bodyFile: body)).PerSecond;
            slower = rate > StillFaster * best ? 0 : slower + 1;
            best = Math.Max(best, rate);
        }
    }

    /// <summary>The service and a bare server in turn, at the same rate and beside the same training.</summary>
    private static async Task WhileTrainingAsync(PublishedService service, TemporaryDirectory files, double rate, int rounds, double seconds)
    {
        using BareServer bare = await BareAsync(service, GetPath, null, files);
        await WarmAsync(bare.Port, GetPath, null, seconds);
        string job = (string)(await service.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value", points: 400))))["id"]!;
        await service.Client.WaitForAsync(job, "running");
        List<LoadResult> ours = [], theirs = [];
        await PacedAsync(service.Port); // the training is compiled and warm too
        for (int round = 0; round < rounds; round++)
        {
            ours.Add(await PacedAsync(service.Port));
            theirs.Add(await PacedAsync(bare.Port));
        }
        Print(
            $"GET /forecast at {Median(ours.Select(load => load.PerSecond)):F0} a second (half the most) while a training runs, 99% (bare Kestrel beside it {Median(theirs.Select(load => load.P99)):F1} ms)",
            Median(ours.Select(load => load.P99)), "ms", "below 25");
        await service.Client.DeleteAsync(new Uri($"/jobs/{job}", UriKind.Relative));
        await service.Client.WaitForAsync(job, "cancelled");

        async Task<LoadResult> PacedAsync(int port) => Checked(await Load.InProcessAsync(port, GetPath, Connections, Math.Max(10, seconds), rate));
    }

    /// <summary>Connections that say nothing, that send a request a byte at a time, and that ask as fast as they can.</summary>
    private static async Task ManyAsync(PublishedService service)
    {
        List<Connection> open = [];
        byte[] request = Encoding.ASCII.GetBytes($"GET {GetPath} HTTP/1.1\r\nHost: 127.0.0.1:{service.Port}\r\n\r\n");
        for (int i = 0; i < IdleConnections + SlowConnections; i++) open.Add(await Connection.OpenAsync(service.Port));
        Task slow = Task.Run(async () =>
        {
            for (int at = 0; at < 20; at++)
            {
                foreach (Connection connection in open.Skip(IdleConnections)) await connection.SendAsync(request.AsMemory(at, 1));
                await Task.Delay(200);
            }
        });
        LoadResult busy = Checked(await Load.InProcessAsync(service.Port, GetPath, ManyConnections - IdleConnections - SlowConnections, 5));
        await slow;
        Print($"memory with {ManyConnections} connections open, {IdleConnections} of them idle and {SlowConnections} slow, {busy.PerSecond:F0} answers a second", service.Megabytes, "MB", "below 500");
        foreach (Connection connection in open) connection.Dispose();
    }

    private static async Task TrainAsync(PublishedService service)
    {
        JsonObject options = new() { ["hidden"] = 32, ["lookback"] = 48, ["members"] = 1, ["epochs"] = 20, ["layers"] = 1, ["seed"] = 1 };
        await service.Client.TrainToTheEndAsync(Service.Upload("bars", options, Service.Series("value", points: 240)));
    }

    private static JsonObject Post()
    {
        JsonObject history = Service.Series("value", points: 60);
        history.Remove("id");
        return new() { ["model"] = "bars", ["horizon"] = 12, ["levels"] = new JsonArray(80), ["history"] = history };
    }

    private static LoadResult Checked(LoadResult result) => result.Failures == 0 && result.Requests > 0
        ? result
        : throw new InvalidOperationException($"{result.Failures} of {result.Requests} requests failed");

    private static void Print(string what, double value, string unit, string bar) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:G3} {unit} (bar: {bar})"));

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static int Usage()
    {
        Console.Error.WriteLine("usage: serving [--rounds N] [--seconds S]");
        return 2;
    }
}
