using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Requests;

/// <summary>How much, how often and how slowly one may ask.</summary>
public sealed class LimitTests
{
    private const string OperatorsKey = "an-operators-key-of-32-characters-or-more", OtherKey = "another-key-of-the-operator-of-32-or-more";

    [Fact]
    public async Task A_key_that_asks_too_often_is_told_when_to_ask_again()
    {
        using TestStore store = new(StoreKind.Sqlite);
        using ServiceHost host = ServiceHost.On(store, ("Keys:0", OperatorsKey), ("RequestsPerSecond", "1"));
        string other = (await host.Get<LstmService.Api.Security.KeyArchive>().CreateAsync("acme", "test", LstmService.Api.Security.AccessRole.Read, null, default)).Text;
        using HttpClient client = host.ClientWith(OperatorsKey), patient = host.ClientWith(other);
        int asked = 0;
        while (true)
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri("/jobs", UriKind.Relative));
            Assert.Equal("\"key\";q=10;w=10", Assert.Single(response.Headers.GetValues("RateLimit-Policy")));
            Assert.Matches("^\"key\";r=[0-9];t=([1-9]|10)$", Assert.Single(response.Headers.GetValues("RateLimit")));
            if (response.StatusCode == HttpStatusCode.OK && ++asked < 1000) continue;
            JsonNode problem = await response.ProblemAsync(HttpStatusCode.TooManyRequests);
            Assert.Contains("RequestsPerSecond", (string)problem["detail"]!, StringComparison.Ordinal);
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
            Assert.True(response.Headers.CacheControl!.NoStore);
            break;
        }
        Assert.True(asked >= 10, $"{asked} were answered");
        await patient.JsonAsync("/jobs");
        for (int i = 0; i < 20; i++) await host.Client.JsonAsync("/health/live"); // which asks for no key
    }

    [Fact]
    public async Task Without_keys_this_machine_is_not_counted()
    {
        using TestStore store = new(StoreKind.Sqlite);
        using ServiceHost host = ServiceHost.On(store, ("RequestsPerSecond", "1"));
        for (int i = 0; i < 30; i++)
        {
            using HttpResponseMessage response = await host.Client.GetAsync(new Uri("/jobs", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("RateLimit"));
        }
    }

    [Fact]
    public async Task An_upload_that_never_ends_is_ended()
    {
        using TestStore store = new(StoreKind.Sqlite);
        using ServiceHost host = ServiceHost.On(store, ("UploadSeconds", "1"));
        using EndlessStream endless = new();
        using StreamContent body = new(endless);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using HttpResponseMessage response = await host.Client.PostAsync(new Uri("/train", UriKind.Relative), body);
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains("longer than the 1 s it may (UploadSeconds)", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_small_body_is_small_also_where_its_length_is_not_announced()
    {
        using TestStore store = new(StoreKind.Sqlite);
        using ServiceHost host = ServiceHost.On(store);
        await host.Client.TrainToTheEndAsync(Service.Upload("sales", Service.QuickOptions, Service.Series("value")));
        using HttpRequestMessage request = new(HttpMethod.Put, "/models/sales/champion")
        {
            Content = new StringContent($"{{\"version\": 1{new string(' ', 100_000)}}}", Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = true },
        };
        request.Content.Headers.ContentLength = null;
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("MaxTrainingSeconds", "10", "seconds of one core, and 10 are allowed (MaxTrainingSeconds)")]
    [InlineData("MaxTrainingMemoryMb", "16", "MB, and 16 are allowed (MaxTrainingMemoryMb)")]
    public async Task A_training_beyond_what_is_allowed_is_refused_before_it_starts(string setting, string most, string reason)
    {
        using TestStore store = new(StoreKind.Sqlite);
        using ServiceHost host = ServiceHost.On(store, (setting, most));
        JsonObject large = Service.SlowOptions;
        (large["hidden"], large["batch"]) = (256, 1024);
        if (setting == "MaxTrainingMemoryMb") large["epochs"] = 1;
        using HttpResponseMessage response = await host.Client.PostAsJsonAsync("/train", Service.Upload("large", large, Service.Series("value")));
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal("/options", (string?)problem["errors"]![0]!["pointer"]);
        await host.Client.TrainToTheEndAsync(Service.Upload("small", Service.QuickOptions, Service.Series("value")));
    }

    [Fact]
    public async Task A_training_that_was_accepted_under_other_bounds_fails_with_the_reason()
    {
        using TestStore store = new(StoreKind.Sqlite);
        JsonObject options = Service.QuickOptions;
        (options["epochs"], options["hidden"], options["members"]) = (100, 32, 4);
        using (ServiceHost before = ServiceHost.On(store)) await before.Client.TrainToTheEndAsync(Service.Upload("sales", options, Service.Series("value")));
        using ServiceHost host = ServiceHost.On(store, ("MaxTrainingSeconds", "1"));
        using HttpResponseMessage anew = await host.Client.PostAsync(new Uri("/models/sales/train", UriKind.Relative), null);
        JsonNode job = await host.Client.WaitForAsync((string)(await anew.BodyAsync())["id"]!, "failed", "succeeded");
        Assert.Equal("failed", (string?)job["state"]);
        Assert.Contains("MaxTrainingSeconds", (string)job["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /jobs?cursor={0} HTTP/1.1\r\nHost: localhost\r\n\r\n", 9_000, "414")]
    [InlineData("GET /jobs HTTP/1.1\r\nHost: localhost\r\nX-Long: {0}\r\n\r\n", 40_000, "431")]
    [InlineData("POST /train HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\nt{0}", 1, "408")] // and then nothing comes
    public async Task The_server_reads_no_endless_lines_and_waits_for_no_slow_body(string request, int length, string status)
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath);
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, service.Client.BaseAddress!.Port);
        await using NetworkStream stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{0}", new string('a', length), StringComparison.Ordinal)));
        using StreamReader reader = new(stream);
        string? answer = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    /// <summary>Gives a line, and then keeps whoever reads it waiting.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        private bool _begun;

        public override bool CanSeek => false; // its length is not known

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun) await Task.Delay(Timeout.Infinite, cancellationToken);
            _begun = true;
            "time,value\n"u8.CopyTo(buffer.Span);
            return "time,value\n".Length;
        }
    }
}
