using System.Collections;
using LstmService.Forecasting.Data;
using NodaTime;

namespace LstmService.Api.Series;

/// <summary>
/// A time in one number: seconds of the local clock since the year 1, and the offset from UTC in minutes, 0 for none. Numbers of
/// one offset are in the order of their times.
/// </summary>
internal static class TimeCode
{
    private const int OffsetRange = 4096, OffsetZero = 2048;

    public static long Of(RawTime time) => Of(
        time.Local.ToDateTimeUnspecified().Ticks / TimeSpan.TicksPerSecond, time.Offset is { } offset ? offset.Seconds / 60 : null);

    public static long Of(long seconds, int? offsetMinutes) =>
        seconds * OffsetRange + (offsetMinutes is { } minutes ? OffsetZero + minutes : 0);

    public static RawTime TimeOf(long code)
    {
        long seconds = Math.DivRem(code, OffsetRange, out long offset);
        return new(
            LocalDateTime.FromDateTime(new DateTime(seconds * TimeSpan.TicksPerSecond)),
            offset == 0 ? null : Offset.FromSeconds(60 * (int)(offset - OffsetZero)));
    }
}

/// <summary>Times that take eight bytes each.</summary>
internal sealed class PackedTimes(long[] codes) : IReadOnlyList<RawTime>
{
    public int Count => codes.Length;

    public RawTime this[int index] => TimeCode.TimeOf(codes[index]);

    public IEnumerator<RawTime> GetEnumerator()
    {
        foreach (long code in codes) yield return TimeCode.TimeOf(code);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
