using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Security;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Security;

/// <summary>A tenant sees only its own: by no route, id, cursor, event stream, cache or idempotency key another's.</summary>
public abstract class TenantTests(StoreKind kind)
{
    private const string Sales = "sales", SameKey = "the-same-key";

    /// <summary>What a stranger asks of each route about what is another's, and what they are told.</summary>
    private static readonly Dictionary<string, Probe> Probes = new()
    {
        ["POST /train"] = new(HttpStatusCode.Accepted, _ => "/train", Train), // their own model of the same name
        ["POST /series/inspect"] = new(HttpStatusCode.OK, _ => "/series/inspect", Train),
        ["POST /series/preview"] = new(HttpStatusCode.OK, _ => "/series/preview", Train),
        ["GET /jobs"] = new(HttpStatusCode.OK, known => $"/jobs?limit=200&cursor={known.JobCursor}"),
        ["GET /jobs/{id}"] = new(HttpStatusCode.NotFound, known => $"/jobs/{known.Finished}"),
        ["GET /jobs/{id}/events"] = new(HttpStatusCode.NotFound, known => $"/jobs/{known.Running}/events"),
        ["DELETE /jobs/{id}"] = new(HttpStatusCode.NotFound, known => $"/jobs/{known.Running}"),
        ["GET /models"] = new(HttpStatusCode.OK, known => $"/models?limit=200&cursor={known.ModelCursor}"),
        ["GET /models/{model}"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}"),
        ["GET /models/{model}/versions/{version}"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/versions/1"),
        ["GET /models/{model}/versions/{version}/backtest"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/versions/1/backtest"),
        ["PUT /models/{model}/champion"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/champion", () => new JsonObject { ["version"] = 1 }),
        ["GET /models/{model}/series/{**id}"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/series/bread"),
        ["GET /models/{model}/series"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/series"),
        ["POST /models/{model}/series"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/series", () => new JsonObject { ["series"] = new JsonArray(Service.Series("bread", 3)) }),
        ["POST /models/{model}/train"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/train"),
        ["PUT /models/{model}/schedule"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/schedule", () => new JsonObject { ["cron"] = "0 0 4 * * ?" }),
        ["GET /models/{model}/schedule"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/schedule"),
        ["DELETE /models/{model}/schedule"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}/schedule"),
        ["DELETE /models/{model}"] = new(HttpStatusCode.NotFound, _ => $"/models/{Sales}"),
        ["GET /forecast"] = new(HttpStatusCode.NotFound, _ => $"/forecast?model={Sales}&series=bread"),
        ["POST /forecast"] = new(HttpStatusCode.NotFound, _ => "/forecast", () => new JsonObject { ["model"] = Sales, ["history"] = new JsonObject { ["values"] = new JsonArray(1, 2, 3, 4) } }),
        ["GET /metrics"] = new(HttpStatusCode.Forbidden, _ => "/metrics"),
        ["GET /explain"] = new(HttpStatusCode.NotFound, _ => $"/explain?model={Sales}&series=bread"),
        ["POST /explain"] = new(HttpStatusCode.NotFound, _ => "/explain", () => new JsonObject { ["model"] = Sales, ["history"] = new JsonObject { ["values"] = new JsonArray(1, 2, 3, 4) } }),
        ["GET /explain/gates"] = new(HttpStatusCode.NotFound, _ => $"/explain/gates?model={Sales}&series=bread"),
    };

    [Fact]
    public async Task No_route_leads_to_what_is_another_tenants()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store);
        using HttpClient owner = host.ClientWith(await KeyAsync(host, "acme")), stranger = host.ClientWith(await KeyAsync(host, "other"));
        Known known = await FillAsync(owner);
        string before = await PictureAsync(owner, known);

        Route[] routes = [.. Route.All(host).Where(route => !route.IsAnonymous)];
        Assert.Equal(Probes.Keys.Order(), routes.Select(route => route.ToString()).Order()); // a new route needs a probe here
        foreach (Route route in routes.OrderBy(route => route.ToString() == "POST /train")) // last: then the stranger has a model of that name
        {
            Probe probe = Probes[route.ToString()];
            using HttpRequestMessage request = new(new HttpMethod(route.Method), probe.Path(known));
            if (probe.Body is { } body) request.Content = JsonContent.Create(body());
            request.Headers.Add("Idempotency-Key", SameKey);
            request.Headers.Add("Last-Event-ID", "1.0");
            request.Headers.TryAddWithoutValidation("If-None-Match", known.ForecastTag);
            using HttpResponseMessage response = await stranger.SendAsync(request);
            string answer = await response.Content.ReadAsStringAsync();
            Assert.True(probe.Expected == response.StatusCode, $"{route}: {response.StatusCode} {answer}");
            foreach (string secret in new[] { known.Finished, known.Running, "acme" }.Where(secret => !probe.Path(known).Contains(secret, StringComparison.Ordinal)))
                Assert.DoesNotContain(secret, answer, StringComparison.Ordinal);
            if (route.ToString() is "GET /jobs" or "GET /models") Assert.Empty(JsonNode.Parse(answer)!["items"]!.AsArray());
        }
        Assert.Equal(before, await PictureAsync(owner, known));
    }

    [Fact]
    public async Task The_same_names_and_keys_of_requests_stand_for_each_tenants_own()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store);
        using HttpClient one = host.ClientWith(await KeyAsync(host, "acme")), two = host.ClientWith(await KeyAsync(host, "other"));
        JsonObject ones = Service.Upload(Sales, Service.QuickOptions, Service.Series("bread")), twos = Service.Upload(Sales, Service.QuickOptions, Service.Series("bread", level: 5000));
        string first = await TrainAsync(one, ones), second = await TrainAsync(two, twos);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, await TrainAsync(two, ones, HttpStatusCode.UnprocessableEntity)); // which is theirs already, for something else
        foreach (JsonNode job in (JsonNode[])[await one.WaitForAsync(first, "succeeded"), await two.WaitForAsync(second, "succeeded")])
            Assert.Equal(1, (int)job["result"]!["version"]!);
        double ofOne = await ForecastAsync(one), ofTwo = await ForecastAsync(two);
        Assert.InRange(ofOne, 100, 300);
        Assert.InRange(ofTwo, 4000, 6000);
        using HttpResponseMessage deleted = await two.DeleteAsync(new Uri($"/models/{Sales}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(ofOne, await ForecastAsync(one));
    }

    private static JsonObject Train() => Service.Upload(Sales, Service.QuickOptions, Service.Series("bread", level: 5000));

    private static async Task<string> KeyAsync(ServiceHost host, string tenant) =>
        (await host.Get<KeyArchive>().CreateAsync(tenant, "test", AccessRole.Admin, expires: null, default)).Text;

    /// <summary>A model with two series and a schedule, another beside it, and a job that runs.</summary>
    private static async Task<Known> FillAsync(HttpClient owner)
    {
        string finished = await TrainAsync(owner, Service.Upload(Sales, Service.QuickOptions, Service.Series("bread"), Service.Series("cake", level: 200)));
        await owner.WaitForAsync(finished, "succeeded");
        await owner.TrainToTheEndAsync(Service.Upload("another", Service.QuickOptions, Service.Series("value")));
        using HttpResponseMessage scheduled = await owner.PutAsJsonAsync($"/models/{Sales}/schedule", new JsonObject { ["cron"] = "0 0 3 1 1 ?" });
        Assert.Equal(HttpStatusCode.OK, scheduled.StatusCode);
        string running = (string)(await owner.TrainAsync(Service.Upload(Sales, Service.SlowOptions, Service.Series("bread"))))["id"]!;
        await owner.WaitForAsync(running, "running");
        using HttpResponseMessage forecast = await owner.GetAsync(new Uri($"/forecast?model={Sales}&series=bread", UriKind.Relative));
        return new(
            finished, running, (string)(await owner.JsonAsync("/jobs?limit=1"))["next"]!, (string)(await owner.JsonAsync("/models?limit=1"))["next"]!,
            forecast.Headers.ETag!.ToString());
    }

    /// <summary>All that the owner sees but what goes on by itself.</summary>
    private static async Task<string> PictureAsync(HttpClient owner, Known known)
    {
        List<string> answers = [];
        foreach (string path in (string[])[
            $"/models/{Sales}", "/models", $"/models/{Sales}/series", $"/models/{Sales}/series/bread", $"/models/{Sales}/schedule", $"/forecast?model={Sales}&series=bread", $"/jobs/{known.Finished}",
            $"/models/{Sales}/versions/1/backtest"])
            answers.Add((await owner.JsonAsync(path)).ToJsonString());
        answers.Add((string)(await owner.JsonAsync($"/jobs/{known.Running}"))["state"]!);
        answers.Add($"{(await owner.JsonAsync("/jobs"))["items"]!.AsArray().Count} jobs");
        return string.Join('\n', answers);
    }

    private static async Task<string> TrainAsync(HttpClient client, JsonObject body, HttpStatusCode expected = HttpStatusCode.Accepted)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/train") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", SameKey);
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        return (string?)(await response.BodyAsync())["id"] ?? "";
    }

    private static async Task<double> ForecastAsync(HttpClient client) => (double)(await client.JsonAsync($"/forecast?model={Sales}"))["points"]![0]!["value"]!;

    /// <summary>What is known of the other tenant's, as from a log that got into wrong hands.</summary>
    private sealed record Known(string Finished, string Running, string JobCursor, string ModelCursor, string ForecastTag);

    private sealed record Probe(HttpStatusCode Expected, Func<Known, string> Path, Func<JsonObject>? Body = null);
}

public sealed class TenantTestsOnSqlite() : TenantTests(StoreKind.Sqlite);

public sealed class TenantTestsOnPostgreSql() : TenantTests(StoreKind.PostgreSql);
