using System.Net;
using System.Net.Http.Json;
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
        foreach (HttpResponseMessage refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted))
        {
            await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }
    }
}

public sealed class QueueBoundTestsOnSqlite() : QueueBoundTests(StoreKind.Sqlite);

public sealed class QueueBoundTestsOnPostgreSql() : QueueBoundTests(StoreKind.PostgreSql);
