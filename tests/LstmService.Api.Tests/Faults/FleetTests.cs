using System.Net;
using System.Net.Http.Json;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Faults;

/// <summary>What happens to the jobs of nodes when one of them, or their database, goes.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class FleetTests
{
    [Fact]
    public async Task The_job_of_a_killed_worker_runs_on_another()
    {
        using Fleet fleet = await Fleet.StartAsync(workers: 2);
        string job = await fleet.TrainAsync("shop");
        (await fleet.WorkerOfAsync(job)).Kill();
        await fleet.UntilAttemptAsync(job, 2);
        Assert.Equal([2], await FinalState.AssertAsync(fleet.Store, fleet.Client, [job]));
    }

    [Fact]
    public async Task A_worker_that_slept_too_long_is_refused_when_it_wakes()
    {
        using Fleet fleet = await Fleet.StartAsync(workers: 2);
        string job = await fleet.TrainAsync("shop");
        ServiceProcess sleeper = await fleet.WorkerOfAsync(job);
        await sleeper.PauseAsync();
        await fleet.UntilAttemptAsync(job, 2);
        await sleeper.ResumeAsync();
        await sleeper.WaitForOutputAsync($"Job {job} is no longer attempt 1's");
        Assert.Equal([2], await FinalState.AssertAsync(fleet.Store, fleet.Client, [job]));
    }

    [Fact]
    public async Task A_database_that_goes_and_comes_back_costs_time_and_nothing_else()
    {
        using Fleet fleet = await Fleet.StartAsync(workers: 1);
        string running = await fleet.TrainAsync("running"), waiting = await fleet.TrainAsync("waiting");
        ServiceProcess worker = await fleet.WorkerOfAsync(running);
        fleet.Cluster.Stop();

        await AssertAwayAsync(fleet.Client);
        Assert.Equal("healthy", (string?)(await worker.Client.JsonAsync("/health/live"))["status"]);
        await worker.WaitForOutputAsync("another try in"); // the training is done and waits for the database
        fleet.Cluster.Start();

        await fleet.Client.ReadyAsync();
        await worker.Client.ReadyAsync();
        IReadOnlyList<int> attempts = await FinalState.AssertAsync(fleet.Store, fleet.Client, [running, waiting]);
        Assert.Equal([1, 1], attempts);
        Assert.DoesNotContain("Unexpected failure", worker.Output, StringComparison.Ordinal);
    }

    private static async Task AssertAwayAsync(HttpClient client)
    {
        using HttpResponseMessage post = await client.PostAsJsonAsync(
            "/train", Service.Upload("refused", Service.QuickOptions, Service.Series("value")));
        await post.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.True(post.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        using HttpResponseMessage ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("healthy", (string?)(await client.JsonAsync("/health/live"))["status"]);
    }
}
