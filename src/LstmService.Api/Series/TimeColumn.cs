using System.Globalization;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Series;

/// <summary>The times of one series while they are read: either kind, never both.</summary>
internal sealed class TimeList
{
    public List<RawTime> Times { get; } = [];
    public List<long> Numbers { get; } = [];
}

/// <summary>
/// A column of times, which is all times or all integers. Integers are years where each of them is 1000..2999, dates where each
/// reads as yyyyMMdd, and positions otherwise; that is known only at the end of the column.
/// </summary>
internal sealed class TimeColumn
{
    private const long LargestPosition = 100_000_000;
    private const int FirstYear = 1000, LastYear = 2999;

    private static readonly string Expected = $"{TimeText.Allowed}, a year or a position (an integer)";

    private bool? integers;
    private bool allYears = true, allDates = true;

    /// <summary>Reads a time into a series; says what is wrong with it, or null.</summary>
    public string? Add(ReadOnlySpan<char> text, TimeList into)
    {
        text = text.Trim();
        if (text.IsEmpty) return $"the time is missing; expected {Expected}";
        bool isInteger = IsInteger(text);
        RawTime time = default;
        if (!isInteger && !TimeText.TryParse(text, out time)) return $"{Excerpt.Of(text)} is no time; expected {Expected}";
        if (!isInteger && time.Local.Year is not (>= Frequency.FirstYear and <= Frequency.LastYear))
            return $"{Excerpt.Of(text)} lies outside the years {Frequency.FirstYear} to {Frequency.LastYear}";
        if (integers is { } before && before != isInteger)
            return $"{Excerpt.Of(text)} is {(isInteger ? "an integer among times" : "a time among integers")}: write all times in one way";
        if (isInteger && !TryPosition(text, out _))
            return $"{Excerpt.Of(text)} is too large for a position, and Unix times are not read yet: write ISO 8601, such as 2026-11-24T13:30:00Z";
        integers = isInteger;
        if (isInteger) AddInteger(text, into);
        else into.Times.Add(time);
        return null;
    }

    /// <summary>The times of a series that was read into <paramref name="list"/>; null for positions.</summary>
    public IReadOnlyList<RawTime>? TimesOf(TimeList list)
    {
        if (integers is not true) return list.Times;
        if (allYears) return [.. list.Numbers.Select(n => Midnight((int)n, 1, 1))];
        return allDates ? [.. list.Numbers.Select(n => Midnight((int)n / 10_000, (int)n / 100 % 100, (int)n % 100))] : null;
    }

    /// <summary>The positions of a series that was read into <paramref name="list"/>; null for times.</summary>
    public IReadOnlyList<long>? PositionsOf(TimeList list) => integers is true && !allYears && !allDates ? list.Numbers : null;

    private void AddInteger(ReadOnlySpan<char> text, TimeList into)
    {
        if (!TryPosition(text, out long number)) return;
        allYears &= number is >= FirstYear and <= LastYear;
        allDates &= IsCompactDate(number);
        into.Numbers.Add(number);
    }

    private static bool IsInteger(ReadOnlySpan<char> text)
    {
        if (text[0] is '-' or '+') text = text[1..];
        return !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
    }

    private static bool TryPosition(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
        && number is >= -LargestPosition and <= LargestPosition;

    private static bool IsCompactDate(long number)
    {
        if (number is < FirstYear * 10_000L or > LastYear * 10_000L + 1231) return false;
        int year = (int)number / 10_000, month = (int)number / 100 % 100, day = (int)number % 100;
        return month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
    }

    private static RawTime Midnight(int year, int month, int day) => new(new LocalDateTime(year, month, day, 0, 0), null);
}
