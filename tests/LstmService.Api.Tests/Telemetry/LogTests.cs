using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Telemetry;

public sealed class LogTests
{
    private const string Secret = "s3cr3t-that-nobody-logs";
    private const string SecretNumber = "918273.645";

    private static readonly (string Path, string Type, string Body)[] Posts =
    [
        ("/train", "application/json", $$"""{"model": "shop", "series": [{"id": "{{Secret}}", "values": [{{SecretNumber}}, 2, 3, 4] } ], "frequency": "P1M"}"""),
        ("/train", "application/json", $$"""{"model": "{{Secret}}", "series": [{"values": ["{{Secret}}"] } ]"""),
        ("/train", "text/csv", $"time,{Secret}\n2025-01-01,{SecretNumber}\n2025-01-02,{Secret}\n"),
        ("/series/inspect", "text/csv", $"time,value\n{Secret},{SecretNumber}\n"),
        ("/forecast", "application/json", $$"""{"model": "shop", "history": {"values": [{{SecretNumber}}, "{{Secret}}"] } }"""),
        ("/forecast", "text/plain", Secret),
    ];

    [Fact]
    public async Task No_payload_query_or_key_is_logged_however_much_is()
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath, "--Serilog:MinimumLevel:Default=Verbose");
        service.Client.DefaultRequestHeaders.Authorization = new("Bearer", Secret);
        service.Client.DefaultRequestHeaders.Add("X-Api-Key", Secret);
        service.Client.DefaultRequestHeaders.Add("Idempotency-Key", Secret);
        foreach ((string path, string type, string body) in Posts)
        {
            using HttpContent content = new StringContent(body, Encoding.UTF8, type);
            using HttpResponseMessage response = await service.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        }
        using HttpResponseMessage get = await service.Client.GetAsync(new Uri($"/forecast?model=shop&series={Secret}&horizon={Secret}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, get.StatusCode);
        await service.WaitForOutputAsync("GET /forecast");
        Assert.Contains("POST /series/inspect 400", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretNumber, service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_objects_where_the_console_is_to_write_JSON_and_quick_requests_write_none()
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath, "--Logging:Console:FormatterName=json");
        await service.Client.ReadyAsync();
        using HttpResponseMessage missing = await service.Client.GetAsync(new Uri("/models/none", UriKind.Relative));
        await service.WaitForOutputAsync("/models/{model}");
        JsonNode[] lines = [.. service.Output.Split('\n').Select(line => JsonNode.Parse(line)!)];
        JsonNode request = Assert.Single(lines, line => line["StatusCode"] is not null && (string?)line["Route"] != "/health/ready");
        Assert.Equal("/models/{model}", (string?)request["Route"]);
        Assert.Equal(404, (int)request["StatusCode"]!);
        Assert.Equal(32, ((string)request["@tr"]!).Length);
    }

    [Fact]
    public async Task A_line_ends_with_its_trace_and_a_file_is_written_where_the_configuration_names_one()
    {
        using TemporaryDirectory directory = new();
        string file = Path.Combine(directory.FullPath, "log.txt");
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath, "--Serilog:WriteTo:0:Name=File", $"--Serilog:WriteTo:0:Args:path={file}");
        using HttpResponseMessage missing = await service.Client.GetAsync(new Uri("/models/none", UriKind.Relative));
        string trace = (string)(await missing.ProblemAsync(HttpStatusCode.NotFound))["traceId"]!;
        await service.WaitForOutputAsync(trace);
        string line = Assert.Single(service.Output.Split('\n'), line => line.Contains(trace, StringComparison.Ordinal));
        Assert.Matches($@"^\d{{4}}-\d\d-\d\d [\d:.]+ INF GET /models/\{{model\}} 404 in [\d.]+ ms {trace}$", line);
        await service.TerminateAsync(TimeSpan.FromSeconds(30)); // what is buffered is written then
        Assert.Contains("GET /models/{model} 404", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }
}
