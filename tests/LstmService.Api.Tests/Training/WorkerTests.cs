using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;

namespace LstmService.Api.Tests.Training;

public sealed class WorkerTests
{
    [Fact]
    public async Task A_worker_that_is_woken_once_trains_until_nothing_waits()
    {
        using TestStore own = new(StoreKind.PostgreSql);
        using (Store store = await Store.OpenAsync(own))
            foreach (string model in (string[])["first", "second", "third"]) store.AddQueued(model);
        using ServiceHost host = ServiceHost.On(own, ("Role", "api")); // wakes nobody here
        await host.Get<TrainingWorker>().RunAllAsync(CancellationToken.None);
        Assert.Equal(3, own.Scalar<long>("select count(*) from runs where state = 'succeeded' and attempt = 1"));
    }
}
