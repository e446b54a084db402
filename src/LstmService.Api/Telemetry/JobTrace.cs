using System.Diagnostics;
using LstmService.Api.Jobs;
using LstmService.Api.Training;

namespace LstmService.Api.Telemetry;

/// <summary>
/// One trace from the request that queued a job to its training, on whichever node: the request's place in its trace, in the
/// form of the header <c>traceparent</c> (W3C Trace Context), is stored with the run. So log lines of both carry one trace id,
/// also where nothing exports traces.
/// </summary>
internal static class JobTrace
{
    public const string SourceName = "LstmService";

    private const string Name = "train";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Where the request that is at work stands, to be stored with the job it queues; null outside of requests.</summary>
    public static string? Here => Activity.Current?.Id;

    /// <summary>Goes on with the trace that queued a run, until the answer is disposed.</summary>
    public static Activity Resume(RunRow run)
    {
        Activity activity = Source.CreateActivity(Name, ActivityKind.Consumer, run.Trace, idFormat: ActivityIdFormat.W3C) ?? Unlistened(run.Trace);
        activity.SetTag("lstmservice.job.id", run.Id).SetTag("lstmservice.model", run.Model).SetTag("lstmservice.job.attempt", run.Attempt);
        return activity.Start();
    }

    public static void End(Activity activity, string outcome)
    {
        activity.SetTag("lstmservice.training.outcome", outcome);
        if (outcome == TrainingOutcome.Failed) activity.SetStatus(ActivityStatusCode.Error);
    }

    private static Activity Unlistened(string? parent)
    {
        Activity activity = new(Name);
        activity.SetIdFormat(ActivityIdFormat.W3C);
        return parent is null ? activity : activity.SetParentId(parent);
    }
}
