using LstmService.Api.Commands;
using LstmService.Api.Configuration;
using LstmService.Api.Dashboard;
using LstmService.Api.Documentation;
using LstmService.Api.Explanations;
using LstmService.Api.Forecasts;
using LstmService.Api.Health;
using LstmService.Api.Jobs;
using LstmService.Api.Logging;
using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Security;
using LstmService.Api.Series;
using LstmService.Api.Storage;
using LstmService.Api.Telemetry;
using LstmService.Api.Training;
using Microsoft.Extensions.Options;

PrivateFiles.Begin();
if (CommandLine.IsCommand(args)) return await CommandLine.RunAsync(args);
return await Startup.RunOrExplainAsync(() => Build(args));

static WebApplication Build(string[] args)
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.AddStructuredLogging();
    builder.AddTelemetry();
    builder.AddServer();
    builder.Services
        .AddServiceOptions()
        .AddProblems()
        .AddDocumentation()
        .AddStorage(builder.Configuration)
        .AddAccess(builder.Configuration)
        .AddSeries()
        .AddTraining(builder.Configuration)
        .AddModels()
        .AddForecasts()
        .AddDashboard();

    WebApplication app = builder.Build();
    HeapRelease.AfterStart(app.Lifetime);
    app.UseRequestLog();
    app.UseProblems();
    app.MapHealth();
    app.MapMetrics();
    if (!app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.Answers()) return app;
    app.UseDocumentationPage();
    app.UseAccess();
    app.UseRequestTimeouts();
    app.MapTraining();
    app.MapSeries();
    app.MapJobs();
    app.MapModels();
    app.MapAppending();
    app.MapSchedules();
    app.MapBacktests();
    app.MapForecasts();
    app.MapExplanations();
    app.MapDocumentation();
    app.MapDashboard();
    return app;
}
