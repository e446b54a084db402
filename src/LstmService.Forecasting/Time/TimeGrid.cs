using NodaTime;

namespace LstmService.Forecasting.Time;

/// <summary>The grid of a frequency from a start: which step a time falls on.</summary>
public sealed class TimeGrid(Frequency frequency, LocalDateTime start)
{
    private readonly long _startTicks = Ticks(start);
    private readonly long _stepTicks = TicksOf(frequency);

    /// <summary>The step nearest to <paramref name="time"/>.</summary>
    /// <param name="time">At or after the start.</param>
    /// <param name="exact">Is the time on the step?</param>
    /// <param name="near">Is it within half a step?</param>
    public long NearestStep(LocalDateTime time, out bool exact, out bool near)
    {
        long ticks = Ticks(time), step = (ticks - _startTicks + _stepTicks / 2) / _stepTicks, distance;
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
        near = 2 * distance <= _stepTicks && !(frequency.Unit == FrequencyUnit.BusinessDay && !exact);
        return step;
    }

    private long Distance(long step, long ticks) => Math.Abs(Ticks(frequency.Add(start, step)) - ticks);

    private static long Ticks(LocalDateTime time) => time.ToDateTimeUnspecified().Ticks;

    private static long TicksOf(Frequency frequency) => frequency.Unit switch
    {
        FrequencyUnit.Second => TimeSpan.TicksPerSecond * frequency.Count,
        FrequencyUnit.Minute => TimeSpan.TicksPerMinute * frequency.Count,
        FrequencyUnit.Hour => TimeSpan.TicksPerHour * frequency.Count,
        FrequencyUnit.Day => TimeSpan.TicksPerDay * frequency.Count,
        FrequencyUnit.BusinessDay => TimeSpan.TicksPerDay * frequency.Count * 7 / 5,
        FrequencyUnit.Month => TimeSpan.TicksPerDay * frequency.Count * 3043685 / 100000,
        FrequencyUnit.Year => TimeSpan.TicksPerDay * frequency.Count * 3652425 / 10000,
        _ => throw new ArgumentException("an index has no calendar", nameof(frequency)),
    };
}
