using System.Data.Common;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Storage;

/// <summary>Databases that earlier versions left, in <c>Previous</c>: <c>1</c> knows the scripts up to 0003, <c>13</c> those up to 0013.</summary>
public abstract class PreviousVersionTests(StoreKind kind)
{
    [Theory]
    [InlineData("1", 444.9874110830391)]
    [InlineData("13", 444.42758439926945)]
    public async Task A_database_of_an_earlier_version_opens_and_keeps_its_models_and_jobs(string version, double expected)
    {
        using TestStore store = await RestoreAsync(version);
        using ServiceHost host = ServiceHost.On(store);
        JsonNode forecast = await host.Client.JsonAsync("/forecast?model=air-passengers&horizon=2&levels=80");
        Assert.Equal("1960-12-01", (string?)forecast["origin"]);
        Assert.Equal(expected, (double)forecast["points"]![0]!["value"]!, 9);
        Assert.Contains((await host.Client.JsonAsync("/jobs"))["items"]!.AsArray(), past => ((string?)past!["model"], (string?)past["state"]) == ("air-passengers", "succeeded"));
        JsonNode job = await host.Client.TrainToTheEndAsync(
            Service.Upload("air-passengers", Service.QuickOptions, Service.Series("AirPassengers")));
        Assert.Equal(2, (int)job["result"]!["version"]!);
    }

    [Fact]
    public async Task Whatever_was_kept_beside_models_is_kept_and_what_was_unfinished_is_finished()
    {
        using TestStore store = await RestoreAsync("13");
        using ServiceHost host = ServiceHost.On(store);
        JsonNode jobs = (await host.Client.JsonAsync("/jobs"))["items"]!;
        foreach ((string model, string end) in ((string, string)[])[("waiting", "succeeded"), ("blocked", "cancelled")])
            await host.Client.WaitForAsync((string)jobs.AsArray().Single(job => (string?)job!["model"] == model)!["id"]!, end);

        Assert.Equal("symbols", (string?)(await host.Client.JsonAsync("/forecast?model=weather&horizon=2"))["kind"]);
        Assert.Equal("2026-03-23", (string?)(await host.Client.JsonAsync("/forecast?model=shop&horizon=3"))["origin"]); // with the points that were appended
        JsonNode shop = await host.Client.JsonAsync("/models/shop");
        Assert.Equal(2, (int)shop["live"]!["points"]!);
        Assert.Equal(shop["report"]!["series"]!.AsArray().Sum(one => (int)one!["points"]!), (int)shop["report"]!["totals"]!["points"]!); // kept without totals
        Assert.Equal("Europe/Berlin", (string?)(await host.Client.JsonAsync("/models/shop/schedule"))["timeZone"]);
        Assert.Equal(24, (await host.Client.JsonAsync("/models/shop/versions/1/backtest?series=a"))["origins"]!.AsArray().Count);
        using HttpResponseMessage anew = await host.Client.PostAsync(new Uri("/models/shop/train", UriKind.Relative), null);
        await host.Client.WaitForAsync((string)(await anew.BodyAsync())["id"]!, "succeeded");
    }

    [Fact]
    public void Scripts_only_add_so_that_nodes_of_the_version_before_work_on()
    {
        const string OfTheFirstRelease = "0013";
        string folder = Path.Combine(Repository.Root, "src", "LstmService.Api", "Storage", kind.ToString());
        foreach (string script in Directory.GetFiles(folder, "*.sql").Where(file => string.CompareOrdinal(Path.GetFileName(file)[..4], OfTheFirstRelease) > 0))
        {
            string sql = File.ReadAllText(script).ToLowerInvariant();
            foreach (string forbidden in (string[])["drop table", "drop column", "rename", "alter column"])
                Assert.False(sql.Contains(forbidden, StringComparison.Ordinal), $"{script} says {forbidden}: a node of the version before would fail");
        }
    }

    private async Task<TestStore> RestoreAsync(string version)
    {
        TestStore store = new(kind);
        string previous = Path.Combine(Repository.Root, "tests", "LstmService.Api.Tests", "Storage", "Previous", version);
        if (kind == StoreKind.Sqlite)
        {
            File.Copy($"{previous}.db", store.Directory.DatabaseFile);
            return store;
        }
        await using DbConnection connection = store.Open();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = await File.ReadAllTextAsync($"{previous}.sql");
        await command.ExecuteNonQueryAsync();
        return store;
    }
}

public sealed class PreviousVersionTestsOnSqlite() : PreviousVersionTests(StoreKind.Sqlite);

public sealed class PreviousVersionTestsOnPostgreSql() : PreviousVersionTests(StoreKind.PostgreSql);
