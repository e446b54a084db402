using System.Diagnostics;
using System.Globalization;
using System.Net;
using LstmService.Api.Tests.Contract;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Fuzzing;

/// <summary>What a run saw.</summary>
/// <param name="Requests">How many were sent.</param>
/// <param name="Statuses">How many were answered by each status.</param>
/// <param name="Slowest">The slowest answer.</param>
/// <param name="MegabytesBefore">Working set when a quarter was sent.</param>
/// <param name="MegabytesAfter">Working set at the end.</param>
public sealed record FuzzReport(int Requests, IReadOnlyDictionary<int, int> Statuses, TimeSpan Slowest, double MegabytesBefore, double MegabytesAfter);

/// <summary>
/// Sends a service of its own very many requests that are wrong in some way, and some that are right. Every answer must be one
/// that the OpenAPI document promises, in time, and no failure of the service's own but 503 with Retry-After; memory must not
/// grow, and what was there before must be there afterwards, byte for byte.
/// </summary>
public static class FuzzRun
{
    private const string Kept = "kept";
    private const int MostGrowthMegabytes = 150;
    private const int Clients = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<FuzzReport> RunAsync(int requests, int seed)
    {
        using TestStore store = new(StoreKind.Sqlite);
        using ServiceProcess service = await ServiceProcess.StartAsync(
            store, "--LstmService:QueueBound=20", "--LstmService:TrainingCores=1", "--LstmService:MaxTrainingPoints=20000", "--LstmService:MaxUploadBytes=5000000");
        await service.Client.TrainToTheEndAsync(Service.Upload(Kept, Service.QuickOptions, Service.Series("value")));
        byte[] before = await ForecastAsync(service.Client);
        foreach (string model in RequestFuzzer.Models) await service.Client.TrainToTheEndAsync(Service.Upload(model, Service.QuickOptions, Service.Series("AirPassengers")));

        Run run = new(service, requests);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => run.SendAsync(new((ApiDocument.Committed.Value.Result).Document, seed * Clients + client))));

        Assert.Equal(before, await ForecastAsync(service.Client));
        double after = service.WorkingSetMegabytes;
        Assert.True(after < run.Settled + MostGrowthMegabytes, $"the working set grew from {run.Settled:F0} to {after:F0} MB");
        Assert.Equal(0, await service.TerminateAsync(Patience));
        Assert.Equal("ok", store.Scalar<string>("pragma integrity_check"));
        return new(requests, run.Statuses, run.Slowest, run.Settled, after);
    }

    private static async Task<byte[]> ForecastAsync(HttpClient client) => await client.GetByteArrayAsync(new Uri($"/forecast?model={Kept}", UriKind.Relative));

    private sealed class Run(ServiceProcess service, int requests)
    {
        private readonly SortedDictionary<int, int> _statuses = [];
        private readonly Lock _counting = new();
        private int _sent;

        public IReadOnlyDictionary<int, int> Statuses => _statuses;

        public TimeSpan Slowest { get; private set; }

        /// <summary>The working set after a quarter, when caches and compiled code have settled.</summary>
        public double Settled { get; private set; } = service.WorkingSetMegabytes;

        public async Task SendAsync(RequestFuzzer fuzzer)
        {
            for (int number = Interlocked.Increment(ref _sent); number <= requests; number = Interlocked.Increment(ref _sent))
            {
                using HttpRequestMessage request = fuzzer.Next();
                long started = Stopwatch.GetTimestamp();
                using HttpResponseMessage? response = await AnswerAsync(request);
                if (response is not null) await CheckAsync(request, response, fuzzer);
                Count(number, response, Stopwatch.GetElapsedTime(started));
            }
        }

        private async Task<HttpResponseMessage?> AnswerAsync(HttpRequestMessage request)
        {
            using CancellationTokenSource patience = new(Patience);
            request.RequestUri = new Uri(service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.RequestUri!.OriginalString); // a path may begin with //
            try
            {
                return await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            }
            catch (HttpRequestException cut) when (request.Content is not null && !service.HasExited && cut.InnerException is IOException)
            {
                return null; // a body that is too large is cut off while it is sent, which this client takes for a failure
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{Described(request)} was not answered in {Patience.TotalSeconds} s");
            }
        }

        private static async Task CheckAsync(HttpRequestMessage request, HttpResponseMessage response, RequestFuzzer fuzzer)
        {
            bool promised = response.StatusCode != HttpStatusCode.ServiceUnavailable || response.Headers.RetryAfter is not null || request.RequestUri!.AbsolutePath == "/health/ready";
            Assert.True((int)response.StatusCode < 500 || (response.StatusCode == HttpStatusCode.ServiceUnavailable && promised), $"{(int)response.StatusCode} to {Described(request)}");
            if (response.Content.Headers.ContentType?.MediaType == "text/event-stream") return; // goes on as long as the job does
            // longer than the server reads, or with a zero in the path: no route has seen it
            bool isServers = (int)response.StatusCode is 414 or 431
                || (response.StatusCode == HttpStatusCode.BadRequest && request.RequestUri!.AbsolutePath.Contains("%00", StringComparison.Ordinal));
            if (isServers && response.Content.Headers.ContentLength is 0) return;
            string? wrong = await (await ApiDocument.Committed.Value).WrongAsync(request, response);
            Assert.True(wrong is null, $"{wrong} to {Described(request)}");
            if (response.StatusCode == HttpStatusCode.Accepted && response.Headers.Location is { } job) fuzzer.Know(job.ToString().Split('/')[^1]);
        }

        private void Count(int number, HttpResponseMessage? response, TimeSpan took)
        {
            lock (_counting)
            {
                int status = (int?)response?.StatusCode ?? 0;
                _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
                if (took > Slowest) Slowest = took;
                if (number == requests / 4) Settled = service.WorkingSetMegabytes;
            }
        }

        private static string Described(HttpRequestMessage request)
        {
            string body = request.Content is null ? "" : Convert.ToHexString(request.Content.ReadAsByteArrayAsync().Result.AsSpan()[..Math.Min(2_000, (int)(request.Content.Headers.ContentLength ?? 0))]);
            return string.Create(CultureInfo.InvariantCulture, $"{request.Method} {request.RequestUri} [{request.Headers.ToString().ReplaceLineEndings(" ")}{request.Content?.Headers.ToString().ReplaceLineEndings(" ")}] {body}");
        }
    }
}
