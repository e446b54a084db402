using System.Data.Common;

namespace LstmService.Api.Storage;

/// <summary>For work that can wait: where the store is away or its disk is full, it is tried again until that has passed.</summary>
internal sealed partial class Patience(Dialect dialect, TimeProvider clock, ILogger<Patience> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250), LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>What <paramref name="work"/> gives in the end. Once <paramref name="stopping"/> is cancelled it is tried one last time.</summary>
    /// <exception cref="DbException">It failed for good, or the process stops.</exception>
    public async Task<T> OutlastAsync<T>(Func<Task<T>> work, CancellationToken stopping)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                return await work();
            }
            catch (DbException failure) when (dialect.CanPass(failure) && !stopping.IsCancellationRequested)
            {
                LogWaiting(logger, failure.Message, pause.TotalSeconds);
            }
            await Task.Delay(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store does not take this now ({Reason}); another try in {Seconds} s")]
    private static partial void LogWaiting(ILogger logger, string reason, double seconds);
}
