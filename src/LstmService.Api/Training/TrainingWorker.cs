using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Training;

/// <summary>Trains one run: takes it, trains, publishes, and leaves it in a state that is true whatever happened.</summary>
internal sealed partial class TrainingWorker(
    Runs runs, RunningTrainings running, Database database, Publication publication,
    IHostApplicationLifetime lifetime, IOptions<ServiceOptions> options, TimeProvider clock, ILogger<TrainingWorker> logger)
{
    /// <summary>Does nothing where the run is not queued: woken twice, it runs once.</summary>
    public async Task RunAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        if (stopping.IsCancellationRequested) return;
        using RunningTrainings.RunningTraining? training = running.Begin(id, stopping.Token);
        if (training is null) return;
        RunRow? run = await runs.StartAsync(tenant, id, stopping.Token);
        if (run is null) return;
        LogStarted(logger, run.Id, run.Model, run.Attempt);
        long started = clock.GetTimestamp();
        try
        {
            TrainedVersion model = await TrainAsync(run, training, stopping.Token);
            string? outcome = await publication.PublishAsync(run, model, CancellationToken.None);
            double seconds = Seconds(started);
            if (outcome is null) await LeaveAsync(run, stopping.IsCancellationRequested);
            else LogSucceeded(logger, run.Id, run.Model, seconds, outcome);
        }
        catch (OperationCanceledException) when (training.Token.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            await LeaveAsync(run, stopping.IsCancellationRequested);
        }
        catch (TrainingFailedException reason)
        {
            LogGivenUp(logger, run.Id, run.Model, reason.Message);
            await runs.FailAsync(run, Failure(StatusCodes.Status422UnprocessableEntity, reason.Message), CancellationToken.None);
        }
        catch (Exception bug)
        {
            double seconds = Seconds(started);
            LogFailed(logger, bug, run.Id, run.Model, seconds);
            await runs.FailAsync(run, Failure(StatusCodes.Status500InternalServerError, $"this is a bug of the service; its log has the cause under job {run.Id}"), CancellationToken.None);
        }
    }

    /// <summary>Trains on a thread of its own; when the process stops, it is left behind, for its fence holds it.</summary>
    private async Task<TrainedVersion> TrainAsync(RunRow run, RunningTrainings.RunningTraining training, CancellationToken stopping)
    {
        RunRequest request = Json.Read<RunRequest>(run.Request);
        ProgressRecorder progress = new(runs, run, training, clock, logger);
        TaskCompletionSource<TrainedVersion> finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                finished.SetResult(request.Kind == ModelKind.Symbols
                    ? TrainSymbols(run, request, progress, training.Token)
                    : TrainValues(run, request, progress, training.Token));
            }
            catch (OperationCanceledException)
            {
                finished.SetCanceled(training.Token);
            }
            catch (Exception bug)
            {
                finished.SetException(bug);
            }
        })
        { IsBackground = true, Name = $"training {run.Id}", Priority = ThreadPriority.BelowNormal };
        thread.Start();
        return await finished.Task.WaitAsync(stopping);
    }

    private TrainedVersion TrainValues(RunRow run, RunRequest request, ProgressRecorder progress, CancellationToken cancellation)
    {
        IReadOnlyList<TimeSeries> series = database.Read(connection => SeriesArchive.ReadAll(connection, run.Tenant, run.Model, run.Revision));
        TrainingRequest training = new(series, request.Horizon, request.Levels, request.Options);
        return TrainedVersion.Of(Estimator.Train(training, options.Value.TrainingCores, progress, cancellation));
    }

    private TrainedVersion TrainSymbols(RunRow run, RunRequest request, ProgressRecorder progress, CancellationToken cancellation)
    {
        IReadOnlyList<SymbolSeries> series = database.Read(connection => SymbolArchive.ReadAll(connection, run.Tenant, run.Model, run.Revision));
        SymbolRequest training = new(series, request.Horizon, request.Options);
        return TrainedVersion.Of(SymbolEstimator.Train(training, options.Value.TrainingCores, progress, cancellation));
    }

    private async Task LeaveAsync(RunRow run, bool stopping)
    {
        if (stopping && await runs.PutBackAsync(run, CancellationToken.None)) LogPutBack(logger, run.Id, run.Model);
        else if (await runs.EndCancelledAsync(run, CancellationToken.None)) LogCancelled(logger, run.Id, run.Model);
        else LogFenced(logger, run.Id, run.Attempt);
    }

    private double Seconds(long started) => clock.GetElapsedTime(started).TotalSeconds;

    private static string Failure(int status, string detail) => Json.Write(new
    {
        type = "urn:lstmservice:problem:training-failed",
        title = "The training failed",
        status,
        detail,
    });

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} started: model {Model}, attempt {Attempt}")]
    private static partial void LogStarted(ILogger logger, string job, string model, long attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} succeeded: model {Model} in {Seconds:0.00} s, {Outcome}")]
    private static partial void LogSucceeded(ILogger logger, string job, string model, double seconds, string outcome);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed: model {Model} after {Seconds:0.00} s")]
    private static partial void LogFailed(ILogger logger, Exception exception, string job, string model, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} failed: model {Model}, {Reason}")]
    private static partial void LogGivenUp(ILogger logger, string job, string model, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} put back: model {Model}, the service stops")]
    private static partial void LogPutBack(ILogger logger, string job, string model);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} cancelled: model {Model}")]
    private static partial void LogCancelled(ILogger logger, string job, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} is no longer attempt {Attempt}'s; what it did is dropped")]
    private static partial void LogFenced(ILogger logger, string job, long attempt);
}
