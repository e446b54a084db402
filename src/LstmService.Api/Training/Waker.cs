using System.Threading.Channels;
using Quartz;

namespace LstmService.Api.Training;

/// <summary>
/// Has Quartz wake a worker for every accepted run, soon after, many at a time. Which run a worker then takes the database says
/// (<see cref="Jobs.Turns"/>), so any trigger stands for any run. What a kill leaves unwoken <see cref="Reconciler"/> finds, so
/// neither an answer nor the run's own transaction waits for Quartz.
/// </summary>
internal sealed partial class Waker(ISchedulerFactory schedulers, TimeProvider clock, ILogger<Waker> logger) : BackgroundService
{
    private const int MostTogether = 100;
    private const string Group = "wake";

    // Due long ago, so that a node whose clock is behind does not wait for its own time to come.
    private static readonly TimeSpan Early = TimeSpan.FromDays(365);

    private readonly Channel<bool> _accepted = Channel.CreateUnbounded<bool>();

    /// <summary>Wakes one more worker in a moment.</summary>
    public void WakeSoon() => _accepted.Writer.TryWrite(true);

    /// <summary>Has Quartz wake so many workers; if it cannot now, the reconciler will.</summary>
    public async Task WakeAsync(int count, CancellationToken cancellationToken)
    {
        if (count <= 0) return;
        try
        {
            IScheduler scheduler = await schedulers.GetScheduler(cancellationToken);
            await scheduler.ScheduleJobs(
                Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7(clock.GetUtcNow()).ToString())
                    .ToDictionary(Job, name => (IReadOnlyCollection<ITrigger>)[Trigger(name)]),
                new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
        catch (SchedulerException failed)
        {
            LogNotScheduled(logger, failed, count);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _accepted.Reader.WaitToReadAsync(stoppingToken))
        {
            int count = 0;
            while (count < MostTogether && _accepted.Reader.TryRead(out _)) count++;
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
    private static partial void LogNotScheduled(ILogger logger, Exception exception, int count);
}
