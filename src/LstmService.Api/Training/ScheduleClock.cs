namespace LstmService.Api.Training;

/// <summary>
/// Trains models anew when their time has come. A model that waits or trains already absorbs it, so no two run at once; times
/// that were missed, because nothing ran or the queue was full, are made up for once.
/// </summary>
internal sealed partial class ScheduleClock(Schedules schedules, Retraining retraining, TimeProvider clock, ILogger<ScheduleClock> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>One look at what is due.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (ScheduleRow due in schedules.Due())
        {
            if (await retraining.QueueAsync(due.Tenant, due.Model, schedules.Take(due), cancellationToken) is Acceptance.Full full)
                LogFull(logger, due.Model, full.Bound);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                LogFailed(logger, failed); // this loop must outlive whatever is wrong with the store
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Model} waits to be trained anew: {Bound} jobs are unfinished")]
    private static partial void LogFull(ILogger logger, string model, long bound);

    [LoggerMessage(Level = LogLevel.Error, Message = "Schedules could not be looked at; another look follows")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
