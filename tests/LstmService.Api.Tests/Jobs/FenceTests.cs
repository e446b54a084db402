using LstmService.Api.Jobs;
using LstmService.Api.Tests.Hosting;
using LstmService.Forecasting;

namespace LstmService.Api.Tests.Jobs;

public abstract class FenceTests(StoreKind kind)
{
    private static readonly TrainingProgress SomeProgress = new("training", 1, 10, 0.5, null, 0.1);

    [Fact]
    public async Task A_stale_attempt_writes_nothing()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        RunRow queued = store.AddQueued("shop");
        RunRow stale = (await store.Runs.StartAsync(Store.Tenant, queued.Id, default))!;
        await store.Runs.RecoverAsync(store.Runs.ListTaken(), maxAttempts: 20, "{}", default);
        RunRow fresh = (await store.Runs.StartAsync(Store.Tenant, queued.Id, default))!;

        Assert.Equal(stale.Attempt + 1, fresh.Attempt);
        Assert.False(store.Runs.Progress(stale, SomeProgress, null));
        Assert.Null(await store.Runs.BeatAsync(stale, default));
        Assert.False(await store.Runs.PutBackAsync(stale, default));
        Assert.False(await store.Runs.FailAsync(stale, "{}", default));
        Assert.False(await store.Runs.EndCancelledAsync(stale, default));
        Assert.False(store.Database.Write(connection => store.Runs.Finish(connection, stale, 1, "")));

        RunRow after = store.Runs.Find(Store.Tenant, queued.Id)!;
        Assert.Equal((RunState.Running, fresh.Attempt, "preparing"), (after.State, after.Attempt, after.Stage));
        Assert.True(store.Runs.Progress(fresh, SomeProgress, null));
    }

    [Fact]
    public async Task A_run_is_started_once_however_often_it_is_woken()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        RunRow queued = store.AddQueued("shop");
        RunRow?[] started = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            Task.Run(() => store.Runs.StartAsync(Store.Tenant, queued.Id, default))));
        Assert.Single(started, run => run is not null);
    }

    [Fact]
    public async Task A_cancelled_run_cannot_be_published()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        RunRow run = (await store.Runs.StartAsync(Store.Tenant, store.AddQueued("shop").Id, default))!;
        await store.Runs.CancelAsync(Store.Tenant, run.Id, default);
        Assert.False(store.Database.Write(connection => store.Runs.Finish(connection, run, 1, "")));
        Assert.True(await store.Runs.EndCancelledAsync(run, default));
        Assert.Equal(0, store.Scalar<long>("select count(*) from models"));
        Assert.Equal(0, store.Scalar<long>("select count(*) from series_points"));
    }

    [Fact]
    public async Task Deaths_without_progress_give_a_run_up_and_deaths_with_progress_do_not()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        string id = store.AddQueued("shop").Id;
        for (int attempt = 1; attempt <= 5; attempt++)
        {
            RunRow run = (await store.Runs.StartAsync(Store.Tenant, id, default))!;
            store.Runs.Progress(run, SomeProgress with { Done = attempt * 0.1 }, null);
            await store.Runs.RecoverAsync(store.Runs.ListTaken(), maxAttempts: 3, "{}", default);
        }
        Assert.Equal((RunState.Queued, 0L), (store.Runs.Find(Store.Tenant, id)!.State, store.Runs.Find(Store.Tenant, id)!.Deaths));

        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await store.Runs.StartAsync(Store.Tenant, id, default);
            await store.Runs.RecoverAsync(store.Runs.ListTaken(), maxAttempts: 3, """{ "detail": "given up" }""", default);
        }
        RunRow given = store.Runs.Find(Store.Tenant, id)!;
        Assert.Equal((RunState.Failed, 3L), (given.State, given.Deaths));
        Assert.Contains("given up", given.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_shows_life_after_it_was_taken_for_dead_is_left_alone()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        RunRow run = (await store.Runs.StartAsync(Store.Tenant, store.AddQueued("shop").Id, default))!;
        IReadOnlyList<RunRow> seen = store.Runs.ListTaken();
        Assert.Equal(RunState.Running, await store.Runs.BeatAsync(run, default));
        Assert.Empty(await store.Runs.RecoverAsync(seen, maxAttempts: 20, "{}", default));
        Assert.Equal(RunState.Running, store.Runs.Find(Store.Tenant, run.Id)!.State);
    }
}

public sealed class FenceTestsOnSqlite() : FenceTests(StoreKind.Sqlite);

public sealed class FenceTestsOnPostgreSql() : FenceTests(StoreKind.PostgreSql);
