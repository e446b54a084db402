using System.Text.Json.Nodes;
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
        using ServiceHost api = ServiceHost.On(store, new SkewedClock(TimeSpan.FromHours(hours)), ("Role", "api"));
        using ServiceHost worker = ServiceHost.On(store, ("Role", "worker"));
        JsonNode job = await api.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value")));
        Assert.Equal(1, (int)job["attempt"]!);

        string slow = (string)(await api.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
        await api.Client.WaitForAsync(slow, "running");
        await api.Client.DeleteAsync(new Uri($"/jobs/{slow}", UriKind.Relative));
        Assert.Equal(1, (int)(await api.Client.WaitForAsync(slow, "cancelled"))["attempt"]!);
    }

    private sealed class SkewedClock(TimeSpan skew) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + skew;
    }
}
