using LstmService.Api.Documentation;
using LstmService.Api.Jobs;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Security;
using LstmService.Api.Series;
using LstmService.Api.Series.Covariates;
using LstmService.Api.Training;
using LstmService.Forecasting.Options;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Models;

/// <summary>The answer to new points.</summary>
/// <param name="Model">The model.</param>
/// <param name="Appended">Points at times that its series did not have.</param>
/// <param name="Corrected">Points at times they had, with another value.</param>
/// <param name="Series">The same by series.</param>
/// <param name="JobId">The training that the new points set off, because the errors have grown; null for none.</param>
internal sealed record AppendedPoints(string Model, int Appended, int Corrected, IReadOnlyList<AppendedSeries> Series, string? JobId);

/// <summary><c>POST /models/{model}/series</c>: new points for a model's series.</summary>
internal static class AppendEndpoints
{
    public static IEndpointRouteBuilder MapAppending(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/models/{model}/series", Append)
            .WithTags("Models")
            .WithName("AppendPoints")
            .TakesLong()
            .Needs(AccessRole.Train)
            .WithSummary("Appends points to a model's series, or corrects them; forecasts go on from the newest")
            .WithDescription("The body is POST /train's series in any of its forms, at the model's frequency, or at a finer one, in whole steps, where the training put points together. Values without times follow the last. "
                + "Covariates are those the model was trained with. A series the model did not have is added. Nothing is trained, unless the model's schedule says onDrift.")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithRequestExample(ModelExamples.Append, schema: UploadSchema.Points)
            .WithFileExamples(ModelExamples.AppendCsv, FileSettings.OfTable)
            .WithExample(ModelExamples.Appended)
            .WithProblems(400, 404, 413, 415, 422)
            .DisableAntiforgery();
        return routes;
    }

    private static async Task<Results<Ok<AppendedPoints>, ProblemHttpResult>> Append(
        string model, HttpRequest request, Caller caller, UploadLimits limits, Catalogue catalogue, SeriesAppending appending, LiveErrors live,
        Schedules schedules, Retraining retraining, CancellationToken cancellationToken)
    {
        if (catalogue.Served(caller.Tenant, model, version: null) is not { } version
            || catalogue.Version(caller.Tenant, model, version.Version) is not { } champion) return ModelEndpoints.NoSuchModel(catalogue, caller.Tenant, model);
        RunRequest trained = Json.Read<RunRequest>(champion.Request);
        UploadSettings known = new()
        {
            Kind = version.Kind == ModelKind.Symbols ? UploadKind.Symbols : UploadKind.Values,
            Covariates = trained.Covariates ?? CovariateNames.None,
        };
        UploadResult read = await UploadReader.ReadAsync(request, limits, known, cancellationToken);
        if (!read.IsRead) return read.Refusal;
        InputError[] errors = [.. NotHere(read.Upload, version, known)];
        if (errors.Length > 0) return Problem.Invalid(errors[0].Detail, errors);
        AppendOutcome outcome = await appending.AppendAsync(caller.Tenant, version, read.Upload, cancellationToken);
        if (outcome.Refusal is { } refusal) return refusal;
        bool drifted = schedules.Find(caller.Tenant, model) is { OnDrift: 1 } && live.HasDrifted(caller.Tenant, outcome.Version);
        Acceptance? anew = drifted ? await retraining.QueueAsync(caller.Tenant, model, once: _ => true, cancellationToken) : null;
        return TypedResults.Ok(new AppendedPoints(
            model, outcome.Series.Sum(series => series.Appended), outcome.Series.Sum(series => series.Corrected), outcome.Series,
            (anew as Acceptance.Accepted)?.Run.Id));
    }

    // What the reader takes for a training and points have no use for.
    private static IEnumerable<InputError> NotHere(TrainUpload upload, ServedVersion version, UploadSettings known)
    {
        if (upload.Sample is not null) yield return Error("sample", "give the points themselves");
        if (upload.Model is { } model && model != version.Model) yield return Error("model", $"the path says {version.Model}");
        if (upload.Frequency is { } frequency && frequency.ToString() != version.Frequency) yield return Error("frequency", $"the model steps by {version.Frequency}");
        if ((upload.Symbols is not null) != (version.Kind == ModelKind.Symbols)) yield return Error("kind", $"the model is of kind {version.Kind}");
        if (!upload.Covariates.All().SequenceEqual(known.Covariates.All())) yield return Error("covariates", "they are those the model was trained with");
        bool plain = upload is { Horizon: null, Levels: null, Search: null, Calendar: null, Priority: null }
            && upload.Policies.AreDefault && Json.Write(upload.Options) == Json.Write(new TrainingOptions());
        if (!plain) yield return Error("options", "what a training is to do, and what becomes of dirt, is said to POST /train and kept with the model");

        static InputError Error(string name, string why) => new($"{name} is not read here: {why}", name);
    }
}
