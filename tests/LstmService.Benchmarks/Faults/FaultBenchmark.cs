using System.Diagnostics;
using System.Globalization;
using LstmService.Api.Tests.Faults;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Benchmarks.Faults;

/// <summary>The fault suite at full count, and how fast the queue is. Stops at the first broken promise.</summary>
internal static class FaultBenchmark
{
    private const int Seed = 1;

    public static int Run(string[] args)
    {
        int kills = 200;
        StoreKind[] stores = [StoreKind.Sqlite, StoreKind.PostgreSql];
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--kills" && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)) kills = count;
            else if (args[i] == "--store" && args[i + 1] is "sqlite") stores = [StoreKind.Sqlite];
            else if (args[i] == "--store" && args[i + 1] is "postgres") stores = [StoreKind.PostgreSql];
            else return Usage();
        }
        if (args.Length % 2 != 0) return Usage();
        RunAsync(stores, kills).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(StoreKind[] stores, int kills)
    {
        foreach (StoreKind kind in stores)
        {
            using PostgreSqlCluster? cluster = kind == StoreKind.PostgreSql ? new PostgreSqlCluster() : null;
            await QueueSpeed.MeasureAsync(kind, cluster);
            if (kind == StoreKind.PostgreSql) await MeasureFleetAsync();
            if (kills == 0) continue;
            using TestStore store = new(kind, cluster);
            KillReport report = await KillScenario.RunAsync(store, kills, Seed);
            Console.WriteLine($"{kind}: {report.Kills} kills, {report.Accepted} jobs accepted and succeeded once, {report.Repeated} of them in a later attempt");
        }
    }

    private static async Task MeasureFleetAsync()
    {
        using (Fleet fleet = await Fleet.StartAsync(workers: 2))
        {
            string killed = await fleet.TrainAsync("killed");
            (await fleet.WorkerOfAsync(killed)).Kill();
            Print("a killed worker's job runs elsewhere", await fleet.UntilAttemptAsync(killed, 2), "15 s");
            await fleet.Client.WaitForAsync(killed, "succeeded");

            string cancelled = await fleet.TrainAsync("cancelled", Service.SlowOptions);
            await fleet.WorkerOfAsync(cancelled);
            long asked = Stopwatch.GetTimestamp();
            await fleet.Client.DeleteAsync(new Uri($"/jobs/{cancelled}", UriKind.Relative));
            await fleet.Client.WaitForAsync(cancelled, "cancelled");
            Print("a job is cancelled from another node", Stopwatch.GetElapsedTime(asked), "2 s");

            string outlasting = await fleet.TrainAsync("outlasting");
            ServiceProcess worker = await fleet.WorkerOfAsync(outlasting);
            fleet.Cluster.Stop();
            await Task.Delay(TimeSpan.FromSeconds(30));
            fleet.Cluster.Start();
            await fleet.Client.ReadyAsync();
            await FinalStateOfAsync(fleet, outlasting);
            Console.WriteLine($"the database gone for 30 s: the job succeeded ({(worker.Output.Contains("another try in", StringComparison.Ordinal) ? "its publication waited" : "in time")})");
        }
        double one = await TrainingsAsync(workers: 1), two = await TrainingsAsync(workers: 2);
        Console.WriteLine($"100 trainings: {one:F1} s by one worker, {two:F1} s by two, {one / two:F2} times as fast (bar 1.6)");
    }

    private static async Task FinalStateOfAsync(Fleet fleet, string job)
    {
        if ((string?)(await fleet.Client.WaitForAsync(job, "succeeded", "failed", "cancelled"))["state"] != "succeeded")
            throw new InvalidOperationException($"job {job} did not succeed");
    }

    private static async Task<double> TrainingsAsync(int workers)
    {
        using Fleet fleet = await Fleet.StartAsync(workers);
        await FinalStateOfAsync(fleet, await fleet.TrainAsync("warm", Service.QuickOptions));
        long started = Stopwatch.GetTimestamp();
        List<string> jobs = [];
        for (int i = 0; i < 100; i++) jobs.Add(await fleet.TrainAsync($"m{i}"));
        foreach (string job in jobs) await FinalStateOfAsync(fleet, job);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Print(string what, TimeSpan took, string bar) => Console.WriteLine($"{what}: {took.TotalSeconds:F1} s (bar {bar})");

    private static int Usage()
    {
        Console.Error.WriteLine("usage: faults [--kills N] [--store sqlite|postgres]; --kills 0 only measures");
        return 2;
    }
}
