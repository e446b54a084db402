using System.Text.Json.Nodes;
using Dapper;
using LstmService.Api.Storage;
using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;

namespace LstmService.Api.Tests.Training;

public abstract class CleanerTests(StoreKind kind)
{
    private const long Day = 24L * 3600 * 1000;

    [Fact]
    public async Task Superseded_versions_go_with_their_data_and_the_champion_stays()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own, ("KeepVersions", "2"));
        for (int i = 0; i < 5; i++)
            await host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value", level: 100 + i)));
        using HttpResponseMessage promoted = await host.Client.PutAsync(
            new Uri("/models/shop/champion", UriKind.Relative), new StringContent("""{ "version": 1 }""", null, "application/json"));
        Assert.True(promoted.IsSuccessStatusCode);

        await host.Get<Cleaner>().CleanAsync(default);
        JsonNode model = await host.Client.JsonAsync("/models/shop");
        Assert.Equal([5, 4, 1], model["versions"]!.AsArray().Select(version => (int)version!["version"]!));
        Assert.Equal(3, own.Scalar<long>("select count(*) from artefacts"));
        Assert.Equal(3, own.Scalar<long>("select count(distinct revision) from series_points"));
        await host.Client.JsonAsync("/forecast?model=shop");
        Assert.Equal(6, (int)(await host.Client.TrainToTheEndAsync(
            Service.Upload("shop", Service.QuickOptions, Service.Series("value"))))["result"]!["version"]!);
    }

    [Fact]
    public async Task Finished_jobs_are_forgotten_after_their_days_unless_a_kept_version_came_of_them()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own, ("KeepFinishedJobsDays", "10"), ("KeepVersions", "1"));
        Database database = host.Get<Database>();
        for (int i = 0; i < 2; i++)
            await host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value", level: 100 + i)));
        string waiting = (string)(await host.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;

        database.Write(connection => connection.Execute("update runs set finished_at = finished_at - @days, created_at = created_at - @days", new { days = 9 * Day }));
        await host.Get<Cleaner>().CleanAsync(default);
        Assert.Equal(2, own.Scalar<long>("select count(*) from runs where model = 'shop'"));

        database.Write(connection => connection.Execute("update runs set finished_at = finished_at - @days, created_at = created_at - @days", new { days = 9 * Day }));
        await host.Get<Cleaner>().CleanAsync(default);
        Assert.Equal(1, own.Scalar<long>("select count(*) from runs where model = 'shop'")); // version 2's
        Assert.Equal(2, (int)(await host.Client.JsonAsync("/models/shop"))["champion"]!);
        await host.Client.JsonAsync($"/jobs/{waiting}");
    }

    [Fact]
    public async Task Keys_of_requests_are_forgotten_after_a_day()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own);
        long now = TimeProvider.System.Milliseconds();
        host.Get<Database>().Write(connection =>
        {
            IdempotencyKeys.Keep(connection, "default", "old", new("a", "b"), now - Day - 1000);
            IdempotencyKeys.Keep(connection, "default", "new", new("a", "b"), now);
            return 0;
        });
        await host.Get<Cleaner>().CleanAsync(default);
        Assert.Equal("new", own.Scalar<string>("select max(name) from idempotency_keys"));
        Assert.Equal(1, own.Scalar<long>("select count(*) from idempotency_keys"));
    }
}

public sealed class CleanerTestsOnSqlite() : CleanerTests(StoreKind.Sqlite);

public sealed class CleanerTestsOnPostgreSql() : CleanerTests(StoreKind.PostgreSql);
