namespace LstmService.Api.Training;

/// <summary>Which failures of a training can pass, and how long to wait for that: 10 seconds, and twice as long each time.</summary>
internal static class RetryRule
{
    /// <summary>Tries again after the first failure.</summary>
    public const int Most = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromMinutes(10);

    /// <summary>No wait is longer.</summary>
    public static long LongestMilliseconds => (long)Longest.TotalMilliseconds;

    /// <summary>
    /// Can the same training succeed later? Bad data and bugs are the same tomorrow, memory and disks are not. A store that is
    /// away is waited for where it is needed (<see cref="Storage.Patience"/>).
    /// </summary>
    public static bool CanPass(Exception failure) => failure switch
    {
        EndOfStreamException or FileNotFoundException => false,
        OutOfMemoryException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The wait before another try, after so many.</summary>
    public static TimeSpan Wait(long retries) => TimeSpan.FromSeconds(
        Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(retries, 30)), Longest.TotalSeconds));
}
