using System.Globalization;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Series;

/// <summary>
/// The times of an upload as they come in, text or whole numbers. Whole numbers are years where all lie in 1000..2999, days where
/// all read as yyyymmdd, positions elsewhere; which of them, only the whole column tells.
/// </summary>
internal sealed class TimeColumn
{
    private const long LargestPosition = 100_000_000;

    private readonly List<RawTime> _times = [];
    private readonly List<long> _numbers = [];

    /// <summary>Takes the next time; otherwise says in words what is wrong with it.</summary>
    public bool TryAdd(ReadOnlySpan<char> text, out string? problem)
    {
        problem = null;
        text = text.Trim();
        if (_numbers.Count == 0 && TimeText.TryParse(text, out RawTime time))
        {
            _times.Add(time);
            return true;
        }
        if (_times.Count == 0 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            if (Math.Abs(number) > LargestPosition)
            {
                problem = $"{number} is no position: Unix times are not read, write ISO 8601 such as 2026-11-24T13:30:00Z";
                return false;
            }
            _numbers.Add(number);
            return true;
        }
        problem = _numbers.Count > 0
            ? $"{Shown(text)} is no whole number, and the times before it are: write all times one way"
            : $"{Shown(text)} is no time: write for example {TimeText.Allowed}";
        return false;
    }

    /// <summary>How the whole numbers of a column are to be read.</summary>
    public enum Reading
    {
        /// <summary>1, 2, 3.</summary>
        Positions,
        /// <summary>1949, 1950, 1951.</summary>
        Years,
        /// <summary>20261124, 20261125.</summary>
        Days,
    }

    /// <summary>How the numbers of all <paramref name="columns"/> of an upload are to be read: one way.</summary>
    public static Reading ReadingOf(IEnumerable<TimeColumn> columns)
    {
        bool years = true, days = true;
        foreach (TimeColumn column in columns)
            foreach (long number in column._numbers)
            {
                years &= number is >= 1000 and <= 2999;
                days &= TryDay(number, out _);
            }
        return years ? Reading.Years : days ? Reading.Days : Reading.Positions;
    }

    /// <summary>The times, or the positions; one of them is null.</summary>
    public (IReadOnlyList<RawTime>? Times, IReadOnlyList<long>? Positions) Result(Reading reading) => reading switch
    {
        _ when _numbers.Count == 0 => (_times, null),
        Reading.Years => ([.. _numbers.Select(n => new RawTime(new LocalDateTime((int)n, 1, 1, 0, 0), null))], null),
        Reading.Days => ([.. _numbers.Select(n => TryDay(n, out LocalDate day) ? new RawTime(day.AtMidnight(), null) : default)], null),
        _ => (null, _numbers),
    };

    private static bool TryDay(long number, out LocalDate day)
    {
        day = default;
        int year = (int)(number / 10_000), month = (int)(number / 100 % 100), dayOfMonth = (int)(number % 100);
        if (year is < 1800 or > 2200 || month is < 1 or > 12 || dayOfMonth < 1) return false;
        if (dayOfMonth > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        day = new(year, month, dayOfMonth);
        return true;
    }

    /// <summary>A text as it may be shown back: short, quoted, without control characters.</summary>
    public static string Shown(ReadOnlySpan<char> text)
    {
        const int Most = 40;
        string part = text.Length > Most ? string.Concat(text[..Most], "...") : text.ToString();
        return $"'{string.Concat(part.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c))}'";
    }
}
