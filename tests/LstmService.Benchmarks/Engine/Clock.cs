using System.Diagnostics;

namespace LstmService.Benchmarks.Engine;

/// <summary>How long a piece of work takes.</summary>
internal static class Clock
{
    /// <summary>
    /// Processor seconds of this process for one run of the work, which uses one thread: what else the machine does counts little.
    /// </summary>
    /// <param name="work">Run again and again until there is enough to measure.</param>
    /// <param name="atLeast">Seconds that are enough.</param>
    public static double Seconds(Action work, double atLeast)
    {
        for (long runs = 1; ; runs *= 2)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            for (long i = 0; i < runs; i++)
                work();
            double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            if (seconds >= atLeast)
                return seconds / runs;
        }
    }

    /// <summary>Seconds on the wall for one run: what counts where threads share the work.</summary>
    public static double WallSeconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The median of each measurement over rounds that take them in turn.</summary>
    /// <param name="rounds">How many, after rounds of a second that are thrown away: the runtime compiles what is hot in them.</param>
    /// <param name="measurements">One round: all that is compared, one after the other.</param>
    public static double[] Medians(int rounds, Func<double[]> measurements)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 1;)
            measurements();
        double[][] all = [.. Enumerable.Range(0, rounds).Select(_ => measurements())];
        return [.. Enumerable.Range(0, all[0].Length).Select(i => Median([.. all.Select(round => round[i])]))];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1
            ? values[values.Length / 2]
            : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
    }
}
