using System.Diagnostics;
using System.Globalization;
using LstmService.Api.Tests.Configuration;
using LstmService.Api.Tests.Faults;
using LstmService.Api.Tests.Hosting;
using LstmService.Api.Tests.Nodes;
using LstmService.Benchmarks.Serving;

namespace LstmService.Benchmarks.Faults;

/// <summary>The fault suite at full count, and how fast the queue is. Stops at the first broken promise.</summary>
internal static class FaultBenchmark
{
    private const int Seed = 1;
    private static readonly KillMoment[] Moments = Enum.GetValues<KillMoment>();

    /// <summary>What goes beside the kills, each as the tests have it.</summary>
    private static readonly (string What, StoreKind Store, Func<Task> Run)[] Outages =
    [
        ("a full disk", StoreKind.Sqlite, () => new DiskFullTestsOnSqlite().A_full_disk_is_said_plainly_and_a_training_waits_until_there_is_room()),
        ("a second process on one data directory", StoreKind.Sqlite, () => new StartupTests().A_second_process_on_one_data_directory_is_refused()),
        ("a clock that is set ahead", StoreKind.Sqlite, () => new ClockTests().A_clock_that_is_set_while_jobs_run_and_wait_loses_none(StoreKind.Sqlite, 30)),
        ("a clock that is set back", StoreKind.Sqlite, () => new ClockTests().A_clock_that_is_set_while_jobs_run_and_wait_loses_none(StoreKind.Sqlite, -30)),
        ("SIGTERM", StoreKind.Sqlite, () => new KillTestsOnSqlite().A_stopping_service_puts_its_running_job_back_and_ends_well()),
        ("a full disk", StoreKind.PostgreSql, FullDiskOfPostgreSqlAsync),
        ("a clock that is set ahead", StoreKind.PostgreSql, () => new ClockTests().A_clock_that_is_set_while_jobs_run_and_wait_loses_none(StoreKind.PostgreSql, 30)),
        ("a clock that is set back", StoreKind.PostgreSql, () => new ClockTests().A_clock_that_is_set_while_jobs_run_and_wait_loses_none(StoreKind.PostgreSql, -30)),
        ("SIGTERM, and the job goes on elsewhere", StoreKind.PostgreSql, () => new FleetTests().A_worker_that_is_asked_to_stop_hands_its_job_on_at_once()),
        ("SIGSTOP until the job runs elsewhere, then SIGCONT", StoreKind.PostgreSql, () => new FleetTests().A_worker_that_slept_too_long_is_refused_when_it_wakes()),
        ("a restart of the database", StoreKind.PostgreSql, () => new FleetTests().A_restart_of_the_database_breaks_no_training_off()),
        ("a worker beside nodes of the next version", StoreKind.PostgreSql, () => new FleetTests().A_worker_works_on_beside_nodes_of_the_next_version()),
    ];

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
        // A host in this process, as the tests have it, would look for its content beside the solution.
        Environment.SetEnvironmentVariable("ASPNETCORE_TEST_CONTENTROOT_LSTMSERVICE_API", AppContext.BaseDirectory);
        StartPublished();
        RunAsync(stores, kills).GetAwaiter().GetResult();
        return 0;
    }

    /// <summary>From now on the service is started as it ships.</summary>
    public static void StartPublished() =>
        ServiceProcess.Assembly = Path.Combine(PublishedService.Publish(), Path.GetFileName(ServiceProcess.Assembly));

    private static async Task RunAsync(StoreKind[] stores, int kills)
    {
        foreach (StoreKind kind in stores)
        {
            using PostgreSqlCluster? cluster = kind == StoreKind.PostgreSql ? new PostgreSqlCluster() : null;
            await QueueSpeed.MeasureAsync(kind, cluster);
            if (kind == StoreKind.PostgreSql)
            {
                await MeasureFleetAsync();
                await FleetSpeed.MeasureAsync();
            }
            if (kills == 0) continue;
            foreach ((string what, StoreKind store, Func<Task> run) in Outages)
            {
                if (store != kind) continue;
                long started = Stopwatch.GetTimestamp();
                await run();
                Console.WriteLine($"{kind}: {what}: nothing lost ({Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s)");
            }
            int each = Math.Max(1, kills / Moments.Length);
            KillReport report = await KillScenario.RunAsync(() => new TestStore(kind, cluster), each, Seed, Moments);
            Console.WriteLine($"{kind}: {each} kills at each of {Moments.Length} moments: {report.Accepted} jobs accepted and {report.Unheard} more whose answer was cut off "
                + $"succeeded once, {report.Repeated} of them in a later attempt; {report.Refused} posts were cut off before the commit and left nothing");
        }
    }

    private static async Task FullDiskOfPostgreSqlAsync()
    {
        using DiskFullTestsOnPostgreSql test = new();
        await test.A_full_disk_is_said_plainly_and_a_training_waits_until_there_is_room();
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
    }

    private static async Task FinalStateOfAsync(Fleet fleet, string job)
    {
        if ((string?)(await fleet.Client.WaitForAsync(job, "succeeded", "failed", "cancelled"))["state"] != "succeeded")
            throw new InvalidOperationException($"job {job} did not succeed");
    }

    private static void Print(string what, TimeSpan took, string bar) => Console.WriteLine($"{what}: {took.TotalSeconds:F1} s (bar {bar})");

    private static int Usage()
    {
        Console.Error.WriteLine("usage: faults [--kills N] [--store sqlite|postgres]; --kills 0 only measures");
        return 2;
    }
}
