using LstmService.Api.Configuration;
using LstmService.Api.Documentation;
using LstmService.Api.Problems;
using LstmService.Forecasting.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Series;

/// <summary>What an upload would be understood as, without training.</summary>
public static class SeriesRoutes
{
    /// <summary>Registers the limits of uploads.</summary>
    public static IServiceCollection AddSeries(this IServiceCollection services) =>
        services.AddSingleton(provider => new UploadLimits(provider.GetRequiredService<IOptions<ServiceOptions>>().Value.MaxUploadBytes));

    /// <summary>Maps <c>POST /series/inspect</c>.</summary>
    public static IEndpointRouteBuilder MapSeries(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/series/inspect", InspectSeries)
            .WithName("InspectSeries")
            .WithTags("Series")
            .WithUploadExamples()
            .WithExample(InspectExamples.Report)
            .WithSummary("What an upload would be understood as, without training")
            .WithDescription("Takes the same body as POST /train and answers the series, their frequency, seasons, gaps and duplicates, what would be changed, and warnings.");
        return routes;
    }

    private static async Task<Results<Ok<PreparationReport>, ProblemHttpResult>> InspectSeries(
        HttpRequest request, UploadLimits limits, CancellationToken cancellation)
    {
        UploadResult read = await UploadReader.ReadAsync(request, limits, cancellation);
        if (!read.IsRead) return read.Refusal;
        PreparedData prepared = SeriesPreparation.Prepare(read.Upload.Series, read.Upload.Frequency, read.Upload.Symbols);
        return prepared.Problems.Count == 0 ? TypedResults.Ok(prepared.Report) : PreparationProblem.Of(prepared, read.Upload.Places);
    }
}

/// <summary>Data that can be read but not used, as a problem.</summary>
public static class PreparationProblem
{
    /// <summary>The problem with the place of each error in the upload.</summary>
    public static ProblemHttpResult Of(PreparedData prepared, IUploadPlaces places)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        ArgumentNullException.ThrowIfNull(places);
        InputError[] errors = [.. prepared.Problems.Select(p => places.At(p.Detail, p.Series, p.Point))];
        return Problem.Invalid(errors[0].Detail, errors);
    }
}
