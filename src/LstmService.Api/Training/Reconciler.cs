using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Requests;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Training;

/// <summary>
/// Sees that no job is forgotten: at start-up and every few seconds, runs whose worker died are put back, and where more
/// runs may start than workers will be woken, more are woken.
/// </summary>
internal sealed partial class Reconciler(
    Runs runs, Liveness liveness, Waker waker, IOptions<ServiceOptions> options, TimeProvider clock,
    ILogger<Reconciler> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>One look at everything unfinished.</summary>
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        if (liveness.Dead(runs.ListTaken()) is { Count: > 0 } dead)
            foreach (RunRow run in await runs.RecoverAsync(dead, options.Value.MaxAttempts, GivenUp(), cancellationToken))
                LogRecovered(logger, run.Id, run.Attempt, run.State);
        await waker.WakeAsync(runs.CountUnwoken(), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (Exception unreachable) when (unreachable is not OperationCanceledException)
            {
                liveness.Forget();
                LogUnreachable(logger, unreachable); // this loop must outlive whatever is wrong with the store
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private string GivenUp() => Json.Write(new
    {
        type = "urn:lstmservice:problem:given-up",
        title = "The job was given up",
        status = StatusCodes.Status500InternalServerError,
        detail = $"its worker died {options.Value.MaxAttempts} times without getting further; is there memory enough for this training?",
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} lost its worker in attempt {Attempt} and is now {State}")]
    private static partial void LogRecovered(ILogger logger, string job, long attempt, string state);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unfinished jobs could not be looked at; another look follows")]
    private static partial void LogUnreachable(ILogger logger, Exception exception);
}
