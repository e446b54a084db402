using System.Data.Common;
using LstmService.Api.Jobs;

namespace LstmService.Api.Training;

/// <summary>
/// Shows other nodes every second that this one's trainings live, and hears what became of their runs: one that was cancelled
/// or taken over stops, also where no signal came through.
/// </summary>
internal sealed partial class Heartbeat(Runs runs, RunningTrainings running, TimeProvider clock, ILogger<Heartbeat> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (RunningTrainings.RunningTraining training in running.All)
                    if (await runs.BeatAsync(training.Run!, stoppingToken) != RunState.Running) training.Stop();
            }
            catch (DbException lost)
            {
                LogLost(logger, lost.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Other nodes cannot be shown that the trainings here live: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
