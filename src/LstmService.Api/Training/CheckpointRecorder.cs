using System.Data.Common;
using LstmService.Api.Jobs;
using LstmService.Forecasting.Resuming;

namespace LstmService.Api.Training;

/// <summary>
/// Writes a training's state now and then, on the training's own threads, so that short trainings write none. The larger the
/// state, the rarer: writing takes a small share of the time. A write that meets another attempt's number, or a run that was
/// cancelled, stops the training.
/// </summary>
internal sealed partial class CheckpointRecorder(
    RunCheckpoints checkpoints, RunRow run, RunningTrainings.RunningTraining training, TimeSpan interval, TimeProvider clock, ILogger logger)
{
    private const double WritingShare = 0.05; // of the training's time, at most

    private TimeSpan _rare;
    private long _since = clock.GetTimestamp();

    /// <summary>How the training is kept; it goes on from what an earlier attempt left.</summary>
    public Keeping Keeping() => new()
    {
        From = checkpoints.Find(run),
        IsDue = () => clock.GetElapsedTime(_since) is var waited && waited >= interval && waited >= _rare,
        Save = Save,
        Note = why => LogNote(logger, run.Id, why),
    };

    private void Save(byte[] state)
    {
        long started = clock.GetTimestamp();
        try
        {
            if (!checkpoints.Save(run, state)) training.Stop();
        }
        catch (DbException unreachable)
        {
            LogNotSaved(logger, unreachable, run.Id);
        }
        _rare = clock.GetElapsedTime(started) / WritingShare;
        _since = clock.GetTimestamp();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: {Why}")]
    private static partial void LogNote(ILogger logger, string job, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of job {Job} could not be saved; the training goes on")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string job);
}
