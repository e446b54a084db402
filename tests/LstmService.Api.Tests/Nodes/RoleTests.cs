using System.Data.Common;
using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Nodes;

/// <summary>Nodes with roles on one PostgreSQL database.</summary>
public sealed class RoleTests : IDisposable
{
    private readonly TestStore _store = new(StoreKind.PostgreSql);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_an_api_node_queues_a_worker_trains_and_the_api_node_serves()
    {
        using ServiceHost api = ServiceHost.On(_store, ("Role", "api"));
        JsonNode accepted = await api.Client.TrainAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value")));
        Assert.Null((await api.Client.ReadyAsync())["checks"]!["worker"]);
        using ServiceHost worker = ServiceHost.On(_store, ("Role", "worker"));
        JsonNode job = await api.Client.WaitForAsync((string)accepted["id"]!, "succeeded", "failed");
        Assert.Equal("succeeded", (string?)job["state"]);
        Assert.Equal(1, (int)(await api.Client.JsonAsync("/forecast?model=shop"))["version"]!);
    }

    [Fact]
    public async Task A_worker_answers_its_health_and_nothing_else()
    {
        using ServiceHost worker = ServiceHost.On(_store, ("Role", "worker"));
        Assert.Equal("healthy", (string?)(await worker.Client.ReadyAsync())["checks"]!["worker"]);
        Assert.Equal("healthy", (string?)(await worker.Client.JsonAsync("/health/live"))["status"]);
        foreach (string path in (string[])["/jobs", "/models", "/forecast?model=shop", "/openapi/v1.json", "/swagger/index.html", "/"])
        {
            using HttpResponseMessage response = await worker.Client.GetAsync(new Uri(path, UriKind.Relative));
            await response.ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_job_is_cancelled_from_a_node_that_does_not_run_it()
    {
        using ServiceHost api = ServiceHost.On(_store, ("Role", "api")), worker = ServiceHost.On(_store, ("Role", "worker"));
        string id = (string)(await api.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
        await api.Client.WaitForAsync(id, "running");
        using HttpResponseMessage cancelled = await api.Client.DeleteAsync(new Uri($"/jobs/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        Assert.Equal("cancelled", (string?)(await api.Client.WaitForAsync(id, "cancelled", "succeeded", "failed"))["state"]);
    }

    [Fact]
    public async Task A_training_shows_life_and_stops_when_its_run_is_cancelled_also_where_no_signal_came_through()
    {
        using ServiceHost api = ServiceHost.On(_store, ("Role", "api")), worker = ServiceHost.On(_store, ("Role", "worker"));
        string id = (string)(await api.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
        await api.Client.WaitForAsync(id, "running");
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (_store.Scalar<long>("select beat from runs") < 2) await Task.Delay(50, patience.Token);
        using (DbConnection connection = _store.Open()) connection.Execute("update runs set state = 'cancelling'");
        Assert.Equal("cancelled", (string?)(await api.Client.WaitForAsync(id, "cancelled", "succeeded", "failed"))["state"]);
    }

    [Fact]
    public async Task A_new_champion_is_served_by_every_node()
    {
        using ServiceHost one = ServiceHost.On(_store), two = ServiceHost.On(_store, ("Role", "api"));
        for (int version = 1; version <= 2; version++)
        {
            await one.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value")));
            Assert.Equal(version, (int)(await two.Client.JsonAsync("/forecast?model=shop"))["version"]!);
        }
    }

    [Fact]
    public async Task A_role_that_is_none_and_roles_on_the_embedded_store_are_refused()
    {
        using TemporaryDirectory directory = new();
        string output = await ServiceProcess.RefusesAsync(directory.FullPath, "--LstmService:Role=boss");
        Assert.Contains("LstmService:Role must be all, api or worker, was 'boss'", output, StringComparison.Ordinal);
        output = await ServiceProcess.RefusesAsync(directory.FullPath, "--LstmService:Role=worker");
        Assert.Contains("LstmService:Role must be all with the embedded store", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_is_none_and_a_database_that_is_not_there_are_named_without_the_password()
    {
        using TemporaryDirectory directory = new();
        string output = await ServiceProcess.RefusesAsync(directory.FullPath, "--LstmService:ConnectionString=Hots=db;Password=secret");
        Assert.Contains("LstmService:ConnectionString must be a PostgreSQL connection string", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);

        string elsewhere = _store.ConnectionString!.Replace("test_", "nothing_", StringComparison.Ordinal) + ";Password=secret";
        output = await ServiceProcess.RefusesAsync(directory.FullPath, $"--LstmService:ConnectionString={elsewhere}");
        Assert.Contains("cannot be used", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_PostgreSql_cannot_hold_is_refused_or_not_found()
    {
        using ServiceHost host = ServiceHost.On(_store);
        await host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value")));
        using HttpResponseMessage forecast = await host.Client.GetAsync(new Uri("/forecast?model=shop&series=a%00b", UriKind.Relative));
        await forecast.ProblemAsync(HttpStatusCode.BadRequest);
    }
}
