using System.Text.Json.Nodes;
using LstmService.Api.Tests.Faults;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Nodes;

public sealed class ClockTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task Nodes_whose_clocks_differ_by_hours_work_together(int hours)
    {
        using TestStore store = new(StoreKind.PostgreSql);
        MovableClock clock = new();
        clock.Move(TimeSpan.FromHours(hours));
        using ServiceHost api = ServiceHost.On(store, clock, ("Role", "api"));
        using ServiceHost worker = ServiceHost.On(store, ("Role", "worker"));
        JsonNode job = await api.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value")));
        Assert.Equal(1, (int)job["attempt"]!);

        string slow = (string)(await api.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
        await api.Client.WaitForAsync(slow, "running");
        await api.Client.DeleteAsync(new Uri($"/jobs/{slow}", UriKind.Relative));
        Assert.Equal(1, (int)(await api.Client.WaitForAsync(slow, "cancelled"))["attempt"]!);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite, 30)]
    [InlineData(StoreKind.Sqlite, -30)]
    [InlineData(StoreKind.PostgreSql, 30)]
    [InlineData(StoreKind.PostgreSql, -30)]
    public async Task A_clock_that_is_set_while_jobs_run_and_wait_loses_none(StoreKind kind, int hours)
    {
        using TestStore store = new(kind);
        MovableClock clock = new();
        using ServiceHost host = ServiceHost.On(store, clock);
        string running = (string)(await host.Client.TrainAsync(Service.Upload("running", Fleet.LastingOptions, Service.Series("value"))))["id"]!;
        string waiting = (string)(await host.Client.TrainAsync(Service.Upload("waiting", Service.QuickOptions, Service.Series("value"))))["id"]!;
        await host.Client.WaitForAsync(running, "running");
        clock.Move(TimeSpan.FromHours(hours));
        string after = (string)(await host.Client.TrainAsync(Service.Upload("after", Service.QuickOptions, Service.Series("value"))))["id"]!;
        Assert.Equal([1, 1, 1], await FinalState.AssertAsync(store, host.Client, [running, waiting, after]));
    }
}
