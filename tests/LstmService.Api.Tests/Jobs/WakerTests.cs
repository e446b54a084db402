using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;

namespace LstmService.Api.Tests.Jobs;

public abstract class WakerTests(StoreKind kind)
{
    [Fact]
    public async Task However_many_jobs_wait_no_more_workers_are_woken_than_find_work_and_all_jobs_are_done()
    {
        const int Jobs = Waker.MostWaiting + 8;
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own);
        string slow = await TrainAsync(host, Service.Upload("slow", Service.SlowOptions, Service.Series("value")));
        await host.Client.WaitForAsync(slow, "running");
        List<string> waiting = [];
        for (int i = 0; i < Jobs; i++) waiting.Add(await TrainAsync(host, Service.Upload($"m{i}", Service.QuickOptions, Service.Series("value"))));
        using (CancellationTokenSource patience = new(TimeSpan.FromSeconds(30)))
            while (Triggers(own) < Waker.MostWaiting) await Task.Delay(20, patience.Token);
        await host.Get<Reconciler>().ReconcileAsync(default);
        Assert.Equal(Waker.MostWaiting, Triggers(own));

        await host.Client.DeleteAsync(new Uri($"/jobs/{slow}", UriKind.Relative));
        foreach (string id in waiting) Assert.Equal("succeeded", (string?)(await host.Client.WaitForAsync(id, "succeeded", "failed"))["state"]);
    }

    private static async Task<string> TrainAsync(ServiceHost host, System.Text.Json.Nodes.JsonObject upload) =>
        (string)(await host.Client.TrainAsync(upload))["id"]!;

    private static long Triggers(TestStore store) => store.Scalar<long>("select count(*) from QRTZ_TRIGGERS where TRIGGER_STATE <> 'COMPLETE'");
}

public sealed class WakerTestsOnSqlite() : WakerTests(StoreKind.Sqlite);

public sealed class WakerTestsOnPostgreSql() : WakerTests(StoreKind.PostgreSql);
