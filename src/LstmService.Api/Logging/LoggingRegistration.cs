using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Settings.Configuration;

namespace LstmService.Api.Logging;

/// <summary>
/// One structured line for each request that failed or was slow, and for each event of a job, with the trace it belongs to. Never
/// a payload, a query or a header. <c>Logging:Console:FormatterName=json</c> writes an object a line instead of text;
/// <c>Serilog:MinimumLevel:Override:Serilog.AspNetCore=Debug</c> shows every request.
/// </summary>
internal static class LoggingRegistration
{
    private const string FormatterName = "Logging:Console:FormatterName"; // the framework's own name for it
    private const double SlowMilliseconds = 1000;
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Message:lj} {TraceId}{NewLine}{Exception}";

    // Where the sinks that the configuration names are looked for; unless told, in every assembly there is.
    private static readonly ConfigurationReaderOptions Sinks =
        new(typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly);

    public static WebApplicationBuilder AddStructuredLogging(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog(log => ToConsole(log, builder.Configuration[FormatterName] == "json")
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal) // Startup explains
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .ReadFrom.Configuration(builder.Configuration, Sinks));
        return builder;
    }

    public static WebApplication UseRequestLog(this WebApplication app)
    {
        app.UseSerilogRequestLogging(options =>
        {
            options.MessageTemplate = "{Method} {Route} {StatusCode} in {Elapsed:0.0} ms";
            options.GetMessageTemplateProperties = (context, _, elapsed, status) =>
            [
                new LogEventProperty("Method", new ScalarValue(context.Request.Method)),
                new LogEventProperty("Route", new ScalarValue((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)")),
                new LogEventProperty("StatusCode", new ScalarValue(status)),
                new LogEventProperty("Elapsed", new ScalarValue(elapsed)),
            ];
            options.GetLevel = (context, elapsed, exception) =>
                exception is not null ? LogEventLevel.Error
                : context.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogEventLevel.Warning
                : context.Response.StatusCode >= StatusCodes.Status400BadRequest || elapsed >= SlowMilliseconds ? LogEventLevel.Information
                : LogEventLevel.Debug;
        });
        return app;
    }

    private static LoggerConfiguration ToConsole(LoggerConfiguration log, bool isJson) => isJson
        ? log.WriteTo.Console(new RenderedCompactJsonFormatter())
        : log.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
}
