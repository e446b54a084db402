using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Faults;

/// <summary>Real processes, real kills: nothing that was accepted is lost or done twice.</summary>
public abstract class KillTests(StoreKind kind)
{
    private const int Kills = 20;
    private const int Seed = 20;

    [Theory]
    [InlineData(KillMoment.Accepting)]
    [InlineData(KillMoment.Accepted)]
    [InlineData(KillMoment.Training)]
    [InlineData(KillMoment.Publishing)]
    [InlineData(KillMoment.Published)]
    public async Task Every_job_survives_kills_and_is_published_once(KillMoment moment)
    {
        KillReport report = await KillScenario.RunAsync(() => new TestStore(kind), Kills, Seed, moment);
        if (moment == KillMoment.Accepting) Assert.True(report.Refused > 0, "no kill met a post before its commit: the posts are too short for this test");
        else if (moment != KillMoment.Published) Assert.True(report.Repeated > 0, "no kill met a running job: the trainings are too short for this test");
    }

    [Fact]
    public async Task A_stopping_service_puts_its_running_job_back_and_ends_well()
    {
        using TestStore store = new(kind);
        string id;
        using (ServiceProcess service = await ServiceProcess.StartAsync(store))
        {
            id = (string)(await service.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
            await service.Client.WaitForAsync(id, "running");
            await Task.Delay(500);
            Assert.Equal(0, await service.TerminateAsync(TimeSpan.FromSeconds(5)));
            Assert.Contains("put back", service.Output, StringComparison.Ordinal);
        }
        Assert.Equal("queued", store.Scalar<string>($"select state from runs where id = '{id}'"));
        Assert.Equal(0, store.Scalar<long>($"select deaths from runs where id = '{id}'"));

        using ServiceProcess next = await ServiceProcess.StartAsync(store);
        JsonNode job = await next.Client.WaitForAsync(id, "running");
        Assert.Equal(2, (int)job["attempt"]!);
    }
}

[Collection(AloneOnTheMachine.Name)]
public sealed class KillTestsOnSqlite() : KillTests(StoreKind.Sqlite);

[Collection(AloneOnTheMachine.Name)]
public sealed class KillTestsOnPostgreSql() : KillTests(StoreKind.PostgreSql);
