using System.Text.Json.Nodes;
using LstmService.Api.Jobs;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Jobs;

public abstract class ReconcilerTests(StoreKind kind)
{
    [Fact]
    public async Task A_queued_run_that_nothing_would_wake_is_found_and_finished()
    {
        using TestStore own = new(kind);
        string id;
        using (Store store = await Store.OpenAsync(own)) id = store.AddQueued("shop").Id;

        using ServiceHost host = ServiceHost.On(own);
        JsonNode job = await host.Client.WaitForAsync(id, "succeeded", "failed");
        Assert.Equal("succeeded", (string?)job["state"]);
        Assert.Equal(1, (int)job["attempt"]!);
    }

    [Fact]
    public async Task A_running_run_whose_process_died_is_put_back_and_finished()
    {
        using TestStore own = new(kind);
        string id;
        using (Store store = await Store.OpenAsync(own))
        {
            id = store.AddQueued("shop").Id;
            Assert.Equal(RunState.Running, (await store.Runs.StartAsync(Store.Tenant, id, default))!.State);
        }

        using ServiceHost host = ServiceHost.On(own);
        JsonNode job = await host.Client.WaitForAsync(id, "succeeded", "failed");
        Assert.Equal("succeeded", (string?)job["state"]);
        Assert.Equal(2, (int)job["attempt"]!);
    }
}

public sealed class ReconcilerTestsOnSqlite() : ReconcilerTests(StoreKind.Sqlite);

public sealed class ReconcilerTestsOnPostgreSql() : ReconcilerTests(StoreKind.PostgreSql);
