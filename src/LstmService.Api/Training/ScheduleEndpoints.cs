using LstmService.Api.Documentation;
using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Security;
using LstmService.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Training;

/// <summary>A schedule as it is answered.</summary>
/// <param name="Model">The model.</param>
/// <param name="Cron">Quartz's cron expression; null where only drift trains.</param>
/// <param name="TimeZone">The clock it is read by.</param>
/// <param name="OnDrift">Is it trained also when the errors on appended points have grown?</param>
/// <param name="NextAt">When it is due next.</param>
internal sealed record PublishedSchedule(string Model, string? Cron, string TimeZone, bool OnDrift, DateTimeOffset? NextAt)
{
    public static PublishedSchedule From(ScheduleRow row) => new(row.Model, row.Cron, row.TimeZone, row.OnDrift == 1, Timestamps.FromMilliseconds(row.NextAt));
}

/// <summary><c>/models/{model}/schedule</c>, and <c>POST /models/{model}/train</c>, which does the same at once.</summary>
internal static class ScheduleEndpoints
{
    public static IEndpointRouteBuilder MapSchedules(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/models/{model}").WithTags("Models");
        models.MapPost("train", Train)
            .WithName("Retrain")
            .Needs(AccessRole.Train)
            .WithSummary("Queues a training of a model on its series as they stand, by the options of its champion")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithExample(TrainingExamples.Accepted, StatusCodes.Status202Accepted)
            .WithProblems(404, 429, 503);
        models.MapPut("schedule", Put)
            .WithName("SetSchedule")
            .Needs(AccessRole.Train)
            .WithSummary("Trains a model anew by itself: at the times of a cron expression, and when its errors grow")
            .WithDescription("cron has Quartz's six or seven fields, read by the clock of timeZone (UTC unless told); a model that waits or trains at the time absorbs it, and "
                + "times that were missed are made up for once. onDrift trains when the errors on at least a horizon of appended points are half again those of the backtest.")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithRequestExample("""{ "cron": "0 0 3 * * ?", "timeZone": "Europe/Vienna", "onDrift": true }""", schema: Schemas.Schedule)
            .WithExample(ModelExamples.Schedule)
            .WithProblems(400, 404, 413, 415);
        models.MapGet("schedule", Get)
            .WithName("GetSchedule")
            .WithSummary("Tells when a model is trained anew by itself")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithExample(ModelExamples.Schedule)
            .WithProblems(404);
        models.MapDelete("schedule", Delete)
            .WithName("DeleteSchedule")
            .Needs(AccessRole.Train)
            .WithSummary("Trains a model no longer by itself")
            .WithPath("model", "The model's name.", "air-passengers")
            .WithExample(null, StatusCodes.Status204NoContent)
            .WithProblems(404);
        return routes;
    }

    private static async Task<Results<Accepted<AcceptedTraining>, ProblemHttpResult>> Train(
        string model, HttpResponse response, Caller caller, Catalogue catalogue, Retraining retraining, QueueBounds bounds, CancellationToken cancellationToken) =>
        await retraining.QueueAsync(caller.Tenant, model, cancellationToken) is { } acceptance
            ? TrainingEndpoints.Answer(acceptance, bounds, response)
            : ModelEndpoints.NoSuchModel(catalogue, caller.Tenant, model);

    private static async Task<Results<Ok<PublishedSchedule>, ProblemHttpResult>> Put(
        string model, HttpRequest request, Caller caller, Catalogue catalogue, Schedules schedules, CancellationToken cancellationToken)
    {
        if (catalogue.Find(caller.Tenant, model) is not { } known) return ModelEndpoints.NoSuchModel(catalogue, caller.Tenant, model);
        (Schedule? schedule, ProblemHttpResult? refusal) = await ScheduleReader.ReadAsync(request, cancellationToken);
        if (schedule is null) return refusal!;
        if (schedule.OnDrift && known.Kind == ModelKind.Symbols)
            return Problem.Invalid("drift is measured of values, and these are symbols: leave onDrift out", new InputError("not for symbols", "/onDrift"));
        await schedules.SetAsync(caller.Tenant, model, schedule, cancellationToken);
        return Get(model, caller, catalogue, schedules);
    }

    private static Results<Ok<PublishedSchedule>, ProblemHttpResult> Get(string model, Caller caller, Catalogue catalogue, Schedules schedules)
    {
        if (schedules.Find(caller.Tenant, model) is { } row) return TypedResults.Ok(PublishedSchedule.From(row));
        return catalogue.Find(caller.Tenant, model) is null ? ModelEndpoints.NoSuchModel(catalogue, caller.Tenant, model) : NoSchedule(model);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string model, Caller caller, Catalogue catalogue, Schedules schedules, CancellationToken cancellationToken)
    {
        if (await schedules.DeleteAsync(caller.Tenant, model, cancellationToken)) return TypedResults.NoContent();
        return catalogue.Find(caller.Tenant, model) is null ? ModelEndpoints.NoSuchModel(catalogue, caller.Tenant, model) : NoSchedule(model);
    }

    private static ProblemHttpResult NoSchedule(string model) => Problem.NotFound($"model '{model}' has no schedule");
}
