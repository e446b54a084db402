using LstmService.Api.Documentation;
using LstmService.Api.Paging;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Jobs;

/// <summary>What clients see of jobs: list, look, cancel.</summary>
internal static class JobEndpoints
{
    private const string RetryAfterSeconds = "5";

    public static IEndpointRouteBuilder MapJobs(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder jobs = routes.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("", List)
            .WithName("ListJobs")
            .WithSummary("Lists jobs, the newest first")
            .WithQuery("limit", "Entries a page, 1 to 200; 50 unless told.", 20)
            .WithQuery("cursor", "The 'next' of the page before.")
            .WithQuery("search", NameSearch.Description, "passengers")
            .WithQuery("model", "Only those of this model.", "air-passengers")
            .WithQuery("state", $"Only those that are {string.Join(", ", RunState.All)}.", RunState.Failed)
            .WithExample(JobExamples.List)
            .WithProblems(400);
        jobs.MapGet("{id}", Get)
            .WithName("GetJob")
            .WithSummary("Tells how far a job is, and what it made")
            .WithPath("id", "The job's id.", JobExamples.Id)
            .WithExample(JobExamples.Succeeded)
            .WithProblems(404);
        jobs.MapGet("{id}/events", Follow)
            .WithName("FollowJob")
            .TakesAsLongAsItTakes()
            .WithSummary("Follows a job by server-sent events, until it is over")
            .WithDescription("Every state the job is in, and progress as it is recorded, at most a second late, whichever node trains. Each event's data "
                + "is the job. With the Last-Event-ID of an earlier connection nothing is repeated and no state is left out; 204 says that there is no more to come.")
            .WithPath("id", "The job's id.", JobExamples.Id)
            .WithExample(JobExamples.Events, contentType: "text/event-stream")
            .WithHeader("Last-Event-ID", "The id of the last event that was seen.", "2.1")
            .WithExample(null, StatusCodes.Status204NoContent)
            .WithProblems(400, 404, 503);
        jobs.MapDelete("{id}", Cancel)
            .WithName("CancelJob")
            .Needs(AccessRole.Train)
            .WithSummary("Cancels a job, queued or running")
            .WithPath("id", "The job's id.", JobExamples.Id)
            .WithExample(JobExamples.Cancelling, StatusCodes.Status202Accepted)
            .WithProblems(404, 409);
        return routes;
    }

    private static Results<Ok<Page<Job>>, ProblemHttpResult> List(HttpRequest request, Caller caller, Runs runs)
    {
        QueryReader query = new(request.Query);
        PageRequest page = PageRequest.From(query, key => Guid.TryParseExact(key, "D", out _));
        JobFilter filter = new(NameSearch.From(query), query.Text("model"), query.OneOf("state", RunState.All));
        if (!query.IsValid) return Problem.Invalid("the query is not valid", query.Errors);
        return TypedResults.Ok(page.Of(runs.List(caller.Tenant, filter, page.After, page.Limit + 1), run => run.Id, Job.From));
    }

    private static Results<Ok<Job>, ProblemHttpResult> Get(string id, Caller caller, Runs runs) =>
        runs.Find(caller.Tenant, id) is { } run ? TypedResults.Ok(Job.From(run)) : NoSuchJob(id);

    private static Results<JobEventStream, NoContent, ProblemHttpResult> Follow(
        string id, HttpRequest request, HttpResponse response, Caller caller, KeyRing keys, Runs runs, JobHistory history, JobChanges changes,
        TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        string last = request.Headers["Last-Event-ID"].ToString();
        JobPosition? seen = last.Length == 0 ? default(JobPosition) : JobPosition.Parse(last);
        if (seen is not { } position)
            return Problem.Invalid($"Last-Event-ID must be the id of an event of this stream, was {Excerpt.Of(last)}", new InputError("no id of an event", "Last-Event-ID"));
        if (runs.Find(caller.Tenant, id) is not { } run) return NoSuchJob(id);
        if (RunState.IsOver(run.State) && history.After(caller.Tenant, id, position) is { Count: 0 }) return TypedResults.NoContent();
        if (changes.Follow(caller.Tenant, id) is { } following)
            return new JobEventStream(caller.Tenant, id, position, history, following, clock, () => keys.StillTakes(caller), lifetime.ApplicationStopping);
        response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem.Unavailable("too many jobs are followed at this time; ask GET /jobs/{id} instead");
    }

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> Cancel(
        string id, Caller caller, Runs runs, CancellationToken cancellationToken)
    {
        CancelOutcome? outcome = await runs.CancelAsync(caller.Tenant, id, cancellationToken);
        if (outcome is not { } cancelled) return NoSuchJob(id);
        if (cancelled.WasOver) return Problem.Conflict($"job '{id}' is over: it {Ended(cancelled.Before)}");
        RunRow? run = runs.Find(caller.Tenant, id);
        return run is null ? NoSuchJob(id) : TypedResults.Accepted($"/jobs/{id}", Job.From(run));
    }

    private static string Ended(string state) => state == RunState.Cancelled ? "was cancelled" : state;

    private static ProblemHttpResult NoSuchJob(string id) => Problem.NotFound($"there is no job {Excerpt.Of(id)}");
}
