using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace LstmService.Api.Tests.Hosting;

/// <summary>What the tests do with a service, whether it runs in this process or in one of its own.</summary>
public static class Service
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Trains in well under a second.</summary>
    public static JsonObject QuickOptions => new() { ["members"] = 1, ["epochs"] = 2, ["hidden"] = 4, ["layers"] = 1, ["seed"] = 1 };

    /// <summary>Trains for minutes: long enough to be met while it runs.</summary>
    public static JsonObject SlowOptions => new()
    {
        ["members"] = 32,
        ["epochs"] = 10_000,
        ["hidden"] = 64,
        ["layers"] = 2,
        ["patience"] = 0,
    };

    /// <summary>A monthly series with a season.</summary>
    public static JsonObject Series(string id, int points = 60, double level = 100) => new()
    {
        ["id"] = id,
        ["timestamps"] = new JsonArray([.. Enumerable.Range(0, points).Select(i => (JsonNode)$"{2000 + i / 12}-{1 + i % 12:00}-01")]),
        ["values"] = new JsonArray([.. Enumerable.Range(0, points).Select(i => (JsonNode)(level + i + 10 * Math.Sin(i * Math.PI / 6)))]),
    };

    public static JsonObject Upload(string? model, JsonObject options, params JsonObject[] series)
    {
        JsonObject body = new() { ["options"] = options, ["series"] = new JsonArray([.. series]) };
        if (model is not null) body["model"] = model;
        return body;
    }

    public static async Task<JsonNode> TrainAsync(this HttpClient client, JsonObject body)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync("/train", body);
        JsonNode answer = await response.BodyAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, answer.ToJsonString());
        return answer;
    }

    /// <summary>Accepts the training and waits for its success; the job.</summary>
    public static async Task<JsonNode> TrainToTheEndAsync(this HttpClient client, JsonObject body)
    {
        JsonNode accepted = await client.TrainAsync(body);
        JsonNode job = await client.WaitForAsync((string)accepted["id"]!, "succeeded", "failed", "cancelled");
        Assert.Equal("succeeded", (string?)job["state"]);
        return job;
    }

    public static async Task<JsonNode> WaitForAsync(this HttpClient client, string job, params string[] states)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            JsonNode answer = await client.JsonAsync($"/jobs/{job}");
            if (states.Contains((string?)answer["state"])) return answer;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Waits until the service is ready: its worker starts a moment after its first answers.</summary>
    public static async Task<JsonNode> ReadyAsync(this HttpClient client)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
            if (response.IsSuccessStatusCode) return await response.BodyAsync();
            await Task.Delay(20, patience.Token);
        }
    }

    public static async Task<JsonNode> JsonAsync(this HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri(path, UriKind.Relative));
        JsonNode answer = await response.BodyAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {answer.ToJsonString()}");
        return answer;
    }

    public static async Task<JsonNode> BodyAsync(this HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        return JsonNode.Parse(text) ?? throw new InvalidDataException("null");
    }

    /// <summary>The response must be a problem of this status; it is returned.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(text)!;
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.StartsWith("urn:lstmservice:problem:", (string)problem["type"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return problem;
    }
}
