using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace LstmService.Forecasting.Time;

/// <summary>
/// Where the points of a regular series lie: point <c>i</c> is <c>StartIndex + i</c> steps of <see cref="Frequency"/> after the
/// start, or has that number where there is no start; its position is then that many steps from an offset. Steps are counted from one start, never from each other: after January
/// 30th comes the end of February, and then March 30th.
/// </summary>
/// <param name="Frequency">The step.</param>
/// <param name="Start">The time that steps are counted from; null for a series that has no times.</param>
/// <param name="Offset">The offset from UTC the times were given with; null for local times.</param>
/// <param name="StartIndex">Steps from <paramref name="Start"/> to the first point, or the number of the first point without one.</param>
public sealed record TimeAxis(Frequency Frequency, LocalDateTime? Start = null, Offset? Offset = null, long StartIndex = 0)
{
    private static readonly LocalDateTimePattern Full = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private static readonly OffsetPattern HoursAndMinutes = OffsetPattern.CreateWithInvariantCulture("+HH:mm");
    private static readonly LocalDatePattern Date = LocalDatePattern.Iso;

    /// <summary>How far the positions of two neighbours are apart, of a series without times.</summary>
    public long PositionStep { get; init; } = 1;

    /// <summary>The position of step 0, of a series without times.</summary>
    public long PositionOffset { get; init; }

    /// <summary>Positions from 0 with a frequency that only tells the seasons.</summary>
    public static TimeAxis FromIndex(Frequency frequency, long start = 0) => new(frequency, StartIndex: start);

    /// <summary>The time of point <paramref name="i"/>, from 0: ISO 8601, or the position of a series without times.</summary>
    public string TimeOf(long i)
    {
        if (Start is not { } start) return (PositionOffset + (StartIndex + i) * PositionStep).ToString(CultureInfo.InvariantCulture);
        LocalDateTime time = Frequency.Add(start, StartIndex + i);
        if (!Frequency.IsSubDaily && time.TimeOfDay == LocalTime.Midnight) return Date.Format(time.Date);
        string text = Full.Format(time);
        return Offset is { } offset ? text + (offset == NodaTime.Offset.Zero ? "Z" : HoursAndMinutes.Format(offset)) : text;
    }

    /// <summary>The day that step <paramref name="i"/> begins on, the calendar's last beyond its end; only for an axis with times.</summary>
    public LocalDate DateOf(long i) => Frequency.TryAdd(Start!.Value, StartIndex + i, out LocalDateTime time) ? time.Date : new(Frequency.LastYear, 12, 31);

    /// <summary>The same axis from point <paramref name="i"/> on.</summary>
    public TimeAxis From(long i) => this with { StartIndex = StartIndex + i };
}
