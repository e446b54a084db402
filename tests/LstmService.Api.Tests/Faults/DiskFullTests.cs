using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Faults;

/// <summary>A disk that takes no more: new trainings are refused, what is there is served, and a training that is done waits.</summary>
public abstract class DiskFullTests
{
    private const int MostPosts = 2_000;

    [Fact]
    public async Task A_full_disk_is_said_plainly_and_a_training_waits_until_there_is_room()
    {
        using TestStore store = CreateStore();
        using ServiceProcess service = await ServiceProcess.StartAsync(store);
        await service.Client.TrainToTheEndAsync(Service.Upload("before", Service.QuickOptions, Service.Series("value")));
        string running = (string)(await service.Client.TrainAsync(
            Service.Upload("running", Fleet.LastingOptions, Service.Series("value"))))["id"]!;
        await service.Client.WaitForAsync(running, "running");
        await FillAsync(store, service);

        List<string> accepted = [running];
        JsonNode refused = await PostUntilRefusedAsync(service.Client, accepted);
        Assert.Contains("disk", (string)refused["detail"]!, StringComparison.Ordinal);
        await service.Client.JsonAsync("/forecast?model=before"); // what is there is still served
        await service.WaitForOutputAsync("another try in");
        await FreeAsync(service);
        await FinalState.AssertAsync(store, service.Client, accepted);
    }

    protected abstract TestStore CreateStore();

    protected abstract Task FillAsync(TestStore store, ServiceProcess service);

    protected abstract Task FreeAsync(ServiceProcess service);

    private static async Task<JsonNode> PostUntilRefusedAsync(HttpClient client, List<string> accepted)
    {
        for (int i = 0; i < MostPosts; i++)
        {
            using HttpResponseMessage response = await client.PostAsJsonAsync(
                "/train", Service.Upload($"m{i}", Service.QuickOptions, Service.Series("value", points: 2000)));
            if (response.StatusCode != HttpStatusCode.Accepted)
            {
                Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
                return await response.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            }
            accepted.Add((string)(await response.BodyAsync())["id"]!);
        }
        throw new InvalidOperationException("the limit was never met");
    }
}

/// <summary>By the limit of a file's size: the write-ahead log can grow no further.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class DiskFullTestsOnSqlite : DiskFullTests
{
    protected override TestStore CreateStore() => new(StoreKind.Sqlite);

    protected override Task FillAsync(TestStore store, ServiceProcess service) =>
        service.LimitFilesAsync(new FileInfo(store.Directory.DatabaseFile + "-wal").Length);

    protected override Task FreeAsync(ServiceProcess service) => service.LimitFilesAsync(null);
}

/// <summary>By a small disk that is filled: no table can grow.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class DiskFullTestsOnPostgreSql : DiskFullTests, IDisposable
{
    private readonly PostgreSqlCluster _cluster = PostgreSqlCluster.OnSmallDisk();

    public void Dispose() => _cluster.Dispose();

    protected override TestStore CreateStore() => new(StoreKind.PostgreSql, _cluster);

    protected override Task FillAsync(TestStore store, ServiceProcess service)
    {
        _cluster.FillDisk();
        return Task.CompletedTask;
    }

    protected override Task FreeAsync(ServiceProcess service)
    {
        _cluster.FreeDisk();
        return Task.CompletedTask;
    }
}
