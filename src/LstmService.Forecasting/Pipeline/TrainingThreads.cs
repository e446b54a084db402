namespace LstmService.Forecasting.Pipeline;

/// <summary>Runs independent pieces of a training side by side, below the priority of the threads that serve.</summary>
public static class TrainingThreads
{
    /// <summary>
    /// Runs every piece of work on at most <paramref name="cores"/> threads, in order of their start. The first failure ends
    /// the run once the running ones are done, and is thrown.
    /// </summary>
    public static void Run(IReadOnlyList<Action> work, int cores, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        int next = -1;
        Exception? failure = null;
        Thread[] threads = new Thread[Math.Clamp(cores, 1, Math.Max(1, work.Count))];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Drain) { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = $"training {i}" };
            threads[i].Start();
        }
        foreach (Thread thread in threads) thread.Join();
        cancellation.ThrowIfCancellationRequested();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);

        void Drain()
        {
            while (Volatile.Read(ref failure) is null && !cancellation.IsCancellationRequested)
            {
                int mine = Interlocked.Increment(ref next);
                if (mine >= work.Count) return;
                try
                {
                    work[mine]();
                }
#pragma warning disable CA1031 // carried to the caller, who throws it
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                }
#pragma warning restore CA1031
            }
        }
    }
}
