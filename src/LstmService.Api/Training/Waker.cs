using System.Threading.Channels;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;
using Quartz;

namespace LstmService.Api.Training;

/// <summary>
/// Has Quartz wake a worker for every queued run, soon after it was accepted, many at a time. What a kill leaves unwoken
/// <see cref="Reconciler"/> finds, so neither an answer nor the run's own transaction waits for Quartz.
/// </summary>
internal sealed partial class Waker(ISchedulerFactory schedulers, ILogger<Waker> logger) : BackgroundService
{
    private const int MostTogether = 100;

    // Due long ago, so that a node whose clock is behind does not wait for its own time to come.
    private static readonly TimeSpan Early = TimeSpan.FromDays(365);

    private readonly Channel<RunRow> _accepted = Channel.CreateUnbounded<RunRow>();

    /// <summary>Wakes a worker for the run in a moment.</summary>
    public void WakeSoon(RunRow run) => _accepted.Writer.TryWrite(run);

    /// <summary>Has Quartz wake workers; if it cannot now, the reconciler will.</summary>
    public async Task WakeAsync(IReadOnlyList<RunRow> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0) return;
        try
        {
            IScheduler scheduler = await schedulers.GetScheduler(cancellationToken);
            await scheduler.ScheduleJobs(
                runs.ToDictionary(Job, run => (IReadOnlyCollection<ITrigger>)[Trigger(run)]),
                new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
        catch (SchedulerException failed)
        {
            LogNotScheduled(logger, failed, runs.Count);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _accepted.Reader.WaitToReadAsync(stoppingToken))
        {
            List<RunRow> runs = [];
            while (runs.Count < MostTogether && _accepted.Reader.TryRead(out RunRow? run)) runs.Add(run);
            await WakeAsync(runs, stoppingToken);
        }
    }

    private static IJobDetail Job(RunRow run) => JobBuilder.Create<TrainingJob>().WithIdentity(run.Id, run.Tenant).Build();

    private static ITrigger Trigger(RunRow run) => TriggerBuilder.Create()
        .WithIdentity(run.Id, run.Tenant)
        .StartAt(Timestamps.FromMilliseconds(run.CreatedAt) - Early) // first come, first served
        .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
        .Build();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} jobs could not be scheduled now; they will be")]
    private static partial void LogNotScheduled(ILogger logger, Exception exception, int count);
}
