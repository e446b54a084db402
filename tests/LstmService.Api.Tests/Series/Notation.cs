using System.Globalization;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Tests.Series;

/// <summary>A way to write times, with the step it can say.</summary>
public sealed record Notation(string Name, Func<LocalDateTime, string> Write)
{
    private static readonly LocalDateTime Start = new(2026, 1, 1, 0, 0);

    public static IReadOnlyList<Notation> All { get; } =
    [
        Of("date", "uuuu-MM-dd"),
        Of("slashes", "uuuu/M/d"),
        Of("date and time", "uuuu-MM-dd HH:mm"),
        Of("with a T", "uuuu-MM-dd'T'HH:mm:ss"),
        Of("UTC", "uuuu-MM-dd'T'HH:mm:ss'Z'"),
        Of("offset", "uuuu-MM-dd'T'HH:mm:ss'-03:30'"),
        Of("day first, points", "dd.MM.uuuu HH:mm"),
        Of("day first", "dd/MM/uuuu"),
        Of("compact", "uuuuMMdd") with { IsInteger = true },
        new("seconds", time => Seconds(time).ToString(CultureInfo.InvariantCulture)) { IsInteger = true },
        new("milliseconds", time => (1000 * Seconds(time)).ToString(CultureInfo.InvariantCulture)) { IsInteger = true },
        Of("year and month", "uuuu-MM") with { Step = Frequency.Monthly },
        new("quarter", time => $"{time.Year}Q{(time.Month + 2) / 3}") { Step = Frequency.Quarterly },
        Of("year", "uuuu") with { Step = Frequency.Yearly, IsInteger = true },
    ];

    /// <summary>What the times of a series are apart.</summary>
    public Frequency Step { get; private init; } = Frequency.Daily;

    /// <summary>Are times integers?</summary>
    public bool IsInteger { get; private init; }

    public LocalDateTime TimeOf(int point) => Step.Add(Start, point);

    public string this[int point] => Write(TimeOf(point));

    public override string ToString() => Name;

    private static Notation Of(string name, string pattern) => new(name, time => time.ToString(pattern, CultureInfo.InvariantCulture));

    private static long Seconds(LocalDateTime time) => (long)(time.ToDateTimeUnspecified() - DateTime.UnixEpoch).TotalSeconds;
}
