using System.Data.Common;
using System.Diagnostics;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Benchmarks.Faults;

/// <summary>How fast trainings are accepted, while one is trained, and how fast jobs are listed when very many wait.</summary>
internal static class QueueSpeed
{
    private const int Alone = 100, Together = 600, Clients = 24, Waiting = 10_000, Lists = 50;

    // A copy of a queued run, ten thousand times; ids sort as they were made.
    private const string FillQueue =
        """
        insert into runs (tenant, id, model, state, created_at, revision, request, report, data_hash)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000),
          one as (select * from runs where state = 'queued' order by id limit 1)
        select tenant, substr(id, 1, 24) || substr('000000000000' || i, -12), model, 'queued', created_at, revision, request, report, data_hash
        from one cross join n
        """;

    public static async Task MeasureAsync(StoreKind kind, PostgreSqlCluster? cluster)
    {
        using TestStore store = new(kind, cluster);
        using ServiceProcess service = await ServiceProcess.StartAsync(store, "--LstmService:TrainingCores=1", "--LstmService:QueueBound=100000");
        await service.Client.WaitForAsync(await PostAsync(service.Client, "slow"), "running");

        List<double> alone = [];
        for (int i = 0; i < Alone; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await PostAsync(service.Client, $"alone-{i}");
            alone.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        Console.WriteLine($"{kind}: accepted by one client in {Median(alone):F1} ms, median (bar 20)");

        int next = 0;
        long all = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (int i = Interlocked.Increment(ref next); i <= Together; i = Interlocked.Increment(ref next)) await PostAsync(service.Client, $"together-{i}");
        }));
        Console.WriteLine($"{kind}: {Together / Stopwatch.GetElapsedTime(all).TotalSeconds:F0} accepted a second by {Clients} clients (bar 100)");

        Fill(store);
        List<double> lists = [];
        for (int i = 0; i < Lists; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await service.Client.GetStringAsync(new Uri("/jobs?limit=50", UriKind.Relative));
            lists.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        Console.WriteLine($"{kind}: GET /jobs with {Waiting} waiting in {Median(lists):F1} ms, median (bar 50)");
    }

    private static async Task<string> PostAsync(HttpClient client, string model) =>
        (string)(await client.TrainAsync(Service.Upload(model, Service.SlowOptions, Service.Series("value"))))["id"]!;

    private static void Fill(TestStore store)
    {
        using DbConnection connection = store.Open();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = store.ConnectionString is null ? FillQueue : FillQueue.Replace(
            "substr('000000000000' || i, -12)", "lpad(i::text, 12, '0')", StringComparison.Ordinal);
        command.ExecuteNonQuery();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
