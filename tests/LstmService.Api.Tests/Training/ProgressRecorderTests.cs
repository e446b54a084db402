using System.Diagnostics.Metrics;
using LstmService.Api.Jobs;
using LstmService.Api.Telemetry;
using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;
using LstmService.Forecasting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LstmService.Api.Tests.Training;

public abstract class ProgressRecorderTests(StoreKind kind)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_training_leaves_its_progress_without_waiting_for_the_store_and_the_newest_is_written()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        await using Recording recording = await Recording.StartAsync(store);
        Task reports = Task.Run(() => store.Database.Write(_ => // nobody else writes meanwhile
        {
            for (int epoch = 1; epoch <= 7; epoch++) recording.Report(epoch);
            return 0;
        }));
        await reports.WaitAsync(Patience);
        await UntilAsync(() => store.Runs.Find(Store.Tenant, recording.Run.Id)!.Epoch == 7);
        Assert.False(recording.Training.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_training_whose_run_was_taken_over_or_cancelled_is_stopped_by_its_next_progress()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        await using Recording taken = await Recording.StartAsync(store), cancelled = await Recording.StartAsync(store);
        await store.Runs.RecoverAsync([store.Runs.Find(Store.Tenant, taken.Run.Id)!], maxAttempts: 20, "{}", default);
        await store.Runs.StartAsync(Store.Tenant, taken.Run.Id, default);
        await store.Runs.CancelAsync(Store.Tenant, cancelled.Run.Id, default);
        taken.Report(1);
        cancelled.Report(1);
        await UntilAsync(() => taken.Training.Token.IsCancellationRequested && cancelled.Training.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task What_was_told_after_the_training_was_left_is_not_written()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        await using Recording left = await Recording.StartAsync(store), other = await Recording.StartAsync(store);
        await left.Recorder.DisposeAsync();
        left.Report(1);
        other.Report(1);
        await UntilAsync(() => store.Runs.Find(Store.Tenant, other.Run.Id)!.Epoch == 1);
        Assert.Null(store.Runs.Find(Store.Tenant, left.Run.Id)!.Epoch);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!isSo()) await Task.Delay(20, patience.Token);
    }

    /// <summary>A run that a worker has taken, and what records its progress.</summary>
    private sealed class Recording : IAsyncDisposable
    {
        private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

        private Recording(Store store, RunRow run)
        {
            Run = run;
            RunningTrainings running = new(new()); // hears of no cancelling
            Training = running.Begin(run.Tenant, run.Id, default)!;
            ServiceMetrics metrics = new(_meters.GetRequiredService<IMeterFactory>(), new StoreFigures(store.Database, TimeProvider.System), running);
            Recorder = new(store.Runs, run, Training, metrics, TimeProvider.System, NullLogger.Instance);
        }

        public RunRow Run { get; }

        public RunningTrainings.RunningTraining Training { get; }

        public ProgressRecorder Recorder { get; }

        public static async Task<Recording> StartAsync(Store store)
        {
            string id = store.AddQueued($"shop-{Guid.NewGuid():N}").Id;
            return new(store, (await store.Runs.StartAsync(Store.Tenant, id, default))!);
        }

        public void Report(int epoch) => Recorder.Report(new TrainingProgress("training", epoch, 10, 0.5, null, epoch / 10.0));

        public async ValueTask DisposeAsync()
        {
            await Recorder.DisposeAsync();
            Training.Dispose();
            _meters.Dispose();
        }
    }
}

public sealed class ProgressRecorderTestsOnSqlite() : ProgressRecorderTests(StoreKind.Sqlite);

public sealed class ProgressRecorderTestsOnPostgreSql() : ProgressRecorderTests(StoreKind.PostgreSql);
