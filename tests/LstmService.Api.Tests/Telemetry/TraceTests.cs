using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using LstmService.Api.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LstmService.Api.Tests.Telemetry;

public sealed class TraceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_training_belongs_to_the_trace_of_the_request_that_queued_it_and_its_log_lines_say_so()
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath);
        var trace = ActivityTraceId.CreateRandom();
        string job = await PostAsync(service.Client, trace);
        await service.Client.WaitForAsync(job, "succeeded");
        await service.WaitForOutputAsync($"Job {job} succeeded");
        foreach (string line in service.Output.Split('\n').Where(line => line.Contains($"Job {job}", StringComparison.Ordinal)))
            Assert.EndsWith($"{trace}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_go_out_by_OTLP_where_an_endpoint_is_set_request_and_training_in_one()
    {
        await using Collector collector = await Collector.StartAsync();
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(
            directory.FullPath, $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        var trace = ActivityTraceId.CreateRandom();
        string job = await PostAsync(service.Client, trace);
        await service.Client.WaitForAsync(job, "succeeded");
        await service.TerminateAsync(Patience); // exports what is left
        // A span holds its trace's id as bytes and its name and attributes as UTF-8.
        byte[] id = Convert.FromHexString($"{trace}");
        byte[] traces = collector.Received("/v1/traces");
        Assert.True(Occurrences(traces, id) >= 2, "the request's span and the training's");
        Assert.NotEqual(0, Occurrences(traces, Encoding.UTF8.GetBytes(job)));
        Assert.NotEqual(0, Occurrences(collector.Received("/v1/metrics"), "lstmservice.training.duration"u8));
    }

    private static async Task<string> PostAsync(HttpClient client, ActivityTraceId trace)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/train") { Content = JsonContent.Create(Service.Upload("shop", Service.QuickOptions, Service.Series("value"))) };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using HttpResponseMessage response = await client.SendAsync(request);
        return (string)(await response.BodyAsync())["id"]!;
    }

    private static int Occurrences(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        int count = 0;
        for (int at; (at = text.IndexOf(part)) >= 0; text = text[(at + part.Length)..]) count++;
        return count;
    }

    /// <summary>Takes what is exported by OTLP over HTTP.</summary>
    private sealed class Collector(WebApplication app, Dictionary<string, MemoryStream> bodies) : IAsyncDisposable
    {
        public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        public static async Task<Collector> StartAsync()
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
            builder.Logging.ClearProviders();
            WebApplication app = builder.Build();
            Dictionary<string, MemoryStream> bodies = [];
            app.MapPost("/v1/{signal}", async context =>
            {
                using MemoryStream body = new();
                await context.Request.Body.CopyToAsync(body);
                lock (bodies)
                {
                    if (!bodies.TryGetValue(context.Request.Path, out MemoryStream? all)) bodies[context.Request.Path] = all = new();
                    body.WriteTo(all);
                }
            });
            await app.StartAsync();
            return new(app, bodies);
        }

        public byte[] Received(string path)
        {
            lock (bodies) return bodies.TryGetValue(path, out MemoryStream? body) ? body.ToArray() : [];
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
