using System.Net;
using LstmService.Api.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Tests.Storage;

public sealed class HealthTests
{
    [Fact]
    public async Task A_service_whose_store_is_gone_lives_but_is_not_ready()
    {
        using ServiceHost host = new();
        Assert.Equal("healthy", (string?)(await host.Client.ReadyAsync())["status"]);
        Directory.Move(host.Directory.FullPath, host.Directory.FullPath + "-away");
        try
        {
            using HttpResponseMessage ready = await host.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Equal("unhealthy", (string?)(await ready.BodyAsync())["checks"]!["database"]);
            Assert.Equal("healthy", (string?)(await host.Client.JsonAsync("/health/live"))["status"]);
            SqliteConnection.ClearAllPools(); // what is open still reaches the file that was moved
            using HttpResponseMessage jobs = await host.Client.GetAsync(new Uri("/jobs", UriKind.Relative));
            await jobs.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.NotNull(jobs.Headers.RetryAfter);
            Assert.Equal("healthy", (string?)(await host.Client.JsonAsync("/health/live"))["status"]);
        }
        finally
        {
            Directory.Move(host.Directory.FullPath + "-away", host.Directory.FullPath);
        }
    }
}
