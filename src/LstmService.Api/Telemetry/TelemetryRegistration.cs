using LstmService.Api.Security;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LstmService.Api.Telemetry;

/// <summary>
/// Metrics for Prometheus at <c>/metrics</c>; metrics and traces by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to,
/// with OpenTelemetry's other variables (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_TRACES_SAMPLER</c> ...) as they are specified. Without
/// it nobody listens to traces, and requests make none.
/// </summary>
internal static class TelemetryRegistration
{
    public const string MetricsPath = "/metrics";

    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Memory for as many combinations of attributes is taken by each instrument at the start, by default for 2,000: those need that
    // which tell of routes and of models, the worst of which change.
    private const int Combinations = 100;
    private static readonly string[] OfMany = ["http.server.request.duration", ServiceMetrics.LiveError, ServiceMetrics.LiveCoverage];

    // Of ASP.NET Core and the runtime, what operators look at: requests, connections, memory, collections, threads.
    private static readonly string[] Meters =
        [ServiceMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        bool exports = !string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]);
        builder.Services.AddSingleton<StoreFigures>();
        builder.Services.AddSingleton<ServiceMetrics>();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lstmservice", serviceVersion: typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters)
                    .AddView(instrument => OfMany.Contains(instrument.Name) ? null : new MetricStreamConfiguration { CardinalityLimit = Combinations })
                    .AddPrometheusExporter();
                if (exports) metrics.AddOtlpExporter();
            });
        if (exports)
            telemetry.WithTracing(traces => traces.AddSource(JobTrace.SourceName).AddAspNetCoreInstrumentation(Watch).AddOtlpExporter());
        return builder;
    }

    public static WebApplication MapMetrics(this WebApplication app)
    {
        app.Services.GetRequiredService<ServiceMetrics>(); // so that its instruments exist from the first scrape on
        app.MapPrometheusScrapingEndpoint(MetricsPath).ExcludeFromDescription().NeedsOperator(); // it names every tenant's models
        return app;
    }

    // Probes and scrapes come every few seconds and would be most of all traces.
    private static void Watch(AspNetCoreTraceInstrumentationOptions options) =>
        options.Filter = context => !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments(MetricsPath);
}
