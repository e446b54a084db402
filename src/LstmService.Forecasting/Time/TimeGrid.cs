using NodaTime;

namespace LstmService.Forecasting.Time;

/// <summary>The grid of a frequency from a start: which step a time falls on.</summary>
public sealed class TimeGrid(Frequency frequency, LocalDateTime start)
{
    private static readonly long EpochTicks = new DateTime(2000, 1, 1).Ticks;

    private readonly long _startTicks = Ticks(start);
    private readonly long _stepTicks = TicksOf(frequency);
    private readonly bool _startsAtMonthEnd = FrequencyInference.IsMonthEnd(start);

    /// <summary>The step nearest to <paramref name="time"/>.</summary>
    /// <param name="time">Before the start or after it.</param>
    /// <param name="exact">Is the time on the step?</param>
    /// <param name="near">Is it within half a step?</param>
    public long NearestStep(LocalDateTime time, out bool exact, out bool near)
    {
        if (StepOfMonths(time) is { } sure)
        {
            exact = near = true;
            return sure;
        }
        long ticks = Ticks(time), step = FloorDivide(ticks - _startTicks + _stepTicks / 2, _stepTicks), distance;
        if (frequency.Unit is FrequencyUnit.Month or FrequencyUnit.Year or FrequencyUnit.BusinessDay)
        {
            // the calendar's steps differ in length: the estimate is at most a few off
            long best = step;
            distance = Distance(step, ticks);
            while (Distance(best - 1, ticks) < distance) distance = Distance(--best, ticks);
            while (Distance(best + 1, ticks) < distance) distance = Distance(++best, ticks);
            step = best;
        }
        else
        {
            distance = Math.Abs(ticks - _startTicks - step * _stepTicks);
        }
        exact = distance == 0;
        near = distance <= _stepTicks / 2 && !(frequency.Unit == FrequencyUnit.BusinessDay && !exact);
        return step;
    }

    /// <summary>
    /// The time to count steps from: one of the grid that most of the times lie on, so that a lone time off the grid moves and
    /// not all the others. It need not be the first.
    /// </summary>
    public static LocalDateTime AnchorOf(IReadOnlyList<LocalDateTime> times, Frequency frequency)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(frequency);
        if (frequency.Unit is FrequencyUnit.Month or FrequencyUnit.Year) return DayAnchor(times);
        if (frequency.Unit is FrequencyUnit.BusinessDay) return times[0];
        long step = TicksOf(frequency);
        long[] phases = [.. times.Select(t => Ticks(t) - FloorDivide(Ticks(t), step) * step)];
        return times[Array.IndexOf(phases, FrequencyInference.MostCommon(phases))];
    }

    /// <summary>A time on the day of the month that most share. April 30th would stand for month ends, so a 30th of another month is taken.</summary>
    private static LocalDateTime DayAnchor(IReadOnlyList<LocalDateTime> times)
    {
        int ends = 0;
        int[] counts = new int[32]; // [day of the month]
        LocalDateTime?[] inside = new LocalDateTime?[32]; // [day of the month]: the first that is no month's last
        LocalDateTime? end = null;
        foreach (LocalDateTime time in times)
        {
            int day = time.Day;
            counts[day]++;
            if (FrequencyInference.IsMonthEnd(time)) (ends, end) = (ends + 1, end ?? time);
            else inside[day] ??= time;
        }
        int common = Array.IndexOf(counts, counts.Max());
        return (ends < counts[common] ? inside[common] : null) ?? end ?? times[0];
    }

    /// <summary>The step of a time that lies on the day of a month that a step of whole months falls on; null for others and other frequencies.</summary>
    private long? StepOfMonths(LocalDateTime time)
    {
        if (frequency.Unit is not (FrequencyUnit.Month or FrequencyUnit.Year)) return null;
        bool isOn = _startsAtMonthEnd ? FrequencyInference.IsMonthEnd(time) : time.Day == start.Day;
        if (!isOn || time.TickOfDay != start.TickOfDay) return null;
        int months = 12 * (time.Year - start.Year) + time.Month - start.Month, perStep = frequency.Count * (frequency.Unit == FrequencyUnit.Year ? 12 : 1);
        return months % perStep == 0 ? months / perStep : null;
    }

    /// <summary>The last step of a fixed length from <paramref name="start"/> that begins at <paramref name="time"/> or before it.</summary>
    internal static long FloorStep(LocalDateTime start, Frequency frequency, LocalDateTime time) =>
        FloorDivide(Ticks(time) - Ticks(start), TicksOf(frequency));

    /// <summary>Steps of a fixed length between two times.</summary>
    internal static double StepsBetween(LocalDateTime from, LocalDateTime to, Frequency frequency) =>
        (Ticks(to) - Ticks(from)) / (double)TicksOf(frequency);

    private static long FloorDivide(long value, long by) => value / by - (value % by < 0 ? 1 : 0);

    /// <summary>100-nanosecond ticks of the local clock, in the years 1 to 9999.</summary>
    internal static long Ticks(LocalDateTime time) => time.ToDateTimeUnspecified().Ticks - EpochTicks;

    /// <summary>Are they the ticks of a time in those years?</summary>
    internal static bool Holds(long ticks) => ticks >= DateTime.MinValue.Ticks - EpochTicks && ticks <= DateTime.MaxValue.Ticks - EpochTicks;

    /// <summary>The time of those ticks.</summary>
    internal static LocalDateTime TimeOf(long ticks) => LocalDateTime.FromDateTime(new DateTime(ticks + EpochTicks));

    private long Distance(long step, long ticks) =>
        frequency.TryAdd(start, step, out LocalDateTime time) ? Math.Abs(Ticks(time) - ticks) : long.MaxValue;

    private static long TicksOf(Frequency frequency) => frequency.Unit switch
    {
        FrequencyUnit.Second => TimeSpan.TicksPerSecond * frequency.Count,
        FrequencyUnit.Minute => TimeSpan.TicksPerMinute * frequency.Count,
        FrequencyUnit.Hour => TimeSpan.TicksPerHour * frequency.Count,
        FrequencyUnit.Day => TimeSpan.TicksPerDay * frequency.Count,
        FrequencyUnit.BusinessDay => TimeSpan.TicksPerDay * frequency.Count * 7 / 5,
        FrequencyUnit.Month => (long)(TimeSpan.TicksPerDay * 30.436875 * frequency.Count),
        FrequencyUnit.Year => (long)(TimeSpan.TicksPerDay * 365.2425 * frequency.Count),
        _ => throw new ArgumentException("an index has no calendar", nameof(frequency)),
    };
}
