using LstmService.Api.Documentation;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Security;
using LstmService.Forecasting.Evaluation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Models;

/// <summary>The backtest of one series by one version.</summary>
/// <param name="Model">The model.</param>
/// <param name="Version">The version.</param>
/// <param name="Series">The series; null where no backtest was kept.</param>
/// <param name="Kept">The series whose backtest was kept, evenly chosen where there are many.</param>
/// <param name="Origins">The earliest first; evenly chosen where there are many.</param>
internal sealed record VersionBacktest(
    string Model, long Version, string? Series, IReadOnlyList<string> Kept, IReadOnlyList<BacktestOrigin> Origins);

/// <summary><c>GET /models/{model}/versions/{version}/backtest</c>: what was forecast in the past, beside what happened.</summary>
internal static class BacktestEndpoints
{
    public static IEndpointRouteBuilder MapBacktests(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models/{model}/versions/{version}/backtest", Get)
            .WithTags("Models")
            .WithName("GetBacktest")
            .WithSummary("Shows what a version and the baselines forecast at past origins, beside what happened")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithPath("version", "The version, from 1.", 1)
            .WithQuery("series", "One of the series that were kept; the first unless told.", "AirPassengers")
            .WithExample(BacktestExamples.Backtest)
            .WithProblems(400, 404);
        return routes;
    }

    private static Results<Ok<VersionBacktest>, ProblemHttpResult> Get(
        string model, string version, HttpRequest request, Caller caller, Catalogue catalogue, Backtests backtests)
    {
        QueryReader query = new(request.Query);
        string? series = query.Text("series");
        if (!query.IsValid) return Problem.Invalid(query.Errors[0].Detail, query.Errors);
        if (catalogue.Find(caller.Tenant, model) is null) return ModelEndpoints.NoSuchModel(catalogue, caller.Tenant, model);
        if (!long.TryParse(version, out long number) || catalogue.Version(caller.Tenant, model, number) is null)
            return ModelEndpoints.NoSuchVersion(model, version);
        IReadOnlyList<string> kept = backtests.Kept(caller.Tenant, model, number);
        if ((series ?? (kept.Count > 0 ? kept[0] : null)) is not { } name)
            return TypedResults.Ok(new VersionBacktest(model, number, null, kept, []));
        return backtests.Find(caller.Tenant, model, number, name) is { } found
            ? TypedResults.Ok(new VersionBacktest(model, number, name, kept, found.Origins))
            : Problem.NotFound($"no backtest of series {Excerpt.Of(name)} was kept with version {number} of model '{model}'");
    }
}
