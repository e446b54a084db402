using System.Data.Common;
using System.Diagnostics;
using System.Text.Json.Serialization;
using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Api.Telemetry;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Training;

/// <summary>Trains runs, one after the other: takes one, trains, publishes, and leaves it in a state that is true whatever happened.</summary>
internal sealed partial class TrainingWorker(
    Runs runs, RunningTrainings running, Database database, Dialect dialect, Patience patience, Publication publication,
    RunCheckpoints checkpoints, Catalogue catalogue, TrainingBounds bounds, ServiceMetrics metrics,
    IHostApplicationLifetime lifetime, IOptions<ServiceOptions> options, TimeProvider clock, ILogger<TrainingWorker> logger)
{
    private static readonly TimeSpan OthersTurn = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Trains the run whose turn it is, and then the next at once, until none may start; so nobody waits for Quartz while there
    /// is work, and being woken too often does no harm.
    /// </summary>
    public async Task RunAllAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        while (!stopping.IsCancellationRequested
            && await patience.OutlastAsync(() => Task.FromResult(runs.Next()), stopping.Token) is { } next)
        {
            if (await TakeAsync(next, stopping)) continue;
            await Task.Delay(OthersTurn, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // another worker was faster
        }
    }

    /// <summary>Trains a run; false where it is not its turn any more.</summary>
    private async Task<bool> TakeAsync(RunKey next, CancellationTokenSource stopping)
    {
        // Before it is taken, so that the reconciler never sees a run at work that nobody works at.
        using RunningTrainings.RunningTraining? training = running.Begin(next.Tenant, next.Id, stopping.Token);
        if (training is null) return false;
        RunRow? run = await patience.OutlastAsync(() => runs.StartAsync(next.Tenant, next.Id, stopping.Token), stopping.Token);
        if (run is null) return false;
        training.Run = run;
        await RunAsync(run, training, stopping);
        return true;
    }

    private async Task RunAsync(RunRow run, RunningTrainings.RunningTraining training, CancellationTokenSource stopping)
    {
        using Activity trace = JobTrace.Resume(run);
        LogStarted(logger, run.Id, run.Model, run.Attempt);
        long started = clock.GetTimestamp();
        string outcome = await TrainAndPublishAsync(run, training, started, stopping);
        metrics.Trained(clock.GetElapsedTime(started), outcome);
        HeapRelease.Around(training.Values);
        JobTrace.End(trace, outcome);
    }

    /// <summary>One attempt, whatever becomes of it; one of <see cref="TrainingOutcome"/>.</summary>
    private async Task<string> TrainAndPublishAsync(
        RunRow run, RunningTrainings.RunningTraining training, long started, CancellationTokenSource stopping)
    {
        try
        {
            TrainedVersion model = await TrainAsync(run, training, stopping.Token);
            LogTrained(logger, run.Id, run.Model);
            string? note = await patience.OutlastAsync(
                () => publication.PublishAsync(run, model, CancellationToken.None), stopping.Token);
            double seconds = Seconds(started);
            if (note is null) return await LeaveAsync(run, stopping.Token);
            LogSucceeded(logger, run.Id, run.Model, seconds, note);
            return TrainingOutcome.Succeeded;
        }
        catch (OperationCanceledException) when (training.Token.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            return await LeaveAsync(run, stopping.Token);
        }
        catch (DbException away) when (dialect.CanPass(away))
        {
            LogLeft(logger, away, run.Id); // the process stops while the store is away; the next look at the job puts it back
            return TrainingOutcome.PutBack;
        }
        catch (Exception passing) when (RetryRule.CanPass(passing))
        {
            return await RetryAsync(run, passing, stopping.Token);
        }
        catch (TrainingFailedException reason)
        {
            LogGivenUp(logger, run.Id, run.Model, reason.Message);
            return await FailAsync(run, Failure(StatusCodes.Status422UnprocessableEntity, reason.Message, reason.Search), reason.Search, stopping.Token);
        }
        catch (SearchFailedException failed)
        {
            LogGivenUp(logger, run.Id, run.Model, failed.Message);
            return await FailAsync(run, Failure(failed), failed.Report, stopping.Token);
        }
        catch (Exception bug)
        {
            double seconds = Seconds(started);
            LogFailed(logger, bug, run.Id, run.Model, seconds);
            string detail = $"this is a bug of the service; its log has the cause under job {run.Id}";
            return await FailAsync(run, Failure(StatusCodes.Status500InternalServerError, detail), search: null, stopping.Token);
        }
    }

    /// <summary>Trains on a thread of its own; when the process stops, it is left behind, for its fence holds it.</summary>
    private async Task<TrainedVersion> TrainAsync(RunRow run, RunningTrainings.RunningTraining training, CancellationToken stopping)
    {
        await using ProgressRecorder progress = new(runs, run, training, metrics, clock, logger);
        Func<TrainedVersion> train = await patience.OutlastAsync(() => Task.FromResult(Prepare(run, training, progress)), stopping);
        TaskCompletionSource<TrainedVersion> finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            Niceness.LowerThread();
            try
            {
                finished.SetResult(train());
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
        { IsBackground = true, Name = $"training {run.Id}" };
        thread.Start();
        return await finished.Task.WaitAsync(stopping) with { Progress = progress.Newest };
    }

    /// <summary>Reads what the run trains on, and gives the training itself, which no longer needs the store.</summary>
    private Func<TrainedVersion> Prepare(RunRow run, RunningTrainings.RunningTraining training, ProgressRecorder progress)
    {
        RunRequest request = Json.Read<RunRequest>(run.Request);
        CheckpointRecorder recorder = new(checkpoints, run, training, TimeSpan.FromSeconds(options.Value.CheckpointSeconds), clock, logger);
        long started = clock.GetTimestamp();
        TrainingHost host = new()
        {
            Cores = options.Value.TrainingCores,
            Progress = progress,
            Keeping = recorder.Keeping(),
            Clock = () => Seconds(started),
        };
        return request.Kind == ModelKind.Symbols ? PrepareSymbols(run, request, host, training.Token) : PrepareValues(run, request, host, training);
    }

    private Func<TrainedVersion> PrepareSymbols(RunRow run, RunRequest request, TrainingHost host, CancellationToken cancellation)
    {
        IReadOnlyList<SymbolSeries> series = database.Read(connection => SymbolArchive.ReadAll(connection, run.Tenant, run.Model, run.Revision));
        SymbolRequest wanted = new(series, request.Horizon, request.Options);
        if (bounds.Refusal(wanted) is { } refusal) throw new TrainingFailedException(refusal);
        return () => TrainedVersion.Of(SymbolEstimator.Train(wanted, host, cancellation));
    }

    private Func<TrainedVersion> PrepareValues(RunRow run, RunRequest request, TrainingHost host, RunningTrainings.RunningTraining training)
    {
        IReadOnlyList<TimeSeries> series = database.Read(connection => SeriesArchive.ReadAll(connection, run.Tenant, run.Model, run.Revision));
        HeapRelease.Around(training.Values = series.Sum(one => (long)one.Length)); // the upload was answered a moment ago
        Champion? champion = request.Options.WarmStart is true ? Champion.Of(catalogue, run) : null;
        TrainingRequest wanted = new(series, request.Horizon, request.Levels, request.Options)
        {
            Policies = request.Policies,
            Calendar = request.Calendar,
            Search = request.Search,
            WarmStart = champion?.Predictor,
        };
        if (bounds.Refusal(wanted) is { } refusal) throw new TrainingFailedException(refusal);
        return () => TrainedVersion.Of(Estimator.Train(wanted, host, training.Token), champion?.Version);
    }

    private async Task<string> LeaveAsync(RunRow run, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested && await runs.PutBackAsync(run, CancellationToken.None))
        {
            LogPutBack(logger, run.Id, run.Model);
            return TrainingOutcome.PutBack;
        }
        if (await patience.OutlastAsync(() => runs.EndCancelledAsync(run, CancellationToken.None), stopping))
        {
            LogCancelled(logger, run.Id, run.Model);
            return TrainingOutcome.Cancelled;
        }
        LogFenced(logger, run.Id, run.Attempt);
        return TrainingOutcome.Fenced;
    }

    private async Task<string> RetryAsync(RunRow run, Exception passing, CancellationToken stopping)
    {
        string times = run.Retries == 0 ? "once" : $"{run.Retries + 1} times";
        string error = Failure(StatusCodes.Status503ServiceUnavailable, $"it failed {times} of what could have passed: {passing.Message}");
        if (await patience.OutlastAsync(() => runs.RetryAsync(run, error, CancellationToken.None), stopping))
        {
            LogRetry(logger, passing, run.Id, run.Model, RetryRule.Wait(run.Retries).TotalSeconds);
            return TrainingOutcome.Retried;
        }
        LogGivenUp(logger, run.Id, run.Model, passing.Message);
        return await FailAsync(run, error, search: null, stopping);
    }

    private async Task<string> FailAsync(RunRow run, string error, SearchReport? search, CancellationToken stopping)
    {
        string? found = search is null ? null : Json.Write(search);
        bool isMine = await patience.OutlastAsync(() => runs.FailAsync(run, error, found, CancellationToken.None), stopping);
        return isMine ? TrainingOutcome.Failed : TrainingOutcome.Fenced;
    }

    private double Seconds(long started) => clock.GetElapsedTime(started).TotalSeconds;

    private static string Failure(int status, string detail, SearchReport? search = null) =>
        Json.Write(new TrainingProblem("urn:lstmservice:problem:training-failed", "The training failed", status, detail, search));

    private static string Failure(SearchFailedException failed) => Json.Write(new TrainingProblem(
        "urn:lstmservice:problem:search-failed", "The search found nothing", StatusCodes.Status422UnprocessableEntity, failed.Message, failed.Report));

    private sealed record TrainingProblem(
        string Type, string Title, int Status, string Detail, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SearchReport? Search);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} started: model {Model}, attempt {Attempt}")]
    private static partial void LogStarted(ILogger logger, string job, string model, long attempt);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job} is trained: model {Model}")]
    private static partial void LogTrained(ILogger logger, string job, string model);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} succeeded: model {Model} in {Seconds:0.00} s, {Outcome}")]
    private static partial void LogSucceeded(ILogger logger, string job, string model, double seconds, string outcome);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed: model {Model} after {Seconds:0.00} s")]
    private static partial void LogFailed(ILogger logger, Exception exception, string job, string model, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} is tried again: model {Model}, in {Seconds} s")]
    private static partial void LogRetry(ILogger logger, Exception exception, string job, string model, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} failed: model {Model}, {Reason}")]
    private static partial void LogGivenUp(ILogger logger, string job, string model, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} is left as it stands: the service stops and the store does not answer")]
    private static partial void LogLeft(ILogger logger, Exception exception, string job);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} put back: model {Model}, the service stops")]
    private static partial void LogPutBack(ILogger logger, string job, string model);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} cancelled: model {Model}")]
    private static partial void LogCancelled(ILogger logger, string job, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} is no longer attempt {Attempt}'s; what it did is dropped")]
    private static partial void LogFenced(ILogger logger, string job, long attempt);
}
