using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Jobs;

public abstract class QueueBoundTests(StoreKind kind)
{
    [Fact]
    public async Task A_full_queue_refuses_exactly_at_its_bound_also_under_parallel_posts()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own, ("QueueBound", "5"));
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            host.Client.PostAsJsonAsync("/train", Service.Upload($"m{i}", Service.SlowOptions, Service.Series("value")))));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
        Assert.Equal(5, own.Scalar<long>("select count(*) from runs"));
        foreach (HttpResponseMessage refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted))
        {
            await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task A_tenants_own_bound_is_as_exact_and_says_when_to_come_again()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own, ("TenantQueueBound", "3"));
        JsonNode quick = await host.Client.TrainToTheEndAsync(Service.Upload("quick", Service.QuickOptions, Service.Series("value")));
        double took = ((DateTimeOffset)quick["finishedAt"]! - (DateTimeOffset)quick["startedAt"]!).TotalSeconds;
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            host.Client.PostAsJsonAsync("/train", Service.Upload($"m{i}", Service.SlowOptions, Service.Series("value")))));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
        foreach (HttpResponseMessage refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted))
        {
            await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
            Assert.Equal(Math.Max(1, Math.Ceiling(took)), refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds); // as long as the last one took
        }
    }

    [Theory]
    [InlineData(-11)]
    [InlineData(11)]
    public async Task A_priority_beyond_its_range_is_refused(int priority)
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own);
        JsonObject body = Service.Upload("shop", Service.QuickOptions, Service.Series("value"));
        body["priority"] = priority;
        using HttpResponseMessage json = await host.Client.PostAsJsonAsync("/train", body);
        Assert.Equal("/priority", (string?)(await json.ProblemAsync(HttpStatusCode.BadRequest))["errors"]![0]!["pointer"]);
        using StringContent csv = new("time,value\n2026-01-01,1\n2026-01-02,2\n2026-01-03,3\n", null, "text/csv");
        using HttpResponseMessage text = await host.Client.PostAsync(new Uri($"/train?model=shop&priority={priority}", UriKind.Relative), csv);
        Assert.Equal("priority", (string?)(await text.ProblemAsync(HttpStatusCode.BadRequest))["errors"]![0]!["pointer"]);
    }

    [Fact]
    public async Task A_job_tells_its_priority_and_a_higher_one_overtakes()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own);
        string first = (string)(await host.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
        await host.Client.WaitForAsync(first, "running");
        List<string> waiting = [];
        foreach (int priority in new[] { -1, 0, 10 })
        {
            JsonObject body = Service.Upload($"m{priority + 1}", Service.QuickOptions, Service.Series("value"));
            body["priority"] = priority;
            waiting.Insert(0, (string)(await host.Client.TrainAsync(body))["id"]!);
        }
        await host.Client.DeleteAsync(new Uri($"/jobs/{first}", UriKind.Relative));
        List<DateTimeOffset> started = [];
        foreach (string id in waiting) started.Add((DateTimeOffset)(await host.Client.WaitForAsync(id, "succeeded"))["startedAt"]!);
        Assert.Equal(started.Order(), started);
        Assert.Equal(10, (int)(await host.Client.JsonAsync($"/jobs/{waiting[0]}"))["priority"]!);
    }
}

public sealed class QueueBoundTestsOnSqlite() : QueueBoundTests(StoreKind.Sqlite);

public sealed class QueueBoundTestsOnPostgreSql() : QueueBoundTests(StoreKind.PostgreSql);
