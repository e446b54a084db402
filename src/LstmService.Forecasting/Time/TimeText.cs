using System.Globalization;
using LstmService.Forecasting.Data;
using NodaTime;
using NodaTime.Calendars;

namespace LstmService.Forecasting.Time;

/// <summary>Reads the times people write with the year first, ISO 8601 dates, date-times and weeks among them, and quarters and months with it last.</summary>
public static class TimeText
{
    /// <summary>What <see cref="TryParse"/> takes, for messages.</summary>
    public const string Allowed = "2026-11-24, 2026-11-24T13:30:00, 2026-11-24T13:30:00Z, 2026-11-24T13:30:00+01:00, 2026/11/24, 2026-11, 2026Q4 or 2026-W48";

    /// <summary>Longer text is none.</summary>
    public const int LongestText = 48;

    /// <summary>Reads a time; bare numbers are none. Fractions of a second are dropped.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RawTime time)
    {
        time = default;
        text = text.Trim();
        if (text.Length is < 6 or > LongestText) return false;
        if (TryYearLast(text, out time)) return true;
        if (!TakeNumber(ref text, 4, 4, out int year) || year < 1) return false;
        if (TryQuarter(text, year, out time) || TryMonth(text, year, out time) || TryWeek(text, year, out time)) return true;
        if (!TakeAny(ref text, "-/.", out char separator) || !TakeNumber(ref text, 1, 2, out int month) || month is < 1 or > 12) return false;
        if (text.IsEmpty && separator != '.') // 2026.11 is a number
        {
            time = new(new LocalDateTime(year, month, 1, 0, 0), null);
            return true;
        }
        if (!TakeAny(ref text, [separator], out _) || !TakeNumber(ref text, 1, 2, out int day)) return false;
        if (day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        LocalDate date = new(year, month, day);
        if (text.IsEmpty)
        {
            time = new(date.AtMidnight(), null);
            return true;
        }
        return TakeAny(ref text, "Tt ", out _) && TryTimeOfDay(text, date, out time);
    }

    /// <summary>A quarter or a month before its year: <c>Q1 2026</c>, <c>Q1/2026</c>, <c>11/2026</c>, <c>11-2026</c>.</summary>
    private static bool TryYearLast(ReadOnlySpan<char> text, out RawTime time)
    {
        time = default;
        bool isQuarter = TakeAny(ref text, "Qq", out _);
        if (!TakeNumber(ref text, 1, 2, out int number) || !TakeAny(ref text, isQuarter ? "/- " : "/-", out _)) return false;
        if (!TakeNumber(ref text, 4, 4, out int year) || !text.IsEmpty || year < 1 || number < 1 || number > (isQuarter ? 4 : 12)) return false;
        time = new(new LocalDateTime(year, isQuarter ? 3 * number - 2 : number, 1, 0, 0), null);
        return true;
    }

    /// <summary>The month of a year as statistical offices write it: <c>2026M11</c>, <c>2026-M11</c>.</summary>
    private static bool TryMonth(ReadOnlySpan<char> text, int year, out RawTime time)
    {
        time = default;
        TakeAny(ref text, "-", out _);
        if (!TakeAny(ref text, "Mm", out _) || !TakeNumber(ref text, 2, 2, out int month) || !text.IsEmpty || month is < 1 or > 12) return false;
        time = new(new LocalDateTime(year, month, 1, 0, 0), null);
        return true;
    }

    private static bool TryQuarter(ReadOnlySpan<char> text, int year, out RawTime time)
    {
        time = default;
        text = text.TrimStart("- ");
        if (text.Length != 2 || text[0] is not ('Q' or 'q') || text[1] is < '1' or > '4') return false;
        time = new(new LocalDateTime(year, 3 * (text[1] - '1') + 1, 1, 0, 0), null);
        return true;
    }

    /// <summary>The Monday of an ISO 8601 week, or the day of it that is named: <c>2026-W48</c>, <c>2026W48</c>, <c>2026-W48-2</c>.</summary>
    private static bool TryWeek(ReadOnlySpan<char> text, int year, out RawTime time)
    {
        time = default;
        TakeAny(ref text, "-", out _);
        if (!TakeAny(ref text, "Ww", out _) || !TakeNumber(ref text, 2, 2, out int week)) return false;
        int day = 1;
        if (TakeAny(ref text, "-", out _) && !TakeNumber(ref text, 1, 1, out day)) return false;
        if (!text.IsEmpty || week < 1 || week > WeekYearRules.Iso.GetWeeksInWeekYear(year) || day is < 1 or > 7) return false;
        if (year >= Frequency.LastYear) return false;
        time = new(LocalDate.FromWeekYearWeekAndDay(year, week, (IsoDayOfWeek)day).AtMidnight(), null);
        return true;
    }

    /// <summary>
    /// Reads what follows a date: <c>13</c>, <c>13:30</c>, <c>13:30:00.5</c>, <c>1:30 PM</c>, each with an offset or without, and
    /// <c>24:00</c>, which is the next day's midnight.
    /// </summary>
    public static bool TryTimeOfDay(ReadOnlySpan<char> text, LocalDate date, out RawTime time)
    {
        time = default;
        if (!TakeNumber(ref text, 1, 2, out int hour) || hour > 24) return false;
        int minute = 0, second = 0;
        if (TakeAny(ref text, ":", out _) && (!TakeNumber(ref text, 2, 2, out minute) || minute > 59)) return false;
        if (TakeAny(ref text, ":", out _))
        {
            if (!TakeNumber(ref text, 2, 2, out second) || second > 59) return false;
            if (TakeAny(ref text, ".,", out _) && !TakeNumber(ref text, 1, 9, out _)) return false;
        }
        text = text.TrimStart();
        if (text.Length >= 2 && (text[1] is 'M' or 'm') && TakeAny(ref text, "AaPp", out char half))
        {
            text = text[1..].TrimStart();
            if (hour is < 1 or > 12) return false;
            hour = hour % 12 + (half is 'P' or 'p' ? 12 : 0);
        }
        if (!TryOffset(text, out Offset? offset)) return false;
        if (hour == 24)
        {
            if (minute > 0 || second > 0 || date.Year >= Frequency.LastYear) return false;
            (date, hour) = (date.PlusDays(1), 0);
        }
        time = new(date + new LocalTime(hour, minute, second), offset);
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out Offset? offset)
    {
        offset = null;
        if (text.IsEmpty) return true;
        if (text is "Z" or "z" or "UTC")
        {
            offset = Offset.Zero;
            return true;
        }
        if (!TakeAny(ref text, "+-", out char sign) || !TakeNumber(ref text, 2, 2, out int hours)) return false;
        TakeAny(ref text, ":", out _);
        int minutes = 0;
        if (!text.IsEmpty && !TakeNumber(ref text, 2, 2, out minutes)) return false;
        if (!text.IsEmpty || hours > 18 || minutes > 59 || hours * 60 + minutes > 18 * 60) return false;
        offset = Offset.FromSeconds((sign == '-' ? -60 : 60) * (hours * 60 + minutes));
        return true;
    }

    /// <summary>Takes one character of those allowed.</summary>
    public static bool TakeAny(ref ReadOnlySpan<char> text, scoped ReadOnlySpan<char> allowed, out char taken)
    {
        taken = text.IsEmpty ? '\0' : text[0];
        if (text.IsEmpty || !allowed.Contains(taken)) return false;
        text = text[1..];
        return true;
    }

    /// <summary>Takes a number of so many digits.</summary>
    public static bool TakeNumber(ref ReadOnlySpan<char> text, int fewest, int most, out int number)
    {
        int digits = 0;
        while (digits < text.Length && digits < most && char.IsAsciiDigit(text[digits])) digits++;
        number = 0;
        if (digits < fewest) return false;
        number = int.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        text = text[digits..];
        return true;
    }
}
