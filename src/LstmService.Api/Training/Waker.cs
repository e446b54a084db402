using System.Data.Common;
using System.Threading.Channels;
using LstmService.Api.Jobs;
using Quartz;

namespace LstmService.Api.Training;

/// <summary>
/// Has Quartz wake a worker for every accepted run, soon after, many at a time, unless enough will be woken anyway. Which run a
/// worker then takes the database says (<see cref="Turns"/>), so any trigger stands for any run. What a kill leaves unwoken
/// <see cref="Reconciler"/> finds, so neither an answer nor the run's own transaction waits for Quartz.
/// </summary>
internal sealed partial class Waker(Runs runs, ISchedulerFactory schedulers, TimeProvider clock, ILogger<Waker> logger) : BackgroundService
{
    /// <summary>
    /// So many triggers may wait. Whoever is woken trains until nothing is left, so more would cost the store their statements and
    /// find nothing to do; of more workers that are free the reconciler wakes as many again at each of its looks.
    /// </summary>
    public const int MostWaiting = 32;

    private const string Group = "wake";

    // Due long ago, so that a node whose clock is behind does not wait for its own time to come.
    private static readonly TimeSpan Early = TimeSpan.FromDays(365);

    private readonly Channel<bool> _accepted = Channel.CreateUnbounded<bool>();

    /// <summary>Wakes one more worker in a moment.</summary>
    public void WakeSoon() => _accepted.Writer.TryWrite(true);

    /// <summary>Has Quartz wake so many workers, or as many as may wait; if it cannot now, the reconciler will.</summary>
    public async Task WakeAsync(long count, CancellationToken cancellationToken)
    {
        if (count <= 0) return;
        try
        {
            count = Math.Min(count, MostWaiting - runs.CountTriggers());
            if (count <= 0) return;
            IScheduler scheduler = await schedulers.GetScheduler(cancellationToken);
            await scheduler.ScheduleJobs(
                Enumerable.Range(0, (int)count).Select(_ => Guid.CreateVersion7(clock.GetUtcNow()).ToString())
                    .ToDictionary(Job, name => (IReadOnlyCollection<ITrigger>)[Trigger(name)]),
                new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
        catch (Exception failed) when (failed is SchedulerException or DbException)
        {
            LogNotScheduled(logger, failed, count);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _accepted.Reader.WaitToReadAsync(stoppingToken))
        {
            int count = 0;
            while (count < MostWaiting && _accepted.Reader.TryRead(out _)) count++;
            await WakeAsync(count, stoppingToken);
        }
    }

    private static IJobDetail Job(string name) => JobBuilder.Create<TrainingJob>().WithIdentity(name, Group).Build();

    private ITrigger Trigger(string name) => TriggerBuilder.Create()
        .WithIdentity(name, Group)
        .StartAt(clock.GetUtcNow() - Early)
        .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
        .Build();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} workers could not be woken now; they will be")]
    private static partial void LogNotScheduled(ILogger logger, Exception exception, long count);
}
