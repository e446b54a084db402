using System.Globalization;
using LstmService.Api.Documentation;
using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Security;
using LstmService.Api.Series;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;
using Microsoft.AspNetCore.Http.HttpResults;

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
    public static IEndpointRouteBuilder MapTraining(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/train", Train)
            .WithTags("Training")
            .WithName("Train")
            .TakesLong()
            .Needs(AccessRole.Train)
            .WithSummary("Queues a training: one series or many, as JSON, CSV or Parquet, or a multipart form with such a file")
            .WithDescription($"With the header {IdempotencyKeys.Header}, any text up to {IdempotencyKeys.Longest} characters, asking again for the same within "
                + "24 hours is answered with the same job, and asking for something else under the same key with 422.")
            .WithHeader(IdempotencyKeys.Header, "The client's own name for this request; remembered for 24 hours.", "4b7a2c1e")
            .WithUploadExamples()
            .WithExample(TrainingExamples.Accepted, StatusCodes.Status202Accepted)
            .WithProblems(400, 409, 413, 415, 422, 429, 503)
            .DisableAntiforgery();
        return routes;
    }

    private static async Task<Results<Accepted<AcceptedTraining>, ProblemHttpResult>> Train(
        HttpRequest request, HttpResponse response, Caller caller, TrainingQueue queue, QueueBounds bounds, TrainingBounds trainings, UploadLimits limits,
        CancellationToken cancellationToken)
    {
        string? key = IdempotencyKeys.Of(request, out ProblemHttpResult? noKey);
        if (noKey is not null) return noKey;
        UploadResult read = await UploadReader.ReadAsync(request, limits, cancellationToken);
        if (!read.IsRead) return read.Refusal;
        if (Prepare(read.Upload, trainings, PointerStyle(request), out TrainingOrder? order) is { } problem) return problem;
        Acceptance acceptance = await queue.AcceptAsync(caller.Tenant, order!, key, cancellationToken);
        return Answer(acceptance, bounds, response);
    }

    /// <summary>What a client is told of its order.</summary>
    public static Results<Accepted<AcceptedTraining>, ProblemHttpResult> Answer(Acceptance acceptance, QueueBounds bounds, HttpResponse response)
    {
        switch (acceptance)
        {
            case Acceptance.Accepted { Run: { } run }: // again under its key, the first answer is repeated, whatever became of the run
                return TypedResults.Accepted(
                    $"/jobs/{run.Id}", new AcceptedTraining(run.Id, RunState.Queued, run.Model, Json.Read<PreparationReport>(run.Report)));
            case Acceptance.Full full:
                response.Headers.RetryAfter = bounds.RetryAfterSeconds().ToString(CultureInfo.InvariantCulture);
                return full.OfTenant
                    ? Problem.TooMany($"{full.Bound} of your jobs are unfinished, and no more may be; try again later")
                    : Problem.Unavailable($"the queue is full: {full.Bound} jobs are unfinished; try again later");
            default:
                return Problem.Unprocessable(
                    $"this {IdempotencyKeys.Header} stands for another request of the last 24 hours: send that one, or another key",
                    new InputError("the key stands for another request", IdempotencyKeys.Header));
        }
    }

    private static ProblemHttpResult? Prepare(TrainUpload upload, TrainingBounds bounds, Func<string, string> pointer, out TrainingOrder? order)
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
            errors.Insert(0, new InputError($"model must be {ModelName.Rule}, was {Excerpt.Of(model)}", pointer("model")));
        if (upload.Priority is < TrainingOrder.LowestPriority or > TrainingOrder.HighestPriority)
            errors.Add(new InputError($"priority must be {TrainingOrder.LowestPriority}..{TrainingOrder.HighestPriority}, was {upload.Priority}", pointer("priority")));
        if (errors.Count > 0) return Problem.Invalid(errors[0].Detail, errors);

        PreparedData data = upload.Understood.Before(SeriesPreparation.Prepare(upload.Series, upload.Frequency, upload.Policies, upload.Symbols));
        if (data.Problems.Count > 0) return PreparationProblem.Of(data.Problems, upload.Places);
        if (upload.Symbols is not null && (upload.Covariates.All().Any() || upload.Calendar is not null))
            errors.Add(new InputError("a model of symbols reads no covariates and no calendar: leave them out", pointer("covariates")));
        errors.AddRange(DataRules.Check(upload.Options, data.Series)
            .Concat(upload.Search is { } points ? SearchRules.CheckData(points, upload.Options, data.Series) : [])
            .Select(violation => new InputError(violation.Detail, pointer(violation.Name))));
        if (errors.Count > 0) return Problem.Invalid(errors[0].Detail, errors);
        RunRequest wanted = new(upload.Horizon, upload.Levels, upload.Options, upload.Symbols is null ? ModelKind.Values : ModelKind.Symbols)
        {
            Policies = data.Policies.AreDefault ? null : data.Policies,
            Covariates = upload.Covariates.All().Any() ? upload.Covariates : null,
            Calendar = upload.Calendar,
            Search = upload.Search,
        };
        if (Refusal(upload, data, bounds) is { } beyond) return Problem.Unprocessable(beyond, new InputError(beyond, pointer("options")));
        order = new TrainingOrder(model, wanted, data, upload.Symbols, upload.Priority ?? 0);
        return null;
    }

    private static string? Refusal(TrainUpload upload, PreparedData data, TrainingBounds bounds) => upload.Symbols is { } vocabulary
        ? bounds.Refusal(new SymbolRequest([.. data.Series.Select(series => SymbolSeries.Of(series, vocabulary))], upload.Horizon, upload.Options))
        : bounds.Refusal(new TrainingRequest(data.Series, upload.Horizon, upload.Levels, upload.Options) { Search = upload.Search, Calendar = upload.Calendar });

    // JSON members are named by a pointer; query parameters and form fields by their own name.
    private static Func<string, string> PointerStyle(HttpRequest request) => request.HasJsonContentType()
        ? name => "/" + name.Replace('.', '/')
        : name => name.StartsWith("options.", StringComparison.Ordinal) ? name["options.".Length..] : name;
}
