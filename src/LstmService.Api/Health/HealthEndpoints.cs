using LstmService.Api.Configuration;
using LstmService.Api.Documentation;
using LstmService.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Quartz;

namespace LstmService.Api.Health;

/// <summary>What a health route answers.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Checks">What was looked at.</param>
internal sealed record HealthReport(string Status, IReadOnlyDictionary<string, string> Checks);

/// <summary>Alive: the process answers. Ready: it can also reach its store and train.</summary>
internal static class HealthEndpoints
{
    private const string Healthy = "healthy";
    private const string Unhealthy = "unhealthy";

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("live", Live)
            .WithName("IsLive")
            .WithSummary("Tells whether the process answers")
            .WithExample("""{ "status": "healthy", "checks": {} }""");
        health.MapGet("ready", Ready)
            .WithName("IsReady")
            .WithSummary("Tells whether the service can be used: its database answers and its worker runs")
            .WithExample("""{ "status": "healthy", "checks": { "database": "healthy", "worker": "healthy" } }""")
            .WithExample("""{ "status": "unhealthy", "checks": { "database": "unhealthy", "worker": "healthy" } }""", StatusCodes.Status503ServiceUnavailable)
            .WithAnswer(StatusCodes.Status200OK, typeof(HealthReport))
            .WithAnswer(StatusCodes.Status503ServiceUnavailable, typeof(HealthReport));
        return routes;
    }

    private static Ok<HealthReport> Live() => TypedResults.Ok(new HealthReport(Healthy, new Dictionary<string, string>()));

    private static async Task<JsonHttpResult<HealthReport>> Ready(
        Database database, ISchedulerFactory schedulers, IOptions<ServiceOptions> options, CancellationToken cancellationToken)
    {
        Dictionary<string, string> checks = new() { ["database"] = database.IsReachable() ? Healthy : Unhealthy };
        if (options.Value.Trains())
        {
            IScheduler scheduler = await schedulers.GetScheduler(cancellationToken);
            checks["worker"] = scheduler.Status == SchedulerStatus.Running ? Healthy : Unhealthy;
        }
        bool ready = checks.Values.All(state => state == Healthy);
        return TypedResults.Json(
            new HealthReport(ready ? Healthy : Unhealthy, checks),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
