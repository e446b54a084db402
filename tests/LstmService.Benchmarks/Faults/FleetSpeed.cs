using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Faults;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Benchmarks.Faults;

/// <summary>
/// How much sooner two workers of one core each are through with a queue than one, beside the api node and PostgreSQL on the same
/// machine, and who took the processors meanwhile. Every node has worked before the clock starts, until its code is compiled.
/// </summary>
internal static class FleetSpeed
{
    // A worker compiles what runs once a training after 30 calls, and again after 30 more; the second kind only adds larger networks.
    private const int FirstTrainings = 70, MoreTrainings = 5;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200); // seldom: what looks takes time from what is measured

    private static readonly (string What, int Count, Func<string, JsonObject> Body)[] Queues =
    [
        ("short trainings", 100, Short),
        ("trainings of the airline passengers by the defaults", 30, model => new() { ["model"] = model, ["sample"] = "air-passengers" }),
    ];

    public static int Run()
    {
        FaultBenchmark.StartPublished();
        MeasureAsync().GetAwaiter().GetResult();
        return 0;
    }

    public static async Task MeasureAsync()
    {
        foreach ((string what, int count, Func<string, JsonObject> body) in Queues)
        {
            Taken one = await TrainAsync(workers: 1, count, body), two = await TrainAsync(workers: 2, count, body);
            Console.WriteLine($"{count} {what}: {one.Seconds:F1} s by one worker, {two.Seconds:F1} s by two, {one.Seconds / two.Seconds:F2} times as fast (bar 1.6)");
            Console.WriteLine($"  by one: {one.Of(count)}");
            Console.WriteLine($"  by two: {two.Of(count)}");
        }
    }

    private static async Task<Taken> TrainAsync(int workers, int count, Func<string, JsonObject> body)
    {
        using Fleet fleet = await Fleet.StartAsync(workers);
        for (int i = 0; i < FirstTrainings * workers; i++) await fleet.Client.TrainAsync(Short($"first-{i}"));
        for (int i = 0; i < MoreTrainings * workers; i++) await fleet.Client.TrainAsync(body($"more-{i}"));
        await UntilDoneAsync(fleet);
        Taken before = Taken.Now(fleet);
        for (int i = 0; i < count; i++) await fleet.Client.TrainAsync(body($"m{i}"));
        await UntilDoneAsync(fleet);
        return Taken.Now(fleet) - before;
    }

    private static JsonObject Short(string model) => Service.Upload(model, Fleet.LastingOptions, Service.Series("value"));

    private static async Task UntilDoneAsync(Fleet fleet)
    {
        while (fleet.Store.Scalar<long>("select count(*) from runs where state in ('queued', 'running')") > 0) await Task.Delay(Look);
        if (fleet.Store.Scalar<long>("select count(*) from runs where state <> 'succeeded'") > 0) throw new InvalidOperationException("a training did not succeed");
    }

    /// <summary>Seconds on the wall, and those of the processors by who took them.</summary>
    private readonly record struct Taken(double Seconds, double Workers, double Api, double Database, double Client)
    {
        public static Taken Now(Fleet fleet) => new(
            Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency,
            fleet.Workers.Sum(worker => worker.ProcessorTime.TotalSeconds),
            fleet.Api.ProcessorTime.TotalSeconds,
            ProcessTree.ProcessorTime(fleet.Cluster.ProcessId).TotalSeconds,
            Environment.CpuUsage.TotalTime.TotalSeconds);

        public static Taken operator -(Taken one, Taken other) => new(
            one.Seconds - other.Seconds, one.Workers - other.Workers, one.Api - other.Api, one.Database - other.Database, one.Client - other.Client);

        /// <summary>In milliseconds a training.</summary>
        public string Of(int count) => string.Create(
            CultureInfo.InvariantCulture,
            $"{1000 * Seconds / count:F0} ms a training, of the processors {1000 * Workers / count:F0} ms in the workers, {1000 * Api / count:F0} in the api node, "
            + $"{1000 * Database / count:F0} in PostgreSQL, {1000 * Client / count:F0} in the client");
    }
}
