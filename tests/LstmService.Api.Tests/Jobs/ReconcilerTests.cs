using System.Text.Json.Nodes;
using LstmService.Api.Jobs;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Jobs;

public sealed class ReconcilerTests
{
    [Fact]
    public async Task A_queued_run_that_nothing_would_wake_is_found_and_finished()
    {
        using TemporaryDirectory directory = new();
        string id;
        using (Store store = await Store.OpenAsync(directory)) id = store.AddQueued("shop").Id;

        using ServiceHost host = ServiceHost.On(directory);
        JsonNode job = await host.Client.WaitForAsync(id, "succeeded", "failed");
        Assert.Equal("succeeded", (string?)job["state"]);
        Assert.Equal(1, (int)job["attempt"]!);
    }

    [Fact]
    public async Task A_running_run_whose_process_died_is_put_back_and_finished()
    {
        using TemporaryDirectory directory = new();
        string id;
        using (Store store = await Store.OpenAsync(directory))
        {
            id = store.AddQueued("shop").Id;
            Assert.Equal(RunState.Running, (await store.Runs.StartAsync(Store.Tenant, id, default))!.State);
        }

        using ServiceHost host = ServiceHost.On(directory);
        JsonNode job = await host.Client.WaitForAsync(id, "succeeded", "failed");
        Assert.Equal("succeeded", (string?)job["state"]);
        Assert.Equal(2, (int)job["attempt"]!);
    }
}
