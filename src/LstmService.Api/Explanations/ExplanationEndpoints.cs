using LstmService.Api.Documentation;
using LstmService.Api.Forecasts;
using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Security;
using LstmService.Api.Series;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Symbols;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Explanations;

/// <summary>
/// <c>GET /explain</c> and <c>POST /explain</c>: which past points moved a forecast. <c>GET /explain/gates</c>: what each gate did.
/// </summary>
internal static class ExplanationEndpoints
{
    public static IEndpointRouteBuilder MapExplanations(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder explanations = routes.MapGroup("/explain").WithTags("Explanations");
        Describe(explanations.MapGet("", Get)
            .WithName("ExplainForecast")
            .WithSummary("Says which past points moved a forecast, by how much, and what it is made of"))
            .WithQuery("step", "Steps ahead, from 1, within what the model answers at once; 1 unless told.", 1)
            .WithQuery("method", $"{ExplainQuery.Gradients}, unless told, or {ExplainQuery.Relevance}; symbols are explained by {ExplainQuery.Relevance} alone.", ExplainQuery.Gradients)
            .WithQuery("symbol", "Of a model of symbols, the symbol whose score is explained; the most likely unless told.")
            .WithDescription(ExplanationExamples.HowToRead)
            .WithExample(ExplanationExamples.Explanation)
            .WithProblems(400, 404, 422);
        explanations.MapPost("", Post)
            .WithName("ExplainHistory")
            .TakesLong()
            .WithSummary("Explains a forecast from a fresh history, as POST /forecast takes it; the series may be new to the model")
            .WithDescription(ExplanationExamples.HowToRead)
            .WithRequestExample(ExplanationExamples.Request, schema: UploadSchema.Explanation)
            .WithExample(ExplanationExamples.Explanation)
            .WithProblems(400, 404, 413, 415, 422);
        Describe(explanations.MapGet("/gates", Gates)
            .WithName("ExplainGates")
            .WithSummary("Tells what the gates and states of every layer did along the history"))
            .WithDescription(ExplanationExamples.HowToReadGates)
            .WithExample(ExplanationExamples.Gates)
            .WithProblems(400, 404, 422);
        return routes;
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .WithQuery("model", "The model's name.", "air-passengers", required: true)
        .WithQuery("series", "The series' name; may be left out where the model has one.", "AirPassengers")
        .WithQuery("version", "A version other than the champion.", 1);

    private static Results<Ok<ExplanationBody>, Ok<SymbolExplanationBody>, ProblemHttpResult> Get(
        HttpRequest request, Caller caller, Catalogue catalogue, Forecaster forecaster, PredictorCache predictors)
    {
        if (Find(request, caller.Tenant, catalogue, out Found? found) is { } problem) return problem;
        (ExplainQuery query, ServedVersion version, ServedSeries series) = found!;
        if (version.Kind == ModelKind.Symbols)
            return Symbols(query, version, predictors.GetSymbols(caller.Tenant, version), forecaster.StoredSymbols(caller.Tenant, version, series));
        Predictor predictor = predictors.Get(caller.Tenant, version);
        if (Refusal(query, predictor) is { } refusal) return refusal;
        TimeSeries history = forecaster.Stored(caller.Tenant, version, series);
        Forecaster.Require(predictor.Covariates, history, query.Step, isStored: true);
        return Values(query, version, predictor, history);
    }

    private static async Task<Results<Ok<ExplanationBody>, Ok<SymbolExplanationBody>, ProblemHttpResult>> Post(
        HttpRequest request, Caller caller, Catalogue catalogue, Forecaster forecaster, PredictorCache predictors, UploadLimits limits, CancellationToken cancellationToken)
    {
        HistoryResult read = await HistoryReader.ReadAsync(
            request, limits, cancellationToken, FreshHistory.CovariatesOf(caller.Tenant, catalogue, forecaster), HistoryReader.Explaining);
        if (!read.IsRead) return read.Refusal;
        HistoryUpload upload = read.Upload;
        if (ExplainQuery.From(upload, out IReadOnlyList<InputError> errors) is not { } query) return Problem.Invalid(errors[0].Detail, errors);
        if (catalogue.Served(caller.Tenant, query.Model, query.Version) is not { } version)
            return ForecastEndpoints.NoSuchVersion(catalogue, caller.Tenant, query.Model, query.Version);
        (TimeSeries? history, ProblemHttpResult? refusal) = upload.FromStored
            ? FreshHistory.Stored(upload, caller.Tenant, version, catalogue, forecaster)
            : FreshHistory.Of(upload, caller.Tenant, version, forecaster);
        if (history is null) return refusal!;
        if (upload.Symbols is { } vocabulary)
            return Symbols(query, version, predictors.GetSymbols(caller.Tenant, version), SymbolSeries.Of(history, vocabulary));
        Predictor predictor = predictors.Get(caller.Tenant, version);
        if (Refusal(query, predictor) is { } cannot) return cannot;
        (TimeSeries? told, ProblemHttpResult? untold) = FreshHistory.Told(upload, predictor.Covariates, history, query.Step);
        return told is null ? untold! : Values(query, version, predictor, told);
    }

    private static Results<Ok<GatesBody>, ProblemHttpResult> Gates(
        HttpRequest request, Caller caller, Catalogue catalogue, Forecaster forecaster, PredictorCache predictors)
    {
        if (Find(request, caller.Tenant, catalogue, out Found? found) is { } problem) return problem;
        (_, ServedVersion version, ServedSeries series) = found!;
        if (version.Kind == ModelKind.Symbols)
        {
            SymbolExplainer ofSymbols = new(predictors.GetSymbols(caller.Tenant, version));
            return ofSymbols.NothingLearnt() is { } reason
                ? Problem.Unprocessable(reason)
                : TypedResults.Ok(GatesBody.Of(version, series, ofSymbols.Gates(forecaster.StoredSymbols(caller.Tenant, version, series))));
        }
        Predictor predictor = predictors.Get(caller.Tenant, version);
        return new ForecastExplainer(predictor).NothingLearnt() is { } nothing
            ? Problem.Unprocessable(nothing)
            : TypedResults.Ok(GatesBody.Of(version, series, new GateReader(predictor).Read(forecaster.Stored(caller.Tenant, version, series))));
    }

    private static ProblemHttpResult? Refusal(ExplainQuery query, Predictor predictor)
    {
        ForecastExplainer explainer = new(predictor);
        if (query.Symbol is not null) return query.Refused($"model '{query.Model}' is of numbers: leave symbol out", "symbol");
        if (explainer.NothingLearnt() is { } nothing) return Problem.Unprocessable(nothing);
        if (explainer.Refusal(query.Step, ExplanationMethod.IntegratedGradients) is { } ofStep) return query.Refused(ofStep, "step");
        return explainer.Refusal(query.Step, MethodOf(query)) is { } ofMethod ? query.Refused(ofMethod, "method") : null;
    }

    private static ExplanationMethod MethodOf(ExplainQuery query) => query.Method ?? ExplanationMethod.IntegratedGradients;

    private static Ok<ExplanationBody> Values(ExplainQuery query, ServedVersion version, Predictor predictor, TimeSeries history)
    {
        Forecaster.RequireCalendar(history.Axis, history.Length, predictor.Covariates is null ? query.Step : predictor.Plan.Horizon);
        return TypedResults.Ok(ExplanationBody.Of(version, history.Id, new ForecastExplainer(predictor).Explain(history, query.Step, MethodOf(query))));
    }

    private static Results<Ok<ExplanationBody>, Ok<SymbolExplanationBody>, ProblemHttpResult> Symbols(
        ExplainQuery query, ServedVersion version, SymbolPredictor predictor, SymbolSeries history)
    {
        SymbolExplainer explainer = new(predictor);
        if (explainer.NothingLearnt() is { } nothing) return Problem.Unprocessable(nothing);
        if (SymbolExplainer.RefusalOf(query.Step) is { } ofStep) return query.Refused(ofStep, "step");
        if (query.Method is { } method && SymbolExplainer.RefusalOf(method) is { } ofMethod) return query.Refused(ofMethod, "method");
        if (query.Symbol is { } symbol && predictor.Vocabulary.NumberOf(symbol) is null)
            return query.Refused($"{Excerpt.Of(symbol)} is none of the model's symbols, which are {string.Join(", ", predictor.Vocabulary.Symbols)}", "symbol");
        Forecaster.RequireCalendar(history.Axis, history.Length, query.Step);
        return TypedResults.Ok(SymbolExplanationBody.Of(version, history.Id, explainer.Explain(history, query.Symbol)));
    }

    /// <summary>The version and the stored series that are asked about, or the problem to answer.</summary>
    private static ProblemHttpResult? Find(HttpRequest request, string tenant, Catalogue catalogue, out Found? found)
    {
        found = null;
        if (ExplainQuery.From(request, out IReadOnlyList<InputError> errors) is not { } query) return Problem.Invalid(errors[0].Detail, errors);
        if (catalogue.Served(tenant, query.Model, query.Version) is not { } version)
            return ForecastEndpoints.NoSuchVersion(catalogue, tenant, query.Model, query.Version);
        const string Missing = "series is missing: the model has many; name one";
        (ServedSeries? series, ProblemHttpResult? refusal) = SeriesChoice.One(catalogue, tenant, version, query.Series, Missing, "series");
        if (series is null) return refusal;
        found = new(query, version, series);
        return null;
    }

    private sealed record Found(ExplainQuery Query, ServedVersion Version, ServedSeries Series);
}
