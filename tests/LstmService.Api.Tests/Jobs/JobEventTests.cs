using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Tests.Jobs;

public abstract class JobEventTests(StoreKind kind)
{
    [Fact]
    public async Task A_job_is_followed_from_its_first_state_to_its_last()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own);
        string id = await TrainAsync(host, "shop", Service.QuickOptions);
        List<SseItem<JsonNode>> events = await FollowAsync(host, id);
        Assert.Equal(["queued", "running", "succeeded"], States(events));
        Assert.Equal(1, (int)events[^1].Data["result"]!["version"]!);
        Assert.Equal(events.Count, events.Select(e => e.EventId).Distinct().Count());

        using HttpResponseMessage after = await AskAsync(host, id, events[^1].EventId);
        Assert.Equal(HttpStatusCode.NoContent, after.StatusCode);
    }

    [Fact]
    public async Task The_last_event_id_takes_up_again_without_repeating_or_leaving_out_a_state()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own);
        string id = await TrainAsync(host, "shop", Service.QuickOptions);
        List<SseItem<JsonNode>> all = await FollowAsync(host, id);
        for (int seen = 0; seen < all.Count - 1; seen++)
        {
            List<SseItem<JsonNode>> rest = await FollowAsync(host, id, all[seen].EventId);
            Assert.Equal(States(all.Skip(seen + 1)), States(rest));
            Assert.DoesNotContain(rest, e => all.Take(seen + 1).Any(before => before.EventId == e.EventId));
        }
        Assert.Equal(["succeeded"], States(await FollowAsync(host, id, "999.0"))); // of another job
    }

    [Fact]
    public async Task States_that_passed_before_anybody_looked_are_told()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        JobHistory history = new(store.Database);
        string id = store.AddQueued("shop").Id;
        RunRow first = (await store.Runs.StartAsync(Store.Tenant, id, default))!;
        Assert.True(await store.Runs.PutBackAsync(first, default));
        RunRow second = (await store.Runs.StartAsync(Store.Tenant, id, default))!;
        store.Runs.Progress(second, new("training", 1, 10, 0.5, null, 0.1), null);

        IReadOnlyList<JobEvent> events = history.After(Store.Tenant, id, default)!;
        Assert.Equal([("queued", 0L), ("running", 1L), ("queued", 1L), ("running", 2L)], events.Select(e => (e.Job.State, e.Job.Attempt)));
        Assert.Null(events[1].Job.Progress);
        Assert.Equal(1, events[3].Job.Progress!.Epoch);
        Assert.Empty(history.After(Store.Tenant, id, events[3].Position)!);

        store.Runs.Progress(second, new("training", 2, 10, 0.5, null, 0.2), null);
        JobEvent further = Assert.Single(history.After(Store.Tenant, id, events[3].Position)!);
        Assert.Equal((JobEvent.Progress, 2L), (further.Kind, further.Job.Progress!.Epoch));
        Assert.Null(history.After(Store.Tenant, "none", default));
    }

    [Fact]
    public async Task A_job_is_followed_wherever_it_runs()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        RunRow run = store.AddQueued("shop");
        using MemoryStream body = new();
        Task following = Stream(store, run.Id, TimeProvider.System).WriteAsync(body, default); // hears no signal of the other process
        using (Store? other = kind == StoreKind.PostgreSql ? await Store.OpenAsync(own) : null)
        {
            RunRow taken = (await (other ?? store).Runs.StartAsync(Store.Tenant, run.Id, default))!;
            Assert.True(await (other ?? store).Runs.FailAsync(taken, "{}", null, default));
            await following;
        }
        Assert.Equal(["queued", "running", "failed"], States(await ReadAsync(new MemoryStream(body.ToArray()))));
    }

    [Fact]
    public async Task A_silent_connection_is_kept_alive_by_comments()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        string id = store.AddQueued("shop").Id;
        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(30)); // without comments there would be no end
        using Watched body = new(text =>
        {
            if (text.Split(": alive").Length > 3) enough.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stream(store, id, new HurryingClock()).WriteAsync(body, enough.Token));
        Assert.Equal(["queued"], States(await ReadAsync(new MemoryStream(body.ToArray())))); // comments are no events
        Assert.True(Encoding.UTF8.GetString(body.ToArray()).Split(": alive").Length > 3);
    }

    [Fact]
    public async Task Too_many_who_follow_are_refused_and_a_place_is_free_again_when_one_goes()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own, ("EventStreams", "1"));
        string id = await TrainAsync(host, "slow", Service.SlowOptions);
        using (HttpResponseMessage first = await AskAsync(host, id))
        {
            using HttpResponseMessage second = await AskAsync(host, id);
            await second.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.True(second.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            using HttpResponseMessage cancelled = await host.Client.DeleteAsync(new Uri($"/jobs/{id}", UriKind.Relative));
            Assert.Equal("cancelled", States(await ReadAsync(await first.Content.ReadAsStreamAsync()))[^1]);
        }
        Assert.Equal("cancelled", States(await FollowAsync(host, id))[^1]);
    }

    [Fact]
    public void One_tenant_does_not_take_all_places()
    {
        JobChanges changes = new(new(), Options.Create(new ServiceOptions { EventStreams = 3, TenantEventStreams = 2 }));
        using JobChanges.Following? first = changes.Follow("acme", "1"), others = changes.Follow("other", "1");
        using (JobChanges.Following? second = changes.Follow("acme", "1"))
        {
            Assert.NotNull(second);
            Assert.Null(changes.Follow("third", "1")); // all are taken
            second.Dispose(); // and once more below: a place is left once
        }
        using JobChanges.Following? again = changes.Follow("acme", "2");
        Assert.NotNull(again);
        others!.Dispose();
        Assert.Null(changes.Follow("acme", "3")); // its own are taken
        using JobChanges.Following? anothers = changes.Follow("other", "2");
        Assert.NotNull(anothers);
    }

    [Fact]
    public async Task What_cannot_be_followed_is_refused()
    {
        using TestStore own = new(kind);
        using ServiceHost host = ServiceHost.On(own);
        using HttpResponseMessage none = await AskAsync(host, "nothing");
        await none.ProblemAsync(HttpStatusCode.NotFound);
        string id = await TrainAsync(host, "shop", Service.QuickOptions);
        using HttpResponseMessage bad = await AskAsync(host, id, "yesterday");
        await bad.ProblemAsync(HttpStatusCode.BadRequest);
    }

    private static JobEventStream Stream(Store store, string id, TimeProvider clock) => new(
        Store.Tenant, id, default, new JobHistory(store.Database),
        new JobChanges(new(), Options.Create(new ServiceOptions())).Follow(Store.Tenant, id)!, clock, () => true, default);

    private static async Task<string> TrainAsync(ServiceHost host, string model, JsonObject options) =>
        (string)(await host.Client.TrainAsync(Service.Upload(model, options, Service.Series("value"))))["id"]!;

    private static async Task<HttpResponseMessage> AskAsync(ServiceHost host, string id, string? lastId = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/jobs/{id}/events");
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<List<SseItem<JsonNode>>> FollowAsync(ServiceHost host, string id, string? lastId = null)
    {
        using HttpResponseMessage response = await AskAsync(host, id, lastId);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return await ReadAsync(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<List<SseItem<JsonNode>>> ReadAsync(Stream stream)
    {
        List<SseItem<JsonNode>> events = [];
        await foreach (SseItem<JsonNode> one in SseParser.Create(stream, (_, data) => JsonNode.Parse(data)!).EnumerateAsync()) events.Add(one);
        return events;
    }

    private static string[] States(IEnumerable<SseItem<JsonNode>> events) =>
        [.. events.Where(e => e.EventType == "state").Select(e => (string)e.Data["state"]!)];

    /// <summary>Ten seconds pass from one look to the next.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 10 * Interlocked.Increment(ref _looks);
    }

    private sealed class Watched(Action<string> onWritten) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            onWritten(Encoding.UTF8.GetString(ToArray()));
        }
    }
}

public sealed class JobEventTestsOnSqlite() : JobEventTests(StoreKind.Sqlite);

public sealed class JobEventTestsOnPostgreSql() : JobEventTests(StoreKind.PostgreSql);
