using LstmService.Api.Configuration;
using LstmService.Api.Documentation;
using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Series;
using LstmService.Api.Storage;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Training;

/// <summary>The answer to an accepted training.</summary>
/// <param name="Id">The job's id; <c>GET /jobs/{id}</c> follows it.</param>
/// <param name="State"><c>queued</c>.</param>
/// <param name="Model">The model that will carry the new version.</param>
/// <param name="Report">What the upload was understood as.</param>
internal sealed record AcceptedTraining(string Id, string State, string Model, PreparationReport Report);

/// <summary><c>POST /train</c>: the main job's door.</summary>
internal static class TrainingEndpoints
{
    private const int RetryAfterSeconds = 30;

    public static IEndpointRouteBuilder MapTraining(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/train", Train)
            .WithTags("Training")
            .WithName("Train")
            .WithSummary("Queues a training: one series or many, as JSON, CSV or Parquet, or a multipart form with such a file")
            .WithUploadExamples()
            .WithExample(TrainingExamples.Accepted, StatusCodes.Status202Accepted)
            .DisableAntiforgery();
        return routes;
    }

    private static async Task<Results<Accepted<AcceptedTraining>, ProblemHttpResult>> Train(
        HttpRequest request, HttpResponse response, TrainingQueue queue, UploadLimits limits, IOptions<ServiceOptions> options,
        CancellationToken cancellationToken)
    {
        UploadResult read = await UploadReader.ReadAsync(request, limits, cancellationToken);
        if (!read.IsRead) return read.Refusal;
        if (Prepare(read.Upload, PointerStyle(request), out TrainingOrder? order) is { } problem) return problem;
        RunRow? run = await queue.AcceptAsync(Tenant.Default, order!, cancellationToken);
        if (run is null)
        {
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Problem.Unavailable($"the queue is full: {options.Value.QueueBound} jobs are unfinished; try again later");
        }
        return TypedResults.Accepted($"/jobs/{run.Id}", new AcceptedTraining(run.Id, run.State, run.Model, order!.Data.Report));
    }

    private static ProblemHttpResult? Prepare(TrainUpload upload, Func<string, string> pointer, out TrainingOrder? order)
    {
        order = null;
        List<InputError> errors =
        [
            .. TrainingRules.Check(upload.Options, upload.Horizon, upload.Levels)
                .Concat(upload.Search is { } search ? SearchRules.Check(search, upload.Options, upload.Horizon) : [])
                .Select(violation => new InputError(violation.Detail, pointer(violation.Name))),
        ];
        if (upload.Symbols is not null)
            errors.AddRange(SymbolRules.Check(upload.Options, upload.Levels, upload.Search).Select(violation => new InputError(violation.Detail, pointer(violation.Name))));
        string? model = upload.Model ?? upload.Sample;
        if (model is not null && !ModelName.IsValid(model))
            errors.Insert(0, new InputError($"model must be {ModelName.Rule}, was '{QueryReader.Shown(model)}'", pointer("model")));
        if (errors.Count > 0) return Problem.Invalid(errors[0].Detail, errors);

        PreparedData data = upload.Understood.Before(SeriesPreparation.Prepare(upload.Series, upload.Frequency, upload.Policies, upload.Symbols));
        if (data.Problems.Count > 0) return PreparationProblem.Of(data, upload.Places);
        if (upload.Symbols is not null && (upload.Covariates.All().Any() || upload.Calendar is not null))
            errors.Add(new InputError("a model of symbols reads no covariates and no calendar: leave them out", pointer("covariates")));
        errors.AddRange(DataRules.Check(upload.Options, data.Series)
            .Concat(upload.Search is { } points ? SearchRules.CheckData(points, upload.Options, data.Series) : [])
            .Select(violation => new InputError(violation.Detail, pointer(violation.Name))));
        if (errors.Count > 0) return Problem.Invalid(errors[0].Detail, errors);
        RunRequest wanted = new(upload.Horizon, upload.Levels, upload.Options, upload.Symbols is null ? ModelKind.Values : ModelKind.Symbols)
        {
            Policies = upload.Policies.AreDefault ? null : upload.Policies,
            Covariates = upload.Covariates.All().Any() ? upload.Covariates : null,
            Calendar = upload.Calendar,
            Search = upload.Search,
        };
        order = new TrainingOrder(model, wanted, data, upload.Symbols);
        return null;
    }

    // JSON members are named by a pointer; query parameters and form fields by their own name.
    private static Func<string, string> PointerStyle(HttpRequest request) => request.HasJsonContentType()
        ? name => "/" + name.Replace('.', '/')
        : name => name.StartsWith("options.", StringComparison.Ordinal) ? name["options.".Length..] : name;
}
