using System.Data.Common;
using Dapper;
using LstmService.Api.Jobs;
using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;

namespace LstmService.Api.Tests.Jobs;

public abstract class TurnTests(StoreKind kind)
{
    [Fact]
    public async Task Ten_thousand_waiting_jobs_of_one_tenant_delay_anothers_single_job_by_no_more_than_one()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        Add(store, "many", 10_000);
        RunKey atWork = await StartAsync(store);
        Add(store, "one", 1, createdAt: 20_000);
        Assert.Equal("many", atWork.Tenant);
        Assert.Equal("one", (await StartAsync(store)).Tenant);
        Assert.Equal("many", (await StartAsync(store)).Tenant);

        Add(store, "one", 1, createdAt: 20_001, from: 1); // served a moment ago, but "many" was after
        Assert.Equal("one", (await StartAsync(store)).Tenant);
        Assert.Equal(9_998, store.Scalar<long>("select count(*) from runs where state = 'queued'"));
    }

    [Fact]
    public async Task Tenants_take_turns_and_one_that_comes_late_is_not_paid_back_for_its_absence()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        Add(store, "a", 5);
        Add(store, "b", 2, createdAt: 100);
        List<string> served = [];
        for (int i = 0; i < 4; i++) served.Add((await StartAsync(store)).Tenant);
        Add(store, "c", 3, createdAt: 200);
        for (int i = 0; i < 6; i++) served.Add((await StartAsync(store)).Tenant);
        Assert.Equal(["a", "b", "a", "b", "c", "a", "c", "a", "c", "a"], served);
    }

    [Fact]
    public async Task Of_one_tenant_the_highest_priority_goes_first_and_then_the_oldest()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        Add(store, "a", 2, priority: -1);
        Add(store, "a", 2, createdAt: 100, from: 2);
        Add(store, "a", 2, createdAt: 200, from: 4, priority: 10);
        List<string> served = [];
        for (int i = 0; i < 6; i++) served.Add((await StartAsync(store)).Id);
        Assert.Equal(["a-00004", "a-00005", "a-00002", "a-00003", "a-00000", "a-00001"], served);
    }

    [Fact]
    public async Task A_tenant_has_no_more_runs_at_work_than_its_bound_and_others_are_not_held_up_by_it()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own, options => options.TenantConcurrentTrainings = 2);
        Add(store, "a", 5);
        Add(store, "b", 1, createdAt: 100);
        Assert.Equal(3, store.Runs.CountUnwoken());
        List<RunKey> served = [await StartAsync(store), await StartAsync(store), await StartAsync(store)];
        Assert.Equal(["a", "a", "b"], served.Select(key => key.Tenant).Order());
        Assert.Null(store.Runs.Next());
        Assert.Null(await store.Runs.StartAsync("a", "a-00002", default)); // by a worker that chose it a moment before
        Assert.Equal(0, store.Runs.CountUnwoken());

        RunRow over = store.Runs.Find("a", served.First(key => key.Tenant == "a").Id)!;
        Assert.True(await store.Runs.FailAsync(over, "{}", null, default));
        Assert.Equal(1, store.Runs.CountUnwoken());
        Assert.Equal("a", (await StartAsync(store)).Tenant);
    }

    [Fact]
    public async Task Workers_that_wake_together_take_every_run_once()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        Add(store, "a", 20);
        Add(store, "b", 20);
        RunKey?[] taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => StartAsync(store))));
        Assert.Equal(40, taken.Distinct().Count());
    }

    [Fact]
    public async Task A_run_that_failed_of_what_can_pass_waits_longer_each_time_and_can_be_cancelled_meanwhile()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        string id = store.AddQueued("shop").Id;
        long before = 0;
        for (int tries = 0; tries < RetryRule.Most; tries++)
        {
            RunRow run = (await store.Runs.StartAsync(Store.Tenant, id, default))!;
            Assert.True(await store.Runs.RetryAsync(run, "{}", default));
            Assert.Null(store.Runs.Next()); // it waits
            RunRow waiting = store.Runs.Find(Store.Tenant, id)!;
            Assert.Equal((RunState.Queued, tries + 1L), (waiting.State, waiting.Retries));
            Assert.True(waiting.RetryAt - waiting.StartedAt > before);
            before = waiting.RetryAt!.Value - waiting.StartedAt!.Value;
            if (tries == 0) Assert.NotNull(Job.From(waiting).RetryAt);
            store.Database.Write(connection => connection.Execute("update runs set retry_at = 1"));
        }
        RunRow last = (await store.Runs.StartAsync(Store.Tenant, id, default))!;
        Assert.False(await store.Runs.RetryAsync(last, "{}", default));
        Assert.True(await store.Runs.PutBackAsync(last, default));
        store.Database.Write(connection => connection.Execute("update runs set retry_at = 9000000000000"));

        Assert.Equal(RunState.Cancelled, (await store.Runs.CancelAsync(Store.Tenant, id, default))!.Value.After);
        Assert.Null(store.Runs.Find(Store.Tenant, id)!.Error);
    }

    [Fact]
    public async Task A_wait_that_is_longer_than_any_is_a_clock_that_was_set_back_and_is_over()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        string id = store.AddQueued("shop").Id;
        long ahead = TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();
        store.Database.Write(connection => connection.Execute("update runs set retry_at = @ahead", new { ahead }));
        Assert.Equal(1, store.Runs.CountUnwoken());
        Assert.Equal(id, (await StartAsync(store)).Id);
    }

    private static async Task<RunKey> StartAsync(Store store)
    {
        while (true)
        {
            RunKey next = store.Runs.Next()!;
            if (await store.Runs.StartAsync(next.Tenant, next.Id, default) is not null) return next;
        }
    }

    private static void Add(Store store, string tenant, int count, long createdAt = 1, int from = 0, int priority = 0) => store.Database.Write(connection =>
    {
        for (int i = from; i < from + count; i++) Add(connection, tenant, $"{tenant}-{i:00000}", createdAt + i - from, priority);
        return 0;
    });

    private static void Add(DbConnection connection, string tenant, string id, long createdAt, int priority) => Runs.Insert(connection, new()
    {
        Tenant = tenant,
        Id = id,
        Model = "shop",
        State = RunState.Queued,
        CreatedAt = createdAt,
        Priority = priority,
        Request = "{}",
        Report = "{}",
    });
}

public sealed class TurnTestsOnSqlite() : TurnTests(StoreKind.Sqlite);

public sealed class TurnTestsOnPostgreSql() : TurnTests(StoreKind.PostgreSql);

public sealed class RetryRuleTests
{
    [Fact]
    public void What_can_pass_is_tried_again_and_bad_data_and_bugs_are_not()
    {
        Assert.True(RetryRule.CanPass(new IOException()));
        Assert.True(RetryRule.CanPass(new InsufficientMemoryException()));
        Assert.False(RetryRule.CanPass(new EndOfStreamException()));
        Assert.False(RetryRule.CanPass(new InvalidDataException()));
        Assert.False(RetryRule.CanPass(new InvalidOperationException()));
        Assert.Equal(TimeSpan.FromSeconds(20), RetryRule.Wait(1));
        Assert.Equal(TimeSpan.FromMinutes(10), RetryRule.Wait(1000));
    }
}
