using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using Dapper;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Faults;

/// <summary>What happens to the jobs of nodes when one of them, or their database, goes.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class FleetTests
{
    // What a script of the next version may do (Storage/README.md): add tables, and columns that have a default or may be null.
    private const string NextVersion =
        """
        alter table runs add column next_number bigint not null default 0;
        alter table series add column next_text text;
        alter table versions add column next_flag boolean not null default false;
        create table next_things (tenant text not null, thing text not null, primary key (tenant, thing));
        insert into schemaversions (scriptname, applied) values ('LstmService.Api.Storage.PostgreSql.9999_next.sql', now());
        """;

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
        await worker.WaitForOutputAsync("another try in 1 s"); // the training is done and waits for the database, longer each time
        fleet.Cluster.Start();

        await fleet.Client.ReadyAsync();
        await worker.Client.ReadyAsync();
        IReadOnlyList<int> attempts = await FinalState.AssertAsync(fleet.Store, fleet.Client, [running, waiting]);
        Assert.Equal([1, 1], attempts);
        Assert.DoesNotContain("Unexpected failure", worker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_of_the_database_breaks_no_training_off()
    {
        using Fleet fleet = await Fleet.StartAsync(workers: 1);
        string job = await fleet.TrainAsync("shop");
        ServiceProcess worker = await fleet.WorkerOfAsync(job);
        fleet.Cluster.Stop();
        fleet.Cluster.Start();
        await fleet.Client.ReadyAsync();
        Assert.Equal([1], await FinalState.AssertAsync(fleet.Store, fleet.Client, [job]));
        Assert.DoesNotContain("Unexpected failure", worker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_stop_hands_its_job_on_at_once()
    {
        using Fleet fleet = await Fleet.StartAsync(workers: 2);
        string job = await fleet.TrainAsync("shop");
        Assert.Equal(0, await (await fleet.WorkerOfAsync(job)).TerminateAsync(TimeSpan.FromSeconds(20)));
        await fleet.UntilAttemptAsync(job, 2);
        Assert.Equal([2], await FinalState.AssertAsync(fleet.Store, fleet.Client, [job]));
        Assert.Equal(0, fleet.Store.Scalar<long>("select deaths from runs"));
    }

    [Fact]
    public async Task A_worker_works_on_beside_nodes_of_the_next_version()
    {
        using Fleet fleet = await Fleet.StartAsync(workers: 1);
        string running = await fleet.TrainAsync("running"), waiting = await fleet.TrainAsync("waiting");
        await fleet.WorkerOfAsync(running);
        using (DbConnection connection = fleet.Store.Open()) connection.Execute(NextVersion);
        string after = await fleet.TrainAsync("after", Service.QuickOptions);
        Assert.Equal([1, 1, 1], await FinalState.AssertAsync(fleet.Store, fleet.Client, [running, waiting, after]));
        using ServiceProcess restarted = await ServiceProcess.StartAsync(fleet.Store, "--LstmService:Role=worker");
        await restarted.Client.ReadyAsync();
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
