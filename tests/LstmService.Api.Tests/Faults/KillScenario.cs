using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Faults;

/// <summary>What a series of kills met.</summary>
/// <param name="Kills">How many.</param>
/// <param name="Accepted">Jobs that were answered with 202.</param>
/// <param name="Repeated">Of those, jobs that needed more than one attempt.</param>
public sealed record KillReport(int Kills, int Accepted, int Repeated);

/// <summary>One service on a store, killed and started again and again; each kill aims at another moment of a job's life.</summary>
public static class KillScenario
{
    private const int PostMilliseconds = 30, TrainingMilliseconds = 1500, PublishMilliseconds = 40;

    /// <summary>Trains for about a second.</summary>
    private static JsonObject Options => new() { ["members"] = 2, ["epochs"] = 60, ["seed"] = 1, ["patience"] = 0 };

    public static async Task<KillReport> RunAsync(TestStore store, int kills, int seed)
    {
        Random random = new(seed);
        List<string> accepted = [];
        for (int kill = 0; kill < kills; kill++)
        {
            using ServiceProcess service = await ServiceProcess.StartAsync(store);
            Task<string?> post = PostAsync(service.Client, kill);
            if (kill % 5 != 0) accepted.Add(await post ?? throw new InvalidOperationException("a living service refused a training"));
            await AimAsync(service, kill % 5, random);
            service.Kill();
            if (kill % 5 == 0 && await post is { } id) accepted.Add(id);
        }
        using ServiceProcess last = await ServiceProcess.StartAsync(store);
        IReadOnlyList<int> attempts = await FinalState.AssertAsync(store, last.Client, accepted);
        Assert.Equal(0, await last.TerminateAsync(TimeSpan.FromSeconds(20)));
        return new KillReport(kills, accepted.Count, attempts.Count(attempt => attempt > 1));
    }

    // 0: before or after the commit that accepts. 1: right after the answer. 2: any time. 3: about the writing of the
    // artefact. 4: published, and Quartz has not heard of it.
    private static async Task AimAsync(ServiceProcess service, int moment, Random random)
    {
        Task aimed = moment switch
        {
            0 => Task.Delay(random.Next(PostMilliseconds)),
            1 => Task.CompletedTask,
            2 => Task.Delay(random.Next(TrainingMilliseconds)),
            3 => UntilNearlyDoneAsync(service.Client, random),
            _ => service.WaitForOutputAsync(" succeeded: "),
        };
        await Task.WhenAny(aimed, Task.Delay(2 * TrainingMilliseconds));
    }

    private static async Task UntilNearlyDoneAsync(HttpClient client, Random random)
    {
        while (!(await client.GetStringAsync(new Uri("/jobs", UriKind.Relative))).Contains("\"calibrating\"", StringComparison.Ordinal))
            await Task.Delay(2);
        await Task.Delay(random.Next(PublishMilliseconds));
    }

    private static async Task<string?> PostAsync(HttpClient client, int kill)
    {
        try
        {
            using HttpResponseMessage response = await client.PostAsJsonAsync(
                "/train", Service.Upload($"kill-{kill}", Options, Service.Series("value")));
            return response.IsSuccessStatusCode ? (string?)(await response.BodyAsync())["id"] : null;
        }
        catch (HttpRequestException)
        {
            return null; // cut off
        }
    }
}
