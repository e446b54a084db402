using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Benchmarks.Serving;

/// <summary>
/// A service in use for a long time: uploads, trainings, forecasts, cancels, deletions, all at once, and now and then a kill. Every
/// answer must be the one that is expected; memory and open files must not grow from one kill to the next.
/// </summary>
internal static class SoakBenchmark
{
    private const int Models = 8;
    private const double MostGrowth = 1.2; // of the last third's median over the middle third's
    private const int MoreHandles = 50;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    public static int Run(string[] args)
    {
        double minutes = 30;
        if (args is ["--minutes", string text] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double given)) minutes = given;
        else if (args.Length > 0)
        {
            Console.Error.WriteLine("usage: soak [--minutes N]");
            return 2;
        }
        return RunAsync(TimeSpan.FromMinutes(minutes)).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(TimeSpan time)
    {
        string app = PublishedService.Publish();
        using TemporaryDirectory directory = new();
        Tally tally = new();
        // Two lives that end by kill -9, and a long one that is measured.
        foreach (double share in (double[])[0.1, 0.1, 0.8])
        {
            PublishedService service = await PublishedService.StartAsync(app, directory);
            List<(double Megabytes, int Handles)> seen = await LiveAsync(service, time * share, tally);
            if (share < 0.5) service.Kill();
            else return await EndAsync(service, seen, tally);
        }
        return 1;
    }

    private static async Task<int> EndAsync(PublishedService service, List<(double Megabytes, int Handles)> seen, Tally tally)
    {
        int third = seen.Count / 3;
        (double middle, double last) = (Median(seen.Skip(third).Take(third).Select(s => s.Megabytes)), Median(seen.TakeLast(third).Select(s => s.Megabytes)));
        (double handles, double handlesLast) = (Median(seen.Skip(third).Take(third).Select(s => (double)s.Handles)), Median(seen.TakeLast(third).Select(s => (double)s.Handles)));
        await UntilQuietAsync(service);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tally.Trained} trainings, {tally.Forecast} forecasts, {tally.Cancelled} cancels, {tally.Appended} appends, {tally.Deleted} deletions, 2 kills; {tally.Errors.Count} errors"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory: {middle:F0} MB in the middle, {last:F0} MB at the end (bar: {MostGrowth} times); open files: {handles:F0} and {handlesLast:F0}"));
        foreach (string error in tally.Errors.Take(10)) Console.WriteLine(error);
        service.Kill();
        return tally.Errors.Count == 0 && last <= middle * MostGrowth && handlesLast <= handles + MoreHandles ? 0 : 1;
    }

    private static async Task<List<(double Megabytes, int Handles)>> LiveAsync(PublishedService service, TimeSpan time, Tally tally)
    {
        using CancellationTokenSource end = new(time);
        List<(double, int)> seen = [];
        Task[] users = [.. Enumerable.Range(0, Models).Select(user => UseAsync(service.Client, $"soak-{user}", new Random(user), tally, end.Token))];
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(Look, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            seen.Add((service.Megabytes, service.Handles));
        }
        await Task.WhenAll(users);
        return seen;
    }

    /// <summary>One user with a model of its own; stops between two requests.</summary>
    private static async Task UseAsync(HttpClient client, string model, Random random, Tally tally, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            JsonNode? accepted = await SendAsync(client, HttpMethod.Post, "/train", Service.Upload(model, Options(random), Service.Series("value", 60 + random.Next(200))), tally, HttpStatusCode.Accepted);
            if (accepted is null) continue;
            string job = (string)accepted["id"]!;
            if (random.Next(6) == 0)
            {
                await SendAsync(client, HttpMethod.Delete, $"/jobs/{job}", null, tally, HttpStatusCode.Accepted, HttpStatusCode.Conflict);
                tally.CountCancelled();
            }
            string state = await FinishedAsync(client, job, tally, end);
            if (state == "succeeded") tally.CountTrained();
            else if (state is "failed") tally.Add($"job {job} of {model} failed");
            bool exists = (await SendAsync(client, HttpMethod.Get, $"/models/{model}", null, tally, HttpStatusCode.OK, HttpStatusCode.NotFound))?["champion"] is not null;
            for (int i = 0; exists && i < 50 && !end.IsCancellationRequested; i++)
            {
                await SendAsync(client, HttpMethod.Get, $"/forecast?model={model}&horizon={1 + random.Next(24)}", null, tally, HttpStatusCode.OK);
                tally.CountForecast();
            }
            if (exists && random.Next(3) == 0)
            {
                await SendAsync(client, HttpMethod.Post, $"/models/{model}/series", JsonNode.Parse("""{"series": [{"values": [120, 130]}]}"""), tally, HttpStatusCode.OK);
                tally.CountAppended();
            }
            if (exists && random.Next(10) == 0)
            {
                await SendAsync(client, HttpMethod.Delete, $"/models/{model}", null, tally, HttpStatusCode.NoContent);
                tally.CountDeleted();
            }
        }
    }

    private static JsonObject Options(Random random) => new()
    {
        ["members"] = 1 + random.Next(2),
        ["epochs"] = 2 + random.Next(30),
        ["hidden"] = 4 + random.Next(28),
        ["seed"] = 1,
    };

    private static async Task<string> FinishedAsync(HttpClient client, string job, Tally tally, CancellationToken end)
    {
        while (true)
        {
            string? state = (string?)(await SendAsync(client, HttpMethod.Get, $"/jobs/{job}", null, tally, HttpStatusCode.OK))?["state"];
            if (state is not ("queued" or "running" or "cancelling") || end.IsCancellationRequested) return state ?? "";
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static async Task UntilQuietAsync(PublishedService service)
    {
        Stopwatch patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromMinutes(2))
        {
            JsonArray jobs = (await service.Client.JsonAsync("/jobs?limit=200"))["items"]!.AsArray();
            if (jobs.All(job => (string?)job!["state"] is "succeeded" or "failed" or "cancelled")) return;
            await Task.Delay(100);
        }
        throw new TimeoutException("jobs that were accepted did not end");
    }

    private static async Task<JsonNode?> SendAsync(HttpClient client, HttpMethod method, string path, JsonNode? body, Tally tally, params HttpStatusCode[] expected)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage response = await client.SendAsync(request);
        byte[] answer = await response.Content.ReadAsByteArrayAsync();
        if (!expected.Contains(response.StatusCode)) tally.Add($"{method} {path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
        return answer.Length > 0 && response.IsSuccessStatusCode ? JsonNode.Parse(answer) : null;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAtOrDefault(values.Count() / 2);

    /// <summary>What was done, and what went wrong.</summary>
    private sealed class Tally
    {
        private readonly Lock _adding = new();
        private int _trained, _forecast, _cancelled, _appended, _deleted;

        public int Trained => _trained;
        public int Forecast => _forecast;
        public int Cancelled => _cancelled;
        public int Appended => _appended;
        public int Deleted => _deleted;
        public List<string> Errors { get; } = [];

        public void CountTrained() => Interlocked.Increment(ref _trained);
        public void CountForecast() => Interlocked.Increment(ref _forecast);
        public void CountCancelled() => Interlocked.Increment(ref _cancelled);
        public void CountAppended() => Interlocked.Increment(ref _appended);
        public void CountDeleted() => Interlocked.Increment(ref _deleted);

        public void Add(string error)
        {
            lock (_adding) Errors.Add(error);
        }
    }
}
