using LstmService.Api.Configuration;
using LstmService.Api.Documentation;
using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Series;

/// <summary>What an upload would be understood as, and its first series to draw.</summary>
/// <param name="Report">What <c>POST /series/inspect</c> answers.</param>
/// <param name="Series">The first series as they were prepared, each as <c>GET /models/{model}/series/{id}</c> answers it.</param>
/// <param name="Columns">What every column of a table was understood as; none of JSON.</param>
internal sealed record SeriesPreview(PreparationReport Report, IReadOnlyList<object> Series, IReadOnlyList<UnderstoodColumn> Columns);

/// <summary>What an upload would be understood as, without training.</summary>
public static class SeriesRoutes
{
    private const int MostPreviewed = 12;
    private const int MostPreviewedPoints = 20_000;

    /// <summary>Registers the limits of uploads.</summary>
    public static IServiceCollection AddSeries(this IServiceCollection services) =>
        services.AddSingleton(provider => LimitsOf(
            provider.GetRequiredService<IOptions<ServiceOptions>>().Value, provider.GetService<DataDirectory>()));

    /// <summary>Maps <c>POST /series/inspect</c>.</summary>
    public static IEndpointRouteBuilder MapSeries(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/series/inspect", InspectSeries)
            .WithName("InspectSeries")
            .TakesLong()
            .WithTags("Series")
            .WithUploadExamples()
            .WithExample(InspectExamples.Report)
            .WithProblems(400, 413, 415)
            .WithSummary("What an upload would be understood as, without training")
            .WithDescription("Takes the same body as POST /train and answers the series, their frequency, seasons, gaps and duplicates, what would be changed, and warnings.");
        routes.MapPost("/series/preview", PreviewSeries)
            .WithName("PreviewSeries")
            .TakesLong()
            .WithTags("Series")
            .WithUploadExamples()
            .WithExample(InspectExamples.Preview)
            .WithProblems(400, 413, 415)
            .WithSummary("The report of POST /series/inspect, with the first series to draw")
            .WithDescription($"Takes the same body. At most {MostPreviewed} series and {MostPreviewedPoints} points are answered, the last ones of each series. "
                + "Of a table each of the columns is answered with its role: time, id, value, known, past, static or unread.");
        return routes;
    }

    private static async Task<Results<Ok<SeriesPreview>, ProblemHttpResult>> PreviewSeries(
        HttpRequest request, UploadLimits limits, CancellationToken cancellation)
    {
        (TrainUpload? upload, PreparedData? prepared, ProblemHttpResult? refusal) = await PrepareAsync(request, limits, MostPreviewed, cancellation);
        if (upload is null || prepared is null) return refusal!;
        int last = MostPreviewedPoints / prepared.Series.Count;
        object[] drawn = upload.Symbols is { } symbols
            ? [.. prepared.Series.Select(series => SeriesHistory.Of(SymbolSeries.Of(series, symbols), last))]
            : [.. prepared.Series.Select(series => SeriesHistory.Of(series, last))];
        return TypedResults.Ok(new SeriesPreview(prepared.Report, drawn, upload.Understood.Columns));
    }

    private static UploadLimits LimitsOf(ServiceOptions options, DataDirectory? own) =>
        new(options.MaxUploadBytes, options.MaxSeries, options.MaxPoints)
        {
            MaxJsonBytes = options.MaxJsonBytes,
            MaxColumns = options.MaxColumns,
            MaxLineBytes = options.MaxLineBytes,
            MaxTrainingPoints = options.MaxTrainingPoints,
            MaxSeriesPoints = options.MaxSeriesPoints,
            Directory = own is null ? null : Path.Combine(own.FullPath, "uploads"), // a node on a shared store has no directory of its own
        };

    private static async Task<Results<Ok<PreparationReport>, ProblemHttpResult>> InspectSeries(
        HttpRequest request, UploadLimits limits, CancellationToken cancellation)
    {
        (_, PreparedData? prepared, ProblemHttpResult? refusal) = await PrepareAsync(request, limits, mostSeries: 0, cancellation);
        return prepared is null ? refusal! : TypedResults.Ok(prepared.Report);
    }

    private static async Task<(TrainUpload? Upload, PreparedData? Prepared, ProblemHttpResult? Refusal)> PrepareAsync(
        HttpRequest request, UploadLimits limits, int mostSeries, CancellationToken cancellation)
    {
        UploadResult read = await UploadReader.ReadAsync(request, limits, cancellation);
        if (!read.IsRead) return (null, null, read.Refusal);
        PreparedData prepared = read.Upload.Understood.Before(
            SeriesPreparation.Prepare(read.Upload.Series, read.Upload.Frequency, read.Upload.Policies, read.Upload.Symbols, mostSeries));
        return prepared.Problems.Count == 0
            ? (read.Upload, prepared, null)
            : (null, null, PreparationProblem.Of(prepared.Problems, read.Upload.Places));
    }
}

/// <summary>Data that can be read but not used, as a problem.</summary>
public static class PreparationProblem
{
    /// <summary>The problem with the place of each error in the upload.</summary>
    public static ProblemHttpResult Of(IReadOnlyList<DataProblem> problems, IUploadPlaces places)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(places);
        IReadOnlyList<InputError> errors = places.At([.. problems.Take(ErrorList.Most)]);
        return Problem.Invalid(errors[0].Detail, errors);
    }
}
