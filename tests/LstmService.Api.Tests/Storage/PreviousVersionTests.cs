using System.Data.Common;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Storage;

/// <summary>Databases that an earlier version left: <c>Previous/N.db</c> and <c>N.sql</c>, made when script N+1 was the newest but one.</summary>
public abstract class PreviousVersionTests(StoreKind kind)
{
    [Theory]
    [InlineData("1")]
    public async Task A_database_of_an_earlier_version_opens_and_keeps_its_models_and_jobs(string version)
    {
        using TestStore store = new(kind);
        string previous = Path.Combine(Repository.Root, "tests", "LstmService.Api.Tests", "Storage", "Previous", version);
        if (kind == StoreKind.Sqlite) File.Copy($"{previous}.db", store.Directory.DatabaseFile);
        else await RestoreAsync(store, await File.ReadAllTextAsync($"{previous}.sql"));

        using ServiceHost host = ServiceHost.On(store);
        JsonNode forecast = await host.Client.JsonAsync("/forecast?model=air-passengers&horizon=2&levels=80");
        Assert.Equal("1960-12-01", (string?)forecast["origin"]);
        Assert.Equal(444.9874110830391, (double)forecast["points"]![0]!["value"]!, 9);
        Assert.Equal("succeeded", (string?)(await host.Client.JsonAsync("/jobs"))["items"]![0]!["state"]);
        JsonNode job = await host.Client.TrainToTheEndAsync(
            Service.Upload("air-passengers", Service.QuickOptions, Service.Series("AirPassengers")));
        Assert.Equal(2, (int)job["result"]!["version"]!);
    }

    private static async Task RestoreAsync(TestStore store, string dump)
    {
        await using DbConnection connection = store.Open();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = dump;
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class PreviousVersionTestsOnSqlite() : PreviousVersionTests(StoreKind.Sqlite);

public sealed class PreviousVersionTestsOnPostgreSql() : PreviousVersionTests(StoreKind.PostgreSql);
