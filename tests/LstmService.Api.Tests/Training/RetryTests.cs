using System.Text.Json.Nodes;
using Dapper;
using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;

namespace LstmService.Api.Tests.Training;

/// <summary>What a worker does with a training that fails of what can pass, and with one that fails for good.</summary>
public abstract class RetryTests(StoreKind kind) : IDisposable
{
    private const string MoreThanMemoryHolds = "update series set points = 2147483647";

    private readonly TestStore _store = new(kind);
    private readonly MovableClock _clock = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_can_pass_is_tried_again_after_a_wait_that_grows_and_succeeds_in_the_end()
    {
        string id = await QueueAsync(MoreThanMemoryHolds);
        using ServiceHost host = ServiceHost.On(_store, _clock);
        for (int tries = 1; tries <= 2; tries++)
        {
            JsonNode waiting = await UntilItWaitsAsync(host, id, tries);
            TimeSpan wait = (DateTimeOffset)waiting["retryAt"]! - _clock.GetUtcNow();
            Assert.Contains(tries == 1 ? "it failed once" : "it failed 2 times", (string)waiting["error"]!["detail"]!, StringComparison.Ordinal);
            Assert.InRange(wait, RetryRule.Wait(tries - 1) - TimeSpan.FromSeconds(5), RetryRule.Wait(tries - 1));
            if (tries == 2) Execute("update series set points = 60");
            _clock.Move(wait);
        }
        JsonNode job = await host.Client.WaitForAsync(id, "succeeded", "failed");
        Assert.Equal(("succeeded", 3), ((string?)job["state"], (int)job["attempt"]!));
        Assert.Null(job["error"]);
    }

    [Fact]
    public async Task What_does_not_pass_after_the_last_try_is_given_up_with_the_reason()
    {
        string id = await QueueAsync(MoreThanMemoryHolds, $"update runs set retries = {RetryRule.Most}");
        using ServiceHost host = ServiceHost.On(_store);
        JsonNode job = await host.Client.WaitForAsync(id, "failed");
        Assert.Equal((1, 503), ((int)job["attempt"]!, (int)job["error"]!["status"]!));
        Assert.Contains($"it failed {RetryRule.Most + 1} times", (string)job["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_cannot_be_trained_on_are_not_tried_again()
    {
        using ServiceHost host = ServiceHost.On(_store);
        JsonObject options = new() { ["members"] = 1, ["epochs"] = 2, ["loss"] = "squared", ["scaling"] = "none" };
        JsonObject huge = new() { ["values"] = new JsonArray([.. Enumerable.Range(1, 40).Select(i => (JsonNode)(1e30 * i))]) }; // squares beyond single precision
        string id = (string)(await host.Client.TrainAsync(Service.Upload("explodes", options, huge)))["id"]!;
        JsonNode job = await host.Client.WaitForAsync(id, "failed", "succeeded");
        Assert.Equal(("failed", 1, 422), ((string?)job["state"], (int)job["attempt"]!, (int)job["error"]!["status"]!));
        Assert.Equal(0, _store.Scalar<long>("select retries from runs"));
    }

    private async Task<string> QueueAsync(params string[] changes)
    {
        using Store store = await Store.OpenAsync(_store);
        string id = store.AddQueued("shop").Id;
        foreach (string change in changes) store.Database.Write(connection => connection.Execute(change));
        return id;
    }

    private void Execute(string sql)
    {
        using var connection = _store.Open();
        connection.Execute(sql);
    }

    private static async Task<JsonNode> UntilItWaitsAsync(ServiceHost host, string id, int attempt)
    {
        while (true)
        {
            JsonNode job = await host.Client.WaitForAsync(id, "queued", "failed");
            Assert.Equal("queued", (string?)job["state"]);
            if ((int)job["attempt"]! == attempt && job["retryAt"] is not null) return job;
            await Task.Delay(20);
        }
    }
}

public sealed class RetryTestsOnSqlite() : RetryTests(StoreKind.Sqlite);

public sealed class RetryTestsOnPostgreSql() : RetryTests(StoreKind.PostgreSql);
