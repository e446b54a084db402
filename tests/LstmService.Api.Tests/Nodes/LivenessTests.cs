using LstmService.Api.Jobs;
using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;

namespace LstmService.Api.Tests.Nodes;

public sealed class LivenessTests
{
    [Fact]
    public async Task Only_a_beat_that_stands_still_through_every_look_is_a_death()
    {
        using TestStore own = new(StoreKind.PostgreSql);
        using Store store = await Store.OpenAsync(own);
        RunRow run = (await store.Runs.StartAsync(Store.Tenant, store.AddQueued("shop").Id, default))!;
        Liveness liveness = new(store.Dialect, new RunningTrainings(store.Signals));

        for (int look = 1; look < Liveness.LooksUntilDead; look++) Assert.Empty(Look());
        await store.Runs.BeatAsync(run, default); // alive after all: the count starts anew
        for (int look = 1; look < Liveness.LooksUntilDead; look++) Assert.Empty(Look());
        liveness.Forget(); // the store was away: again
        for (int look = 1; look < Liveness.LooksUntilDead; look++) Assert.Empty(Look());
        Assert.Equal(run.Id, Assert.Single(Look()).Id);

        IReadOnlyList<RunRow> Look() => liveness.Dead(store.Runs.ListTaken());
    }

    [Fact]
    public async Task With_the_embedded_store_whatever_this_process_does_not_run_is_dead()
    {
        using TestStore own = new(StoreKind.Sqlite);
        using Store store = await Store.OpenAsync(own);
        RunRow here = (await store.Runs.StartAsync(Store.Tenant, store.AddQueued("here").Id, default))!;
        RunRow left = (await store.Runs.StartAsync(Store.Tenant, store.AddQueued("left").Id, default))!;
        RunningTrainings running = new(store.Signals);
        using RunningTrainings.RunningTraining? training = running.Begin(here.Tenant, here.Id, default);
        Assert.Equal([left.Id], new Liveness(store.Dialect, running).Dead(store.Runs.ListTaken()).Select(run => run.Id));
    }
}
