using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Tests.Faults;

/// <summary>Real processes, real kills: nothing that was accepted is lost or done twice.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class KillTests
{
    private const int Kills = 20;
    private const int Seed = 20;

    [Fact]
    public async Task Every_job_survives_a_kill_at_a_random_moment_and_is_published_once()
    {
        using TemporaryDirectory directory = new();
        Random random = new(Seed);
        List<string> jobs = [];
        for (int kill = 0; kill < Kills; kill++)
        {
            using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath);
            if (jobs.Count > 0) await AssertSucceededAsync(service.Client, jobs[^1]);
            JsonNode accepted = await service.Client.TrainAsync(Service.Upload($"kill-{kill}", LastingOptions, Service.Series("value")));
            jobs.Add((string)accepted["id"]!);
            await Task.Delay(random.Next(LastingMilliseconds));
            service.Kill();
        }

        int repeated = 0;
        using (ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath))
        {
            foreach (string job in jobs)
                if ((int)(await AssertSucceededAsync(service.Client, job))["attempt"]! > 1) repeated++;
            for (int kill = 0; kill < Kills; kill++)
            {
                JsonNode model = await service.Client.JsonAsync($"/models/kill-{kill}");
                Assert.Single(model["versions"]!.AsArray());
                await service.Client.JsonAsync($"/forecast?model=kill-{kill}&horizon=1");
            }
            Assert.Equal(0, await service.TerminateAsync(TimeSpan.FromSeconds(5)));
        }
        Assert.True(repeated > 0, "no kill met a running job: the trainings are too short for this test");
        AssertIntact(directory);
    }

    [Fact]
    public async Task A_stopping_service_puts_its_running_job_back_and_ends_well()
    {
        using TemporaryDirectory directory = new();
        string id;
        using (ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath))
        {
            id = (string)(await service.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
            await service.Client.WaitForAsync(id, "running");
            await Task.Delay(500);
            Assert.Equal(0, await service.TerminateAsync(TimeSpan.FromSeconds(5)));
            Assert.Contains("put back", service.Output, StringComparison.Ordinal);
        }
        Assert.Equal("queued", Scalar<string>(directory, $"select state from runs where id = '{id}'"));
        Assert.Equal(0, Scalar<long>(directory, $"select deaths from runs where id = '{id}'"));

        using ServiceProcess next = await ServiceProcess.StartAsync(directory.FullPath);
        JsonNode job = await next.Client.WaitForAsync(id, "running");
        Assert.Equal(2, (int)job["attempt"]!);
    }

    // About a second of training, so that the kills fall before, into and after it.
    private const int LastingMilliseconds = 1500;

    private static JsonObject LastingOptions => new() { ["members"] = 2, ["epochs"] = 60, ["seed"] = 1, ["patience"] = 0 };

    private static async Task<JsonNode> AssertSucceededAsync(HttpClient client, string id)
    {
        JsonNode job = await client.WaitForAsync(id, "succeeded", "failed", "cancelled");
        Assert.Equal("succeeded", (string?)job["state"]);
        return job;
    }

    private static void AssertIntact(TemporaryDirectory directory)
    {
        Assert.Equal("ok", Scalar<string>(directory, "pragma integrity_check"));
        Assert.Equal(Kills, Scalar<long>(directory, "select count(*) from runs where state = 'succeeded'"));
        Assert.Equal(Kills, Scalar<long>(directory, "select count(*) from versions"));
        Assert.Equal(Kills, Scalar<long>(directory, "select count(distinct run) from versions"));
        Assert.Equal(Kills, Scalar<long>(directory, "select count(*) from artefacts"));
    }

    private static T Scalar<T>(TemporaryDirectory directory, string sql)
    {
        using SqliteConnection connection = new($"Data Source={directory.DatabaseFile};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }
}
