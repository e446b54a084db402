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

    /// <summary>The step of ascending, distinct times; null for fewer than two, or a step no frequency can say.</summary>
    public static InferredFrequency? Infer(IReadOnlyList<LocalDateTime> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count < 2) return null;
        bool datesOnly = times.All(t => t.TimeOfDay == LocalTime.Midnight);
        if (datesOnly && MonthSteps(times) is { } months) return FromSteps(FrequencyUnit.Month, months);
        if (!datesOnly) return FromSteps(FrequencyUnit.Second, Differences(times, t => t.ToDateTimeUnspecified().Ticks / TimeSpan.TicksPerSecond));
        long[] days = Differences(times, t => t.ToDateTimeUnspecified().Ticks / TimeSpan.TicksPerDay);
        return IsBusinessDays(times, days) ? new(Frequency.BusinessDaily, 1) : FromSteps(FrequencyUnit.Day, days);
    }

    /// <summary>The steps in months, where all times lie on one day of the month or all at the ends of months.</summary>
    private static long[]? MonthSteps(IReadOnlyList<LocalDateTime> times)
    {
        bool sameDay = times.All(t => t.Day == times[0].Day);
        bool ends = times.All(t => t.Day == t.Calendar.GetDaysInMonth(t.Year, t.Month));
        if (!sameDay && !ends) return null;
        long[] steps = Differences(times, t => 12L * t.Year + t.Month);
        return steps.All(s => s > 0) ? steps : null;
    }

    private static bool IsBusinessDays(IReadOnlyList<LocalDateTime> times, long[] days) =>
        times.Count >= FewestForBusinessDays
        && MostCommon(days) == 1
        && times.All(t => t.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday));

    private static InferredFrequency? FromSteps(FrequencyUnit unit, long[] steps)
    {
        long step = MostCommon(steps);
        Frequency frequency = step <= int.MaxValue ? Frequency.Normalised(unit, (int)step) : Frequency.Index;
        // the same text that people may write must say it
        if (!Frequency.TryParse(frequency.ToString(), out Frequency? sayable) || sayable.Unit == FrequencyUnit.Index) return null;
        return new(sayable, steps.Count(s => s % step == 0) / (double)steps.Length);
    }

    private static long[] Differences(IReadOnlyList<LocalDateTime> times, Func<LocalDateTime, long> number)
    {
        long[] steps = new long[times.Count - 1];
        long before = number(times[0]);
        for (int i = 0; i < steps.Length; i++)
        {
            long now = number(times[i + 1]);
            (steps[i], before) = (now - before, now);
        }
        return steps;
    }

    /// <summary>The most common step; of those equally common the smallest.</summary>
    private static long MostCommon(long[] steps) =>
        steps.GroupBy(s => s).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
}
