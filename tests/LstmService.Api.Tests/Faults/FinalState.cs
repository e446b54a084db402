using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Dapper;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Faults;

/// <summary>What must be true when everything accepted is over, whatever happened on the way.</summary>
public static class FinalState
{
    /// <summary>
    /// Waits until nothing is unfinished; then every accepted job has succeeded, each success has exactly one whole version,
    /// every champion forecasts, and the database is sound. The jobs' attempts.
    /// </summary>
    public static async Task<IReadOnlyList<int>> AssertAsync(TestStore store, HttpClient client, IReadOnlyCollection<string> accepted)
    {
        List<int> attempts = [];
        foreach (string id in accepted)
        {
            JsonNode job = await client.WaitForAsync(id, "succeeded", "failed", "cancelled");
            Assert.True((string?)job["state"] == "succeeded", job.ToJsonString());
            attempts.Add((int)job["attempt"]!);
        }
        await WaitForUnfinishedAsync(store);

        using DbConnection connection = store.Open();
        long succeeded = connection.ExecuteScalar<long>("select count(*) from runs where state = 'succeeded'");
        Assert.Equal(connection.ExecuteScalar<long>("select count(*) from runs where state <> 'cancelled'"), succeeded);
        Assert.Equal(succeeded, connection.ExecuteScalar<long>("select count(*) from versions"));
        Assert.Equal(succeeded, connection.ExecuteScalar<long>(
            "select count(distinct v.run) from versions v join runs r on r.id = v.run and r.version = v.version and r.state = 'succeeded'"));
        (string Sha256, byte[] Content)[] artefacts = [.. connection.Query<(string, byte[])>("select sha256, content from artefacts")];
        Assert.Equal(succeeded, artefacts.LongLength);
        foreach ((string sha256, byte[] content) in artefacts) Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
        foreach (string model in connection.Query<string>("select model from models"))
            await client.JsonAsync($"/forecast?model={model}&horizon=1");
        if (store.ConnectionString is null) Assert.Equal("ok", store.Scalar<string>("pragma integrity_check"));
        return attempts;
    }

    // A post that was cut off may have been accepted without anybody hearing of it.
    private static async Task WaitForUnfinishedAsync(TestStore store)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (store.Scalar<long>("select count(*) from runs where state in ('queued', 'running', 'cancelling')") > 0)
            await Task.Delay(50, patience.Token);
    }
}
