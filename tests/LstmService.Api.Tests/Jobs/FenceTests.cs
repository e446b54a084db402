using LstmService.Api.Jobs;
using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;
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
        Assert.False(await store.Runs.RetryAsync(stale, "{}", default));
        Assert.False(await store.Runs.FailAsync(stale, "{}", null, default));
        Assert.False(await store.Runs.EndCancelledAsync(stale, default));
        Assert.False(store.Database.Write(connection => store.Runs.Finish(connection, stale, 1, "", null)));

        RunRow after = store.Runs.Find(Store.Tenant, queued.Id)!;
        Assert.Equal((RunState.Running, fresh.Attempt, "preparing"), (after.State, after.Attempt, after.Stage));
        Assert.True(store.Runs.Progress(fresh, SomeProgress, null));

        await store.Runs.CancelAsync(Store.Tenant, queued.Id, default);
        Assert.False(await store.Runs.EndCancelledAsync(stale, default));
        Assert.True(await store.Runs.EndCancelledAsync(fresh, default));
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
        Assert.False(store.Database.Write(connection => store.Runs.Finish(connection, run, 1, "", null)));
        Assert.True(await store.Runs.EndCancelledAsync(run, default));
        Assert.Equal(0, store.Scalar<long>("select count(*) from models"));
        Assert.Equal(0, store.Scalar<long>("select count(*) from series_points"));
    }

    [Fact]
    public async Task A_stale_or_cancelled_attempt_saves_no_checkpoint_and_the_end_of_a_run_drops_it()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        RunCheckpoints checkpoints = new(store.Database, TimeProvider.System);
        string id = store.AddQueued("shop").Id;
        RunRow stale = (await store.Runs.StartAsync(Store.Tenant, id, default))!;
        Assert.True(checkpoints.Save(stale, [1]));
        await store.Runs.RecoverAsync(store.Runs.ListTaken(), maxAttempts: 20, "{}", default);
        RunRow fresh = (await store.Runs.StartAsync(Store.Tenant, id, default))!;
        Assert.False(checkpoints.Save(stale, [2]));
        Assert.Equal([1], checkpoints.Find(fresh)!);
        Assert.True(checkpoints.Save(fresh, [3]));
        Assert.Equal([3], checkpoints.Find(fresh)!);

        await store.Runs.CancelAsync(Store.Tenant, id, default);
        Assert.False(checkpoints.Save(fresh, [4]));
        Assert.True(await store.Runs.EndCancelledAsync(fresh, default));
        Assert.Null(checkpoints.Find(fresh));
    }

    [Fact]
    public async Task A_published_run_has_no_checkpoint_and_tells_how_far_it_came()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        RunCheckpoints checkpoints = new(store.Database, TimeProvider.System);
        RunRow run = (await store.Runs.StartAsync(Store.Tenant, store.AddQueued("shop").Id, default))!;
        checkpoints.Save(run, [1]);
        Assert.True(store.Database.Write(connection => store.Runs.Finish(connection, run, 1, "", null, SomeProgress)));
        Assert.Null(checkpoints.Find(run));
        RunRow after = store.Runs.Find(Store.Tenant, run.Id)!;
        Assert.Equal((RunState.Succeeded, 1L, 10L, 1.0), (after.State, after.Epoch, after.Epochs, after.Done));
    }

    [Fact]
    public async Task Deaths_without_a_checkpoint_give_a_run_up_and_a_checkpoint_forgets_them()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        RunCheckpoints checkpoints = new(store.Database, TimeProvider.System);
        string id = store.AddQueued("shop").Id;
        foreach ((bool saves, long deaths) in new[] { (false, 1L), (false, 2L), (true, 0L), (true, 0L), (false, 1L), (false, 2L) })
        {
            RunRow run = (await store.Runs.StartAsync(Store.Tenant, id, default))!;
            store.Runs.Progress(run, SomeProgress, null);
            if (saves) checkpoints.Save(run, [1]);
            await store.Runs.RecoverAsync(store.Runs.ListTaken(), maxAttempts: 3, "{}", default);
            RunRow after = store.Runs.Find(Store.Tenant, id)!;
            Assert.Equal((RunState.Queued, deaths), (after.State, after.Deaths));
        }

        await store.Runs.StartAsync(Store.Tenant, id, default);
        await store.Runs.RecoverAsync(store.Runs.ListTaken(), maxAttempts: 3, """{ "detail": "given up" }""", default);
        RunRow given = store.Runs.Find(Store.Tenant, id)!;
        Assert.Equal((RunState.Failed, 3L), (given.State, given.Deaths));
        Assert.Contains("given up", given.Error, StringComparison.Ordinal);
        Assert.Null(checkpoints.Find(given));
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

    [Fact]
    public async Task A_run_that_another_attempt_has_is_not_taken_from_it_because_the_one_before_died()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        await store.Runs.StartAsync(Store.Tenant, store.AddQueued("shop").Id, default);
        IReadOnlyList<RunRow> dead = store.Runs.ListTaken();
        RunRow recovered = Assert.Single(await store.Runs.RecoverAsync(dead, maxAttempts: 20, "{}", default));
        Assert.NotNull(await store.Runs.StartAsync(Store.Tenant, recovered.Id, default));
        Assert.Empty(await store.Runs.RecoverAsync(dead, maxAttempts: 20, "{}", default)); // another node saw the same death
    }
}

public sealed class FenceTestsOnSqlite() : FenceTests(StoreKind.Sqlite);

public sealed class FenceTestsOnPostgreSql() : FenceTests(StoreKind.PostgreSql);
