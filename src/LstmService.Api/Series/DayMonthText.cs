using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Series;

/// <summary>What comes first in a date such as 03/04/2026.</summary>
internal enum DayMonthOrder
{
    DayFirst,
    MonthFirst,
}

/// <summary>
/// A date with its year last: <c>24.11.2026</c>, <c>24/11/2026</c>, <c>11/24/2026 1:30 PM</c>. Points come only with the day
/// first; for the other marks a number above 12 tells.
/// </summary>
internal readonly record struct DayMonthText(int First, int Second, int Year, char Mark, LocalTime Time, Offset? Offset)
{
    /// <summary>Is it 24:00 of that day?</summary>
    private bool IsNextMidnight { get; init; }

    /// <summary>The order that this date alone tells; null where it may be either.</summary>
    public DayMonthOrder? Order => Mark == '.' || First > 12 ? DayMonthOrder.DayFirst : Second > 12 ? DayMonthOrder.MonthFirst : null;

    public static bool TryParse(ReadOnlySpan<char> text, out DayMonthText date)
    {
        date = default;
        text = text.Trim();
        if (text.Length < 8 || text.Length > TimeText.LongestText) return false;
        if (!TimeText.TakeNumber(ref text, 1, 2, out int first) || !TimeText.TakeAny(ref text, "./-", out char mark)) return false;
        if (!TimeText.TakeNumber(ref text, 1, 2, out int second) || !TimeText.TakeAny(ref text, [mark], out _)) return false;
        if (!TimeText.TakeNumber(ref text, 4, 4, out int year) || first < 1 || second < 1 || year < 1 || (first > 12 && second > 12)) return false;
        RawTime time = new(new LocalDateTime(year, 1, 1, 0, 0), null);
        if (!text.IsEmpty && !(TimeText.TakeAny(ref text, "T ", out _) && TimeText.TryTimeOfDay(text.TrimStart(), time.Local.Date, out time))) return false;
        date = new(first, second, year, mark, time.Local.TimeOfDay, time.Offset) { IsNextMidnight = time.Local.Day > 1 };
        if (date is { IsNextMidnight: true, Mark: not '.' }) return false; // whose day and month may yet be swapped
        return date.TryTime(date.Order ?? DayMonthOrder.DayFirst, out _);
    }

    /// <summary>Is it such a date but for a year of two digits, which may as well be the day?</summary>
    public static bool HasShortYear(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return TimeText.TakeNumber(ref text, 1, 2, out _) && TimeText.TakeAny(ref text, "./-", out char mark) && TimeText.TakeNumber(ref text, 1, 2, out _)
            && TimeText.TakeAny(ref text, [mark], out _) && TimeText.TakeNumber(ref text, 2, 2, out _) && (text.IsEmpty || text[0] is ' ' or 'T');
    }

    public bool TryTime(DayMonthOrder order, out RawTime time)
    {
        (int day, int month) = order == DayMonthOrder.DayFirst ? (First, Second) : (Second, First);
        time = default;
        if (month > 12 || day > CalendarSystem.Iso.GetDaysInMonth(Year, month)) return false;
        time = new(new LocalDate(Year, month, day).PlusDays(IsNextMidnight ? 1 : 0).At(Time), Offset);
        return true;
    }

    /// <summary>Turns what was read with the day first into what has the month first; a day above 12 was read so already.</summary>
    public static void Swap(Span<long> codes)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            RawTime time = TimeCode.TimeOf(codes[i]);
            LocalDate date = time.Local.Date;
            if (date.Day <= 12) codes[i] = TimeCode.Of(new RawTime(new LocalDate(date.Year, date.Day, date.Month).At(time.Local.TimeOfDay), time.Offset));
        }
    }
}
