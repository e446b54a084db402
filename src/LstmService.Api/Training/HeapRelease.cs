using System.Reflection;

namespace LstmService.Api.Training;

/// <summary>Gives memory back after what takes much of it: a process that allocates nothing collects nothing either.</summary>
internal static class HeapRelease
{
    private const long Large = 1_000_000; // values; of fewer a collection costs more than it gives

    /// <summary>Collects what a training of so many values, or its upload, has left.</summary>
    public static void Around(long values)
    {
        if (values >= Large) Collect();
    }

    /// <summary>Collects what the start has left, once the service answers; in a process of its own, for in another's it may be one of many.</summary>
    public static void AfterStart(IHostApplicationLifetime lifetime)
    {
        if (Assembly.GetEntryAssembly() == typeof(HeapRelease).Assembly) lifetime.ApplicationStarted.Register(() => ThreadPool.QueueUserWorkItem(_ => Collect()));
    }

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
