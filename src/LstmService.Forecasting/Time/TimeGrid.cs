using NodaTime;

namespace LstmService.Forecasting.Time;

/// <summary>The grid of a frequency from a start: which step a time falls on.</summary>
public sealed class TimeGrid(Frequency frequency, LocalDateTime start)
{
    private static readonly LocalDate Epoch = new(2000, 1, 1);

    private readonly long _startTicks = Ticks(start);
    private readonly long _stepTicks = TicksOf(frequency);

    /// <summary>The step nearest to <paramref name="time"/>.</summary>
    /// <param name="time">Before the start or after it.</param>
    /// <param name="exact">Is the time on the step?</param>
    /// <param name="near">Is it within half a step?</param>
    public long NearestStep(LocalDateTime time, out bool exact, out bool near)
    {
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
        int ends = times.Count(FrequencyInference.IsMonthEnd);
        long day = FrequencyInference.MostCommon([.. times.Select(t => (long)t.Day)]);
        if (ends < times.Count(t => t.Day == day))
            foreach (LocalDateTime time in times)
                if (time.Day == day && !FrequencyInference.IsMonthEnd(time)) return time;
        return ends == 0 ? times[0] : times.First(FrequencyInference.IsMonthEnd);
    }

    /// <summary>The last step of a fixed length from <paramref name="start"/> that begins at <paramref name="time"/> or before it.</summary>
    internal static long FloorStep(LocalDateTime start, Frequency frequency, LocalDateTime time) =>
        FloorDivide(Ticks(time) - Ticks(start), TicksOf(frequency));

    /// <summary>Steps of a fixed length between two times.</summary>
    internal static double StepsBetween(LocalDateTime from, LocalDateTime to, Frequency frequency) =>
        (Ticks(to) - Ticks(from)) / (double)TicksOf(frequency);

    private static long FloorDivide(long value, long by) => value / by - (value % by < 0 ? 1 : 0);

    /// <summary>100-nanosecond ticks of the local clock, in every year the calendar holds.</summary>
    internal static long Ticks(LocalDateTime time) =>
        Period.DaysBetween(Epoch, time.Date) * NodaConstants.TicksPerDay + time.TickOfDay;

    /// <summary>The time of those ticks.</summary>
    internal static LocalDateTime TimeOf(long ticks)
    {
        long days = FloorDivide(ticks, NodaConstants.TicksPerDay);
        return Epoch.PlusDays((int)days) + LocalTime.FromTicksSinceMidnight(ticks - days * NodaConstants.TicksPerDay);
    }

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
