using System.Data.Common;
using LstmService.Api.Jobs;
using LstmService.Api.Telemetry;
using LstmService.Forecasting;

namespace LstmService.Api.Training;

/// <summary>
/// Writes a training's progress at most twice a second, and when all its epochs are done, on the training's own thread. A write that meets another attempt's
/// number, or a run that was cancelled, stops the training.
/// </summary>
internal sealed partial class ProgressRecorder(
    Runs runs, RunRow run, RunningTrainings.RunningTraining training, ServiceMetrics metrics, TimeProvider clock, ILogger logger) : IProgress<TrainingProgress>
{
    private const double LeastDone = 0.02; // below it, the time left is a guess about a guess

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _writing = new();
    private readonly long _started = clock.GetTimestamp();
    private long? _written;
    private int _epoch;

    public void Report(TrainingProgress value)
    {
        lock (_writing)
        {
            if (value.Epoch == _epoch + 1 || value.Epoch == 1) metrics.CountEpochs(1); // it is told of every one, and of other steps between
            _epoch = value.Epoch;
            bool last = value.Epoch == value.Epochs && value.Epochs > 0;
            if (_written is { } before && clock.GetElapsedTime(before) < Interval && !last) return;
            _written = clock.GetTimestamp();
            try
            {
                if (!runs.Progress(run, value, SecondsLeft(value.Done))) training.Stop();
            }
            catch (DbException unreachable)
            {
                LogNotRecorded(logger, unreachable, run.Id);
            }
        }
    }

    private double? SecondsLeft(double done) => done < LeastDone
        ? null
        : Math.Round(clock.GetElapsedTime(_started).TotalSeconds * (1 - done) / done, 1);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Progress of job {Job} could not be recorded; the training goes on")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, string job);
}
