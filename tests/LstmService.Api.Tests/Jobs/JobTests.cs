using System.Net;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Jobs;

public abstract class JobTests(StoreKind kind) : IDisposable
{
    private readonly ServiceHost _host = new(kind);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_running_job_tells_its_progress_and_can_be_cancelled()
    {
        string id = await SlowAsync("slow");
        await _host.Client.WaitForAsync(id, "running");
        JsonNode running = await WaitForEpochAsync(id);
        Assert.True((int)running["progress"]!["epochs"]! > 0);

        using HttpResponseMessage cancelled = await _host.Client.DeleteAsync(new Uri($"/jobs/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        Assert.Equal("cancelling", (string?)(await cancelled.BodyAsync())["state"]);
        JsonNode job = await _host.Client.WaitForAsync(id, "cancelled", "succeeded", "failed");
        Assert.Equal("cancelled", (string?)job["state"]);
        Assert.Null(job["result"]);

        using HttpResponseMessage model = await _host.Client.GetAsync(new Uri("/models/slow", UriKind.Relative));
        await model.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_job_that_is_over_tells_how_far_it_came_however_short_it_was()
    {
        JsonNode job = await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value")));
        JsonNode progress = job["progress"]!;
        Assert.Equal("calibrating", (string?)progress["stage"]);
        Assert.Equal((4, 4), ((int)progress["epoch"]!, (int)progress["epochs"]!)); // of a judged network and a published one
        Assert.True((double)progress["trainLoss"]! > 0);
        Assert.Equal(0, (double)progress["secondsLeft"]!);
    }

    [Fact]
    public async Task A_queued_job_is_cancelled_at_once_and_never_runs()
    {
        string first = await SlowAsync("first"), second = await SlowAsync("second");
        await _host.Client.WaitForAsync(first, "running");
        using HttpResponseMessage cancelled = await _host.Client.DeleteAsync(new Uri($"/jobs/{second}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        Assert.Equal("cancelled", (string?)(await cancelled.BodyAsync())["state"]);

        await _host.Client.DeleteAsync(new Uri($"/jobs/{first}", UriKind.Relative));
        await _host.Client.WaitForAsync(first, "cancelled");
        await _host.Client.TrainToTheEndAsync(Service.Upload("third", Service.QuickOptions, Service.Series("value")));
        JsonNode job = await _host.Client.JsonAsync($"/jobs/{second}");
        Assert.Equal("cancelled", (string?)job["state"]);
        Assert.Equal(0, (int)job["attempt"]!);
    }

    [Fact]
    public async Task A_job_that_is_over_cannot_be_cancelled()
    {
        JsonNode job = await _host.Client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value")));
        using HttpResponseMessage again = await _host.Client.DeleteAsync(new Uri($"/jobs/{job["id"]}", UriKind.Relative));
        JsonNode problem = await again.ProblemAsync(HttpStatusCode.Conflict);
        Assert.Contains("it succeeded", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("019ab5f2-6c1e-7d4a-9a55-2f0c8f1b7a31")]
    public async Task A_job_that_is_none_is_not_found(string id)
    {
        using HttpResponseMessage get = await _host.Client.GetAsync(new Uri($"/jobs/{id}", UriKind.Relative));
        await get.ProblemAsync(HttpStatusCode.NotFound);
        using HttpResponseMessage delete = await _host.Client.DeleteAsync(new Uri($"/jobs/{id}", UriKind.Relative));
        await delete.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Jobs_run_in_the_order_they_came()
    {
        string first = await SlowAsync("first");
        List<string> waiting = [];
        for (int i = 0; i < 5; i++)
            waiting.Add((string)(await _host.Client.TrainAsync(Service.Upload($"m{i}", Service.QuickOptions, Service.Series("value"))))["id"]!);
        await _host.Client.DeleteAsync(new Uri($"/jobs/{first}", UriKind.Relative));
        List<DateTimeOffset> started = [];
        foreach (string id in waiting)
            started.Add((DateTimeOffset)(await _host.Client.WaitForAsync(id, "succeeded", "failed"))["startedAt"]!);
        Assert.Equal(started.Order(), started);
    }

    [Fact]
    public async Task Jobs_page_from_the_newest_to_the_oldest_without_a_gap()
    {
        List<string> posted = [];
        for (int i = 0; i < 5; i++) posted.Add(await SlowAsync($"m{i}"));
        List<string> seen = [];
        string? cursor = null;
        do
        {
            JsonNode page = await _host.Client.JsonAsync($"/jobs?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page["items"]!.AsArray().Select(job => (string)job!["id"]!));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);
        Assert.Equal(posted.Order().Reverse(), seen);
        foreach (string id in posted) await _host.Client.DeleteAsync(new Uri($"/jobs/{id}", UriKind.Relative));
    }

    [Fact]
    public async Task Jobs_are_listed_by_their_model_and_state()
    {
        string first = await SlowAsync("shop"), second = await SlowAsync("shop"), third = await SlowAsync("shops");
        await _host.Client.WaitForAsync(first, "running");
        Assert.Equal([second, first], await ListAsync("model=shop"));
        Assert.Equal([third, second], await ListAsync("state=queued"));
        Assert.Equal([second], await ListAsync("state=queued&model=shop"));
        Assert.Equal([third], await ListAsync("search=shops&state=queued"));
        Assert.Empty(await ListAsync("state=failed"));
        foreach (string id in (string[])[third, second, first]) await _host.Client.DeleteAsync(new Uri($"/jobs/{id}", UriKind.Relative));
        await _host.Client.WaitForAsync(first, "cancelled");
        Assert.Equal([third, second, first], await ListAsync("state=cancelled"));

        using HttpResponseMessage wrong = await _host.Client.GetAsync(new Uri("/jobs?state=over", UriKind.Relative));
        JsonNode problem = await wrong.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains("state must be one of queued, running, cancelling, succeeded, failed, cancelled, was over", problem.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<string[]> ListAsync(string query) =>
        [.. (await _host.Client.JsonAsync($"/jobs?{query}"))["items"]!.AsArray().Select(job => (string)job!["id"]!)];

    private async Task<string> SlowAsync(string model) =>
        (string)(await _host.Client.TrainAsync(Service.Upload(model, Service.SlowOptions, Service.Series("value"))))["id"]!;

    private async Task<JsonNode> WaitForEpochAsync(string id)
    {
        for (int i = 0; i < 600; i++)
        {
            JsonNode job = await _host.Client.JsonAsync($"/jobs/{id}");
            if ((int?)job["progress"]?["epoch"] > 0) return job;
            await Task.Delay(50);
        }
        throw new TimeoutException("the job reported no epoch");
    }
}

public sealed class JobTestsOnSqlite() : JobTests(StoreKind.Sqlite);

public sealed class JobTestsOnPostgreSql() : JobTests(StoreKind.PostgreSql);
