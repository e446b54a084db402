using System.Data.Common;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Faults;

/// <summary>Where in a job's life a kill aims.</summary>
public enum KillMoment
{
    /// <summary>Before, in and after the commit that accepts.</summary>
    Accepting,
    /// <summary>Right after the answer.</summary>
    Accepted,
    /// <summary>In the middle of an epoch.</summary>
    Training,
    /// <summary>While the artefact is written, and about that.</summary>
    Publishing,
    /// <summary>Published, and Quartz has not heard of it.</summary>
    Published,
}

/// <summary>What a series of kills met.</summary>
/// <param name="Accepted">Jobs that were answered with 202.</param>
/// <param name="Unheard">Jobs that were accepted and whose answer was cut off.</param>
/// <param name="Refused">Posts that were cut off before anything was accepted.</param>
/// <param name="Repeated">Jobs that needed more than one attempt.</param>
public sealed record KillReport(int Accepted, int Unheard, int Refused, int Repeated)
{
    public static KillReport operator +(KillReport one, KillReport other) => new(
        one.Accepted + other.Accepted, one.Unheard + other.Unheard, one.Refused + other.Refused, one.Repeated + other.Repeated);
}

/// <summary>One service on a store, killed and started again and again.</summary>
public sealed class KillScenario
{
    private const int Lanes = 2; // most of a kill's time a process starts, which keeps one core busy
    private const int TrainingMilliseconds = 500, PublishMilliseconds = 150, PostMilliseconds = 120, Clients = 8;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly TestStore _store;
    private readonly Random _random;
    private readonly List<string> _accepted = [];
    private int _posts, _cut;

    private KillScenario(TestStore store, int seed) => (_store, _random) = (store, new Random(seed));

    /// <summary>Trains for about half a second.</summary>
    private static JsonObject Options => new() { ["members"] = 2, ["epochs"] = 60, ["seed"] = 1, ["patience"] = 0 };

    /// <summary>Kills so often at each of the moments, on two stores side by side, and checks what is left in the end.</summary>
    public static async Task<KillReport> RunAsync(Func<TestStore> createStore, int kills, int seed, params KillMoment[] moments)
    {
        KillReport[] reports = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(async () =>
        {
            using TestStore store = createStore();
            return await new KillScenario(store, seed + lane).RunAsync((kills + lane) / Lanes, moments);
        })));
        return reports.Aggregate((one, other) => one + other);
    }

    private async Task<KillReport> RunAsync(int kills, KillMoment[] moments)
    {
        using (await StartAsync()) Slow();
        for (int kill = 0; kill < kills; kill++)
        {
            foreach (KillMoment moment in moments)
            {
                using ServiceProcess service = await StartAsync();
                await KillAsync(service, moment);
            }
        }
        Slow(isSlow: false);
        using ServiceProcess last = await StartAsync();
        IReadOnlyList<int> attempts = await FinalState.AssertAsync(_store, last.Client, _accepted);
        int unheard = (int)_store.Scalar<long>("select count(*) from runs") - _accepted.Count;
        Assert.Equal(0, await last.TerminateAsync(TimeSpan.FromSeconds(20)));
        return new KillReport(_accepted.Count, unheard, _cut - unheard, attempts.Count(attempt => attempt > 1));
    }

    // No job is given up here, however often it is hit.
    private Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(
        _store, "--LstmService:MaxAttempts=100000", "--Serilog:MinimumLevel:Override:LstmService.Api.Training=Debug");

    private async Task KillAsync(ServiceProcess service, KillMoment moment)
    {
        await PostAsync(service.Client, Options);
        if (moment == KillMoment.Accepting)
        {
            Task[] posts = [.. Enumerable.Range(0, Clients).Select(_ => PostAsync(service.Client, Service.QuickOptions))];
            await Task.Delay(_random.Next(PostMilliseconds));
            service.Kill();
            await Task.WhenAll(posts);
            return;
        }
        Task aimed = moment switch
        {
            KillMoment.Training => InTrainingAsync(service),
            KillMoment.Publishing => InPublicationAsync(service),
            KillMoment.Published => service.WaitForOutputAsync(" succeeded: "),
            _ => Task.CompletedTask,
        };
        await Task.WhenAny(aimed, Task.Delay(Longest));
        service.Kill();
    }

    private async Task InTrainingAsync(ServiceProcess service)
    {
        await service.WaitForOutputAsync(" started: model ");
        await Task.Delay(_random.Next(TrainingMilliseconds));
    }

    private async Task InPublicationAsync(ServiceProcess service)
    {
        await service.WaitForOutputAsync(" is trained: model ");
        await Task.Delay(_random.Next(PublishMilliseconds));
    }

    private async Task PostAsync(HttpClient client, JsonObject options)
    {
        string model = $"kill-{Interlocked.Increment(ref _posts)}";
        try
        {
            using HttpResponseMessage response = await client.PostAsJsonAsync("/train", Service.Upload(model, options, Service.Series("value")));
            string id = (string)(await response.BodyAsync())["id"]!;
            lock (_accepted) _accepted.Add(id);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            Interlocked.Increment(ref _cut);
        }
    }

    /// <summary>Makes accepting and the writing of an artefact last, so that kills fall into them.</summary>
    private void Slow(bool isSlow = true)
    {
        using DbConnection connection = _store.Open();
        connection.Execute((_store.ConnectionString is null, isSlow) switch
        {
            (true, true) => """
                create trigger slow_accepting after insert on runs begin select length(hex(randomblob(1000000))); end;
                create trigger slow_publishing after insert on artefacts begin select length(hex(randomblob(10000000))); end;
                """,
            (true, false) => "drop trigger slow_accepting; drop trigger slow_publishing;",
            (false, true) => """
                create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(cast(tg_argv[0] as float)); return null; end';
                create trigger slow_accepting after insert on runs for each row execute function slow(0.005);
                create trigger slow_publishing after insert on artefacts for each row execute function slow(0.1);
                """,
            (false, false) => "drop function slow cascade",
        });
    }
}
