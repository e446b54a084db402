using NodaTime;

namespace LstmService.Forecasting.Time;

/// <summary>The step that times were found to have, and how sure.</summary>
/// <param name="Frequency">The step.</param>
/// <param name="Confidence">The share of steps that are whole numbers of it, 0 to 1.</param>
public sealed record InferredFrequency(Frequency Frequency, double Confidence);

/// <summary>Finds the step of a series from its times: the most common one, in the unit the calendar suggests.</summary>
public static class FrequencyInference
{
    private const int FewestForBusinessDays = 6;
    private static readonly Frequency[] InUse =
    [
        .. new[] { 1, 5, 10, 15, 30 }.Select(n => new Frequency(FrequencyUnit.Second, n)), .. new[] { 1, 5, 10, 15, 30 }.Select(n => new Frequency(FrequencyUnit.Minute, n)),
        .. new[] { 1, 2, 3, 4, 6, 12 }.Select(n => new Frequency(FrequencyUnit.Hour, n)), Frequency.Daily, Frequency.Weekly, Frequency.Monthly, Frequency.Quarterly, Frequency.Yearly,
    ];

    private const double MostlyMonthly = 0.8; // days, weeks and hours have a fifth of their times on one day of the month, at most

    /// <summary>The step of ascending, distinct times; null for fewer than two, or a step no frequency can say.</summary>
    public static InferredFrequency? Infer(IReadOnlyList<LocalDateTime> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count < 2) return null;
        if (Months(times) is { } months) return months;
        LocalTime clock = times[0].TimeOfDay;
        if (!times.All(t => t.TimeOfDay == clock)) return FromSteps(FrequencyUnit.Second, Steps(times, NodaConstants.TicksPerSecond));
        long[] days = Steps(times, NodaConstants.TicksPerDay);
        return IsBusinessDays(times, days) ? new(Frequency.BusinessDaily, 1) : FromSteps(FrequencyUnit.Day, days);
    }

    /// <summary>The least of the steps in use that is no shorter than half of those between the times; null where even a year is.</summary>
    public static Frequency? UsualStep(IReadOnlyList<LocalDateTime> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        long[] steps = Steps(times, 1);
        Array.Sort(steps);
        return InUse.FirstOrDefault(step => step.AverageTicks >= steps[steps.Length / 2]);
    }

    /// <summary>A step in months, where nearly all times lie on one day of the month, or on its last; null where they do not.</summary>
    private static InferredFrequency? Months(IReadOnlyList<LocalDateTime> times)
    {
        int[] counts = new int[32];
        int ends = 0;
        foreach (LocalDateTime time in times)
        {
            counts[time.Day]++;
            if (IsMonthEnd(time)) ends++;
        }
        int anchor = Array.IndexOf(counts, counts.Max());
        if (ends > counts[anchor]) anchor = 31;
        List<long> steps = [];
        for (int i = 1; i < times.Count; i++)
        {
            if (!IsOn(times[i - 1], anchor) || !IsOn(times[i], anchor)) continue;
            long step = 12L * (times[i].Year - times[i - 1].Year) + times[i].Month - times[i - 1].Month;
            if (step > 0) steps.Add(step);
        }
        int all = times.Count - 1;
        if (steps.Count < MostlyMonthly * all) return null;
        return FromSteps(FrequencyUnit.Month, [.. steps]) is { } found ? found with { Confidence = found.Confidence * steps.Count / all } : null;
    }

    private static bool IsOn(LocalDateTime time, int day) => time.Day == day || (time.Day < day && IsMonthEnd(time));

    internal static bool IsMonthEnd(LocalDateTime time) => time.Day == time.Calendar.GetDaysInMonth(time.Year, time.Month);

    private static bool IsBusinessDays(IReadOnlyList<LocalDateTime> times, long[] days) =>
        times.Count >= FewestForBusinessDays
        && MostCommon(days) == 1
        && times.All(t => t.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday));

    private static InferredFrequency? FromSteps(FrequencyUnit unit, long[] steps)
    {
        long step = MostCommon(steps);
        Frequency frequency = step is > 0 and <= int.MaxValue ? Frequency.Normalised(unit, (int)step) : Frequency.Index;
        // the same text that people may write must say it
        if (!Frequency.TryParse(frequency.ToString(), out Frequency? sayable) || sayable.Unit == FrequencyUnit.Index) return null;
        return new(sayable, steps.Count(s => s % step == 0) / (double)steps.Length);
    }

    private static long[] Steps(IReadOnlyList<LocalDateTime> times, long ticks)
    {
        long[] steps = new long[times.Count - 1];
        long before = TimeGrid.Ticks(times[0]);
        for (int i = 0; i < steps.Length; i++)
        {
            long now = TimeGrid.Ticks(times[i + 1]);
            (steps[i], before) = ((now - before) / ticks, now);
        }
        return steps;
    }

    /// <summary>The most common step; of those equally common the smallest.</summary>
    internal static long MostCommon(long[] steps)
    {
        long[] sorted = [.. steps];
        Array.Sort(sorted);
        long best = sorted[0];
        int most = 0;
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from; to < sorted.Length && sorted[to] == sorted[from];) to++;
            if (to - from > most) (best, most) = (sorted[from], to - from);
        }
        return best;
    }
}
