using System.Data.Common;
using LstmService.Api.Jobs;
using LstmService.Api.Telemetry;
using LstmService.Forecasting;

namespace LstmService.Api.Training;

/// <summary>
/// Writes a training's progress twice a second, where there is any. The training only leaves what is new here and never waits for
/// the store; what is not written when it is over goes with its publication. A write that meets another attempt's number, or a
/// run that was cancelled, stops the training.
/// </summary>
internal sealed partial class ProgressRecorder : IProgress<TrainingProgress>, IAsyncDisposable
{
    private const double LeastDone = 0.02; // below it, the time left is a guess about a guess

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Runs _runs;
    private readonly RunRow _run;
    private readonly RunningTrainings.RunningTraining _training;
    private readonly ServiceMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _writing = new();
    private readonly long _started;
    private readonly ITimer _timer;
    private volatile TrainingProgress? _newest;
    private TrainingProgress? _written;
    private int _epoch;

    public ProgressRecorder(
        Runs runs, RunRow run, RunningTrainings.RunningTraining training, ServiceMetrics metrics, TimeProvider clock, ILogger logger)
    {
        (_runs, _run, _training, _metrics, _clock, _logger) = (runs, run, training, metrics, clock, logger);
        _started = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => WriteNewest(), null, Interval, Interval);
    }

    /// <summary>How far the training is; null until it has told.</summary>
    public TrainingProgress? Newest => _newest;

    public void Report(TrainingProgress value)
    {
        if (value.Epoch == _epoch + 1 || value.Epoch == 1) _metrics.CountEpochs(1); // it is told of every one, and of other steps between
        _epoch = value.Epoch;
        _newest = value;
    }

    /// <summary>Writes no more, once a write that was begun is through.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void WriteNewest()
    {
        if (!_writing.TryEnter()) return; // the one before still waits for the store
        try
        {
            TrainingProgress? newest = _newest;
            if (newest is null || ReferenceEquals(newest, _written)) return;
            if (!_runs.Progress(_run, newest, SecondsLeft(newest.Done))) _training.Stop();
            _written = newest;
        }
        catch (Exception unreachable) when (unreachable is DbException or ObjectDisposedException) // the latter where the process ends
        {
            LogNotRecorded(_logger, unreachable, _run.Id);
        }
        finally
        {
            _writing.Exit();
        }
    }

    private double? SecondsLeft(double done) => done < LeastDone
        ? null
        : Math.Round(_clock.GetElapsedTime(_started).TotalSeconds * (1 - done) / done, 1);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Progress of job {Job} could not be recorded; the training goes on")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, string job);
}
