using LstmService.Api.Documentation;
using LstmService.Api.Forecasts;
using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Security;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Explanation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Explanations;

/// <summary><c>GET /explain</c>: which past points moved a forecast. <c>GET /explain/gates</c>: what each gate did.</summary>
internal static class ExplanationEndpoints
{
    public static IEndpointRouteBuilder MapExplanations(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder explanations = routes.MapGroup("/explain").WithTags("Explanations");
        Describe(explanations.MapGet("", Explain)
            .WithName("ExplainForecast")
            .WithSummary("Says which past points moved a forecast, by how much, and what it is made of"))
            .WithQuery("step", "Steps ahead, from 1, within what the model answers at once; 1 unless told.", 1)
            .WithQuery("method", $"{ExplainQuery.Gradients}, unless told, or {ExplainQuery.Relevance}.", ExplainQuery.Gradients)
            .WithDescription(ExplanationExamples.HowToRead)
            .WithExample(ExplanationExamples.Explanation);
        Describe(explanations.MapGet("/gates", Gates)
            .WithName("ExplainGates")
            .WithSummary("Tells what the gates and states of every layer did along the history"))
            .WithDescription(ExplanationExamples.HowToReadGates)
            .WithExample(ExplanationExamples.Gates);
        return routes;
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .WithQuery("model", "The model's name.", "air-passengers", required: true)
        .WithQuery("series", "The series' name; may be left out where the model has one.", "AirPassengers")
        .WithQuery("version", "A version other than the champion.", 1);

    private static Results<Ok<ExplanationBody>, ProblemHttpResult> Explain(
        HttpRequest request, Caller caller, Catalogue catalogue, Forecaster forecaster, PredictorCache predictors)
    {
        if (Find(request, caller.Tenant, catalogue, forecaster, predictors, out Found? found) is { } problem) return problem;
        (ExplainQuery query, ServedVersion version, Predictor predictor, TimeSeries history) = found!;
        ForecastExplainer explainer = new(predictor);
        if (explainer.Refusal(query.Step, ExplanationMethod.IntegratedGradients) is { } ofStep) return Problem.Unprocessable(ofStep, new InputError(ofStep, "step"));
        if (explainer.Refusal(query.Step, query.Method) is { } ofMethod) return Problem.Unprocessable(ofMethod, new InputError(ofMethod, "method"));
        int reached = predictor.Covariates is null ? query.Step : predictor.Plan.Horizon;
        Forecaster.RequireCalendar(history.Axis, history.Length, reached);
        Forecaster.Require(predictor.Covariates, history, query.Step, isStored: true);
        return TypedResults.Ok(ExplanationBody.Of(version.Model, version.Version, history.Id, explainer.Explain(history, query.Step, query.Method)));
    }

    private static Results<Ok<GatesBody>, ProblemHttpResult> Gates(
        HttpRequest request, Caller caller, Catalogue catalogue, Forecaster forecaster, PredictorCache predictors)
    {
        if (Find(request, caller.Tenant, catalogue, forecaster, predictors, out Found? found) is { } problem) return problem;
        (_, ServedVersion version, Predictor predictor, TimeSeries history) = found!;
        GateSummary gates = new GateReader(predictor).Read(history);
        return TypedResults.Ok(new GatesBody(version.Model, version.Version, history.Id, gates.Times, gates.PointsAStep, gates.Layers));
    }

    /// <summary>The version and the history that are asked about, or the problem to answer.</summary>
    private static ProblemHttpResult? Find(
        HttpRequest request, string tenant, Catalogue catalogue, Forecaster forecaster, PredictorCache predictors, out Found? found)
    {
        found = null;
        if (ExplainQuery.From(request, out IReadOnlyList<InputError> errors) is not { } query) return Problem.Invalid(errors[0].Detail, errors);
        if (catalogue.Served(tenant, query.Model, query.Version) is not { } version)
            return ForecastEndpoints.NoSuchVersion(catalogue, tenant, query.Model, query.Version);
        if (version.Kind == ModelKind.Symbols) return Problem.Unprocessable($"model '{query.Model}' is of symbols: models of numbers are explained");
        (ServedSeries? series, ProblemHttpResult? refusal) = SeriesChoice.Of(catalogue, tenant, version, query.Series);
        if (refusal is not null) return refusal;
        const string Missing = "series is missing: the model has many; name one";
        if (series is null) return Problem.Invalid(Missing, new InputError(Missing, "series"));
        Predictor predictor = predictors.Get(tenant, version);
        if (new ForecastExplainer(predictor).NothingLearnt() is { } nothing) return Problem.Unprocessable(nothing);
        found = new(query, version, predictor, forecaster.Stored(tenant, version, series));
        return null;
    }

    private sealed record Found(ExplainQuery Query, ServedVersion Version, Predictor Predictor, TimeSeries History);
}
