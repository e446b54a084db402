using LstmService.Api.Documentation;
using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Security;
using LstmService.Api.Series;
using LstmService.Api.Storage;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Symbols;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LstmService.Api.Forecasts;

/// <summary><c>GET /forecast</c> from the stored history, <c>POST /forecast</c> from a fresh one.</summary>
internal static class ForecastEndpoints
{
    private const int LongestRemembered = 512; // characters of a query, which is as long as a client likes

    public static IServiceCollection AddForecasts(this IServiceCollection services)
    {
        services.AddSingleton<PredictorCache>();
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<Forecaster>();
        return services;
    }

    public static IEndpointRouteBuilder MapForecasts(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder forecasts = routes.MapGroup("/forecast").WithTags("Forecasts");
        forecasts.MapGet("", Get)
            .WithName("GetForecast")
            .TakesLong()
            .WithSummary("Forecasts a series of a model from its stored history, as JSON, CSV or one JSON a line")
            .WithQuery("model", "The model's name.", "air-passengers", required: true)
            .WithQuery("series", "The series' name; may be left out where the model has one.", "AirPassengers")
            .WithQuery("horizon", $"Steps ahead, 1 to {TrainingRules.MaxHorizon}; the model's own unless told.", 2)
            .WithQuery("levels", "Interval levels in percent with commas between them; 80,95 unless told.", "80")
            .WithQuery("version", "A version other than the champion.", 1)
            .WithQuery("samples", $"Sample paths beside the points, 1 to {TrainingRules.MaxSamples}: futures that may come, spread at each step as the quantiles say and coherent over the steps, so that sums and peaks may be taken of them. As JSON or JSON lines.", isNumber: true)
            .WithQuery("seed", "What the sample paths are drawn from; model, version, series and origin unless told.", isNumber: true)
            .WithDescription(ForecastExamples.OfSymbols)
            .WithExample(ForecastExamples.Forecast)
            .WithExample(ForecastExamples.Csv, contentType: ForecastQuery.Csv)
            .WithExample(ForecastExamples.Line, contentType: ForecastQuery.Lines)
            .WithExample(null, StatusCodes.Status304NotModified)
            .WithAnswer(StatusCodes.Status200OK, typeof(ForecastBody), typeof(SymbolForecastBody))
            .WithHeader("If-None-Match", "The ETag of an answer that is known; 304 where it still holds.")
            .WithProblems(400, 404, 422);
        forecasts.MapPost("", Post)
            .WithName("ForecastHistory")
            .TakesLong()
            .WithSummary("Forecasts from a fresh history, which replaces the stored one for this answer; the series may be new to the model")
            .WithRequestExample(ForecastExamples.Request, schema: UploadSchema.History)
            .WithExample(ForecastExamples.Forecast)
            .WithAnswer(StatusCodes.Status200OK, typeof(ForecastBody), typeof(SymbolForecastBody), typeof(ScenarioBody))
            .WithProblems(400, 404, 413, 415, 422);
        return routes;
    }

    private static IResult Get(
        HttpRequest request, HttpResponse response, Caller caller, Unchanged unchanged, Catalogue catalogue, Forecaster forecaster, AnswerCache answers)
    {
        IResult? instead = null;
        (string Tenant, string Query, string Accept) asked = (caller.Tenant, request.QueryString.Value ?? "", request.Headers.Accept.ToString());
        ForecastTarget? target = asked.Query.Length + asked.Accept.Length <= LongestRemembered
            ? unchanged.GetOrRead(asked, _ => Target(request, caller.Tenant, catalogue, forecaster, out instead))
            : Target(request, caller.Tenant, catalogue, forecaster, out instead);
        return target is null ? instead! : One(request, response, caller.Tenant, target, forecaster, answers);
    }

    /// <summary>The one forecast that is asked for; null where <paramref name="instead"/> is to be answered: a refusal, or those of all series.</summary>
    private static ForecastTarget? Target(HttpRequest request, string tenant, Catalogue catalogue, Forecaster forecaster, out IResult? instead)
    {
        instead = null;
        if (ForecastQuery.From(request, out IReadOnlyList<InputError> errors) is not { } query)
            instead = Problem.Invalid(errors[0].Detail, errors);
        else if (catalogue.Served(tenant, query.Model, query.Version) is not { } version)
            instead = NoSuchVersion(catalogue, tenant, query.Model, query.Version);
        else if (version.Kind == ModelKind.Symbols && query.Levels is not null)
            instead = NoLevels("levels");
        else if (version.Kind == ModelKind.Symbols && query.Samples is not null)
            instead = NoSamples("samples");
        else
        {
            ForecastShape shape = ForecastShape.Of(version, query.Horizon, query.Levels, query.Samples, query.Seed);
            (ServedSeries? series, ProblemHttpResult? refusal) = SeriesChoice.Of(catalogue, tenant, version, query.Series);
            if (series is not null) return new(version, series, shape, query.Format);
            instead = refusal ?? All(query, tenant, version, shape, catalogue, forecaster);
        }
        return null;
    }

    private static IResult One(
        HttpRequest request, HttpResponse response, string tenant, ForecastTarget target, Forecaster forecaster, AnswerCache answers)
    {
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.ETag = target.Tag;
        response.Headers.CacheControl = "private, no-cache"; // keep it, but ask: the champion may have changed
        if (Matches(request.Headers.IfNoneMatch, target.Tag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return new BytesAnswer(answers.GetOrAdd(target.Tag, () => forecaster.Write(tenant, target)), ContentType(target.Format));
    }

    private static IResult All(
        ForecastQuery query, string tenant, ServedVersion version, ForecastShape shape, Catalogue catalogue, Forecaster forecaster)
    {
        const string Missing = "series is missing: the model has many; name one, or accept text/csv or application/x-ndjson for all";
        if (query.Format == ForecastFormat.Json) return Problem.Invalid(Missing, new InputError(Missing, "series"));
        forecaster.RequireCovariatesOfAll(tenant, version, shape.Horizon, catalogue); // a stream that has begun cannot be refused
        return TypedResults.Stream(
            body => ForecastStream.WriteAsync(body, query.Format, tenant, version, shape, catalogue, forecaster), ContentType(query.Format));
    }

    private static async Task<IResult> Post(
        HttpRequest request, Caller caller, Catalogue catalogue, Forecaster forecaster, UploadLimits limits, CancellationToken cancellationToken)
    {
        HistoryResult read = await HistoryReader.ReadAsync(request, limits, cancellationToken, FreshHistory.CovariatesOf(caller.Tenant, catalogue, forecaster));
        if (!read.IsRead) return read.Refusal;
        HistoryUpload upload = read.Upload;
        List<InputError> errors = [.. ForecastQuery.CheckLevels(upload.Levels, "/levels")];
        if (upload.Horizon is < 1 or > TrainingRules.MaxHorizon)
            errors.Insert(0, new InputError($"horizon must be 1..{TrainingRules.MaxHorizon}, was {upload.Horizon}", "/horizon"));
        if (upload.Samples is < 1 or > TrainingRules.MaxSamples)
            errors.Add(new InputError($"samples must be 1..{TrainingRules.MaxSamples}, was {upload.Samples}", "/samples"));
        if (errors.Count > 0) return Problem.Invalid(errors[0].Detail, errors);
        if (catalogue.Served(caller.Tenant, upload.Model, upload.Version) is not { } version)
            return NoSuchVersion(catalogue, caller.Tenant, upload.Model, upload.Version);
        ForecastShape shape = ForecastShape.Of(version, upload.Horizon, upload.Levels, upload.Samples, upload.Seed);
        if (upload.FromStored) return FromStored(upload, caller.Tenant, version, shape, catalogue, forecaster);
        if (CheckSettings(upload, version) is { } notOfSymbols) return notOfSymbols;
        (TimeSeries? history, ProblemHttpResult? unread) = FreshHistory.Of(upload, caller.Tenant, version, forecaster);
        if (history is null) return unread!;
        return upload.Symbols is { } vocabulary
            ? Written(forecaster.Forecast(caller.Tenant, version, SymbolSeries.Of(history, vocabulary), shape))
            : Under(upload, caller.Tenant, version, history, shape, forecaster);
    }

    private static IResult FromStored(
        HistoryUpload upload, string tenant, ServedVersion version, ForecastShape shape, Catalogue catalogue, Forecaster forecaster)
    {
        (TimeSeries? history, ProblemHttpResult? refusal) = FreshHistory.Stored(upload, tenant, version, catalogue, forecaster);
        return history is null ? refusal! : Under(upload, tenant, version, history, shape, forecaster);
    }

    /// <summary>The forecast under the future that was told, and under the scenario's where there is one.</summary>
    private static IResult Under(
        HistoryUpload upload, string tenant, ServedVersion version, TimeSeries history, ForecastShape shape, Forecaster forecaster)
    {
        (TimeSeries? told, ProblemHttpResult? refusal) = FreshHistory.Told(upload, forecaster.CovariatesOf(tenant, version), history, shape.Horizon);
        if (told is null) return refusal!;
        ForecastBody forecast = forecaster.Forecast(tenant, version, told, shape);
        if (upload.Scenario is not { } changes) return Written(forecast);
        if (changes.FirstOrDefault(c => c.Length < shape.Horizon) is { } few)
        {
            string detail = $"scenario.{few.Name} must hold {shape.Horizon} values, one for each step of the horizon, held {few.Length}";
            return Problem.Invalid(detail, new InputError(detail, $"/scenario/{few.Name}"));
        }
        return TypedResults.Ok(ScenarioBody.Of(forecast, forecaster.Forecast(tenant, version, KnownFuture.Of(told, changes), shape)));
    }

    private static BytesAnswer Written(IForecastBody forecast) => new(forecast.ToJson(), ContentType(ForecastFormat.Json));

    private static ProblemHttpResult? CheckSettings(HistoryUpload upload, ServedVersion version)
    {
        if (version.Kind != ModelKind.Symbols) return null;
        if (upload.Levels is not null) return NoLevels("/levels");
        return upload.Samples is not null ? NoSamples("/samples") : null;
    }

    private static ProblemHttpResult NoLevels(string pointer)
    {
        const string Detail = "levels are of intervals: a model of symbols answers the probability of each symbol instead";
        return Problem.Invalid(Detail, new InputError(Detail, pointer));
    }

    private static ProblemHttpResult NoSamples(string pointer)
    {
        const string Detail = "samples are paths of numbers: a model of symbols answers the probability of each symbol instead";
        return Problem.Invalid(Detail, new InputError(Detail, pointer));
    }

    /// <summary>404: no such model, or the model has no such version.</summary>
    public static ProblemHttpResult NoSuchVersion(Catalogue catalogue, string tenant, string model, int? version) =>
        version is { } number && catalogue.Find(tenant, model) is not null
            ? Problem.NotFound($"model '{model}' has no version {number}")
            : ModelEndpoints.NoSuchModel(catalogue, tenant, model);

    private static bool Matches(StringValues header, string tag)
    {
        foreach (string? line in header)
        {
            if (line is null) continue;
            foreach (string one in line.Split(',', StringSplitOptions.TrimEntries))
                if (one == "*" || one == tag || (one.StartsWith("W/", StringComparison.Ordinal) && one[2..] == tag)) return true;
        }
        return false;
    }

    private static string ContentType(ForecastFormat format) => format switch
    {
        ForecastFormat.Csv => $"{ForecastQuery.Csv}; charset=utf-8",
        ForecastFormat.Lines => ForecastQuery.Lines,
        _ => "application/json; charset=utf-8",
    };
}
