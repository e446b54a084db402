using System.Diagnostics;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Faults;

/// <summary>An api node and workers, each a process, on one PostgreSQL database of a cluster that syncs to disk.</summary>
public sealed class Fleet : IDisposable
{
    private readonly List<ServiceProcess> _workers = [];

    private Fleet()
    {
        Cluster = new PostgreSqlCluster();
        Store = new TestStore(StoreKind.PostgreSql, Cluster);
    }

    public PostgreSqlCluster Cluster { get; }

    public TestStore Store { get; }

    public ServiceProcess Api { get; private set; } = null!;

    public HttpClient Client => Api.Client;

    public IReadOnlyList<ServiceProcess> Workers => _workers;

    public static async Task<Fleet> StartAsync(int workers)
    {
        Fleet fleet = new();
        fleet.Api = await ServiceProcess.StartAsync(fleet.Store, "--LstmService:Role=api");
        for (int i = 0; i < workers; i++)
            fleet._workers.Add(await ServiceProcess.StartAsync(fleet.Store, "--LstmService:Role=worker", "--LstmService:TrainingCores=1"));
        return fleet;
    }

    /// <summary>Trains for a few seconds.</summary>
    public static JsonObject LastingOptions => new() { ["members"] = 2, ["epochs"] = 400, ["seed"] = 1, ["patience"] = 0 };

    public async Task<string> TrainAsync(string model, JsonObject? options = null) =>
        (string)(await Client.TrainAsync(Service.Upload(model, options ?? LastingOptions, Service.Series("value"))))["id"]!;

    /// <summary>The worker that said it started the job.</summary>
    public async Task<ServiceProcess> WorkerOfAsync(string job)
    {
        await Client.WaitForAsync(job, "running");
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (_workers.Find(worker => worker.Output.Contains($"Job {job} started", StringComparison.Ordinal)) is { } found) return found;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>How long it takes until the job runs in that attempt.</summary>
    public async Task<TimeSpan> UntilAttemptAsync(string job, int attempt)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            JsonNode answer = await Client.WaitForAsync(job, "running", "succeeded");
            if ((int)answer["attempt"]! >= attempt) return Stopwatch.GetElapsedTime(started);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"job {job} is still in attempt {answer["attempt"]}");
            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        foreach (ServiceProcess worker in _workers) worker.Dispose();
        Api?.Dispose();
        Store.Dispose();
        Cluster.Dispose();
    }
}
