using LstmService.Api.Documentation;
using LstmService.Api.Paging;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Security;
using LstmService.Api.Series;
using LstmService.Api.Storage;
using LstmService.Api.Training;
using LstmService.Forecasting.Data;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Models;

/// <summary>What clients see of models: list, look, promote, read their series, delete.</summary>
internal static class ModelEndpoints
{
    private const int MostSeries = 100;
    private const int MostPoints = 100_000_000;

    public static IServiceCollection AddModels(this IServiceCollection services) =>
        services.AddSingleton<Catalogue>().AddSingleton<Backtests>().AddSingleton<LiveErrors>().AddSingleton<SeriesAppending>();

    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/models").WithTags("Models");
        models.MapGet("", List)
            .WithName("ListModels")
            .WithSummary("Lists models by name")
            .WithQuery("limit", "Entries a page, 1 to 200; 50 unless told.", 20)
            .WithQuery("cursor", "The 'next' of the page before.")
            .WithQuery("search", NameSearch.Description, "passengers")
            .WithExample(ModelExamples.List)
            .WithProblems(400);
        models.MapGet("{model}", Get)
            .WithName("GetModel")
            .WithSummary("Shows a model: its versions, how they were judged, and where they came from")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithExample(ModelExamples.Model)
            .WithProblems(404);
        models.MapGet("{model}/versions/{version}", GetVersion)
            .WithName("GetModelVersion")
            .WithSummary("Shows one version of a model")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithPath("version", "The version, from 1.", 1)
            .WithExample(ModelExamples.Version)
            .WithProblems(404);
        models.MapPut("{model}/champion", Promote)
            .WithName("PromoteVersion")
            .Needs(AccessRole.Train)
            .WithSummary("Makes a version the champion: promotes it, or rolls back to it")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithRequestExample("""{ "version": 1 }""", schema: Schemas.Promotion)
            .WithExample(ModelExamples.Version)
            .WithProblems(400, 404, 413, 415);
        models.MapGet("{model}/series", ListSeries)
            .WithName("ListSeries")
            .WithSummary("Lists the series of a model by name")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithQuery("limit", "Entries a page, 1 to 200; 50 unless told.", 20)
            .WithQuery("cursor", "The 'next' of the page before.")
            .WithExample(ModelExamples.SeriesList)
            .WithProblems(400, 404);
        models.MapGet("{model}/series/{**id}", GetSeries)
            .WithName("GetSeries")
            .WithSummary("Gives the history of a series, for people and plots")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithPath("id", "The series' name.", "AirPassengers")
            .WithQuery("last", "Only the last points, that many.", 3)
            .WithExample(ModelExamples.History)
            .WithProblems(400, 404);
        models.MapDelete("{model}", Delete)
            .WithName("DeleteModel")
            .Needs(AccessRole.Admin)
            .WithSummary("Deletes a model, its versions and its series, and cancels its jobs")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithExample(null, StatusCodes.Status204NoContent)
            .WithProblems(404);
        return routes;
    }

    /// <summary>404, with the reason where a model is on its way.</summary>
    public static ProblemHttpResult NoSuchModel(Catalogue catalogue, string tenant, string model) => catalogue.FirstRun(tenant, model) is { } run
        ? Problem.NotFound($"model '{model}' has no version yet: job {run.Id} is {run.State}")
        : Problem.NotFound($"there is no model {Excerpt.Of(model)}");

    private static Results<Ok<Page<ModelSummary>>, ProblemHttpResult> List(HttpRequest request, Caller caller, Catalogue catalogue)
    {
        QueryReader query = new(request.Query);
        PageRequest page = PageRequest.From(query, ModelName.IsValid);
        string? search = NameSearch.From(query);
        if (!query.IsValid) return Problem.Invalid(query.Errors[0].Detail, query.Errors);
        return TypedResults.Ok(page.Of(
            catalogue.ListChampions(caller.Tenant, search, page.After, page.Limit + 1), row => row.Model, ModelSummary.From));
    }

    private static Results<Ok<PublishedModel>, ProblemHttpResult> Get(string model, Caller caller, Catalogue catalogue, LiveErrors live, Schedules schedules)
    {
        ModelRow? row = catalogue.Find(caller.Tenant, model);
        ServedVersion? served = catalogue.Served(caller.Tenant, model, version: null);
        IReadOnlyList<VersionRow> versions = catalogue.Versions(caller.Tenant, model);
        VersionRow? champion = versions.FirstOrDefault(version => version.Version == row?.Champion);
        if (row is null || served is null || champion is null) return NoSuchModel(catalogue, caller.Tenant, model);
        return TypedResults.Ok(new PublishedModel(
            model, row.Kind, champion.Version, Timestamps.FromMilliseconds(row.CreatedAt), champion.Frequency, champion.Horizon,
            [.. catalogue.ServedSeries(caller.Tenant, served, after: null, MostSeries).Select(series => series.Series)],
            catalogue.CountSeries(caller.Tenant, served),
            [.. versions.Select(version => PublishedVersion.From(version, champion.Version))],
            Json.Read<PreparationReport>(champion.Report),
            live.Of(caller.Tenant, model, champion.Version, champion.Horizon),
            schedules.Find(caller.Tenant, model) is { } schedule ? PublishedSchedule.From(schedule) : null));
    }

    private static Results<Ok<PublishedVersion>, ProblemHttpResult> GetVersion(string model, string version, Caller caller, Catalogue catalogue)
    {
        if (catalogue.Find(caller.Tenant, model) is not { } row) return NoSuchModel(catalogue, caller.Tenant, model);
        return long.TryParse(version, out long number) && catalogue.Version(caller.Tenant, model, number) is { } found
            ? TypedResults.Ok(PublishedVersion.From(found, row.Champion))
            : NoSuchVersion(model, version);
    }

    private static async Task<Results<Ok<PublishedVersion>, ProblemHttpResult>> Promote(
        string model, HttpRequest request, Caller caller, Catalogue catalogue, CancellationToken cancellationToken)
    {
        if (catalogue.Find(caller.Tenant, model) is null) return NoSuchModel(catalogue, caller.Tenant, model);
        (Promotion? wanted, ProblemHttpResult? refusal) = await Promotion.ReadAsync(request, cancellationToken);
        if (wanted is not { Version: var number }) return refusal!;
        bool promoted = await catalogue.PromoteAsync(caller.Tenant, model, number, cancellationToken);
        return promoted && catalogue.Version(caller.Tenant, model, number) is { } found
            ? TypedResults.Ok(PublishedVersion.From(found, number))
            : NoSuchVersion(model, $"{number}");
    }

    private static Results<Ok<Page<ListedSeries>>, ProblemHttpResult> ListSeries(
        string model, HttpRequest request, Caller caller, Catalogue catalogue, Database database)
    {
        QueryReader query = new(request.Query);
        PageRequest page = PageRequest.From(query, key => SeriesIds.Check(key) is null);
        if (!query.IsValid) return Problem.Invalid(query.Errors[0].Detail, query.Errors);
        if (catalogue.Served(caller.Tenant, model, version: null) is not { } served) return NoSuchModel(catalogue, caller.Tenant, model);
        IReadOnlyList<ServedSeries> listed = catalogue.ServedSeries(caller.Tenant, served, page.After, page.Limit + 1);
        return TypedResults.Ok(database.Read(connection => page.Of(listed, one => one.Series, one => ListedSeries.Of(
            one.Series, SeriesArchive.ExtentOf(connection, caller.Tenant, model, one.Revision, one.Series) ?? throw new Forecasts.ModelGoneException(model)))));
    }

    private static Results<Ok<SeriesHistory<double?>>, Ok<SeriesHistory<string?>>, ProblemHttpResult> GetSeries(
        string model, string id, HttpRequest request, Caller caller, Catalogue catalogue, Database database)
    {
        QueryReader query = new(request.Query);
        int? last = query.Integer("last", 1, MostPoints);
        if (!query.IsValid) return Problem.Invalid(query.Errors[0].Detail, query.Errors);
        if (catalogue.Served(caller.Tenant, model, version: null) is not { } served) return NoSuchModel(catalogue, caller.Tenant, model);
        string name = SeriesName(request, id);
        ServedSeries? found = catalogue.ServedSeries(caller.Tenant, served, name);
        if (found is null) return NoSuchSeries(model, name);
        if (served.Kind == ModelKind.Symbols)
            return database.Read(connection => SymbolArchive.Read(connection, caller.Tenant, model, found.Revision, found.Series)) is { } symbols
                ? TypedResults.Ok(SeriesHistory.Of(symbols, last))
                : NoSuchSeries(model, name);
        return database.Read(connection => SeriesArchive.Read(connection, caller.Tenant, model, found.Revision, found.Series)) is { } series
            ? TypedResults.Ok(SeriesHistory.Of(series, last))
            : NoSuchSeries(model, name);
    }

    private static ProblemHttpResult NoSuchSeries(string model, string name) =>
        Problem.NotFound($"model '{model}' has no series {Excerpt.Of(name)}");

    // The route value leaves %2F alone, so that a name with a slash and one with a written %2F look alike; the target does not.
    private static string SeriesName(HttpRequest request, string id)
    {
        const string Models = "/models/", Before = "/series/"; // a model may be called series, too
        string target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget.Split('?')[0] ?? "";
        int models = target.IndexOf(Models, StringComparison.Ordinal), at = models < 0 ? -1 : target.IndexOf(Before, models + Models.Length, StringComparison.Ordinal);
        return at < 0 ? id : Uri.UnescapeDataString(target[(at + Before.Length)..]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string model, Caller caller, Catalogue catalogue, CancellationToken cancellationToken)
    {
        return await catalogue.DeleteAsync(caller.Tenant, model, cancellationToken)
            ? TypedResults.NoContent()
            : NoSuchModel(catalogue, caller.Tenant, model);
    }

    /// <summary>404 for a version.</summary>
    public static ProblemHttpResult NoSuchVersion(string model, string version) =>
        Problem.NotFound($"model '{model}' has no version {Excerpt.Of(version)}");
}
