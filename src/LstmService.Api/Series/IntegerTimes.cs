using NodaTime;

namespace LstmService.Api.Series;

/// <summary>What the integers of a time column are; known only once all of them were seen.</summary>
internal enum IntegerMeaning
{
    Positions,
    Years,
    YearMonths,
    Dates,
    DateTimes,
    SpreadsheetDays,
    UnixSeconds,
    UnixMilliseconds,
    UnixMicroseconds,
    UnixNanoseconds,
}

/// <summary>
/// Integers are years where each of them is 1000..2999, and year-months, dates or times where each reads as yyyyMM, yyyyMMdd or
/// yyyyMMddHHmmss. In a column that is called a date they are a spreadsheet's days where each may be one. Otherwise they count from
/// 1970 where one of them is larger than a position may be, in the unit its size tells.
/// </summary>
/// <param name="isDate">Is the column called a date?</param>
internal sealed class IntegerTimes(bool isDate = false)
{
    private const int FirstYear = 1000, LastYear = 2999;
    private const int FirstSpreadsheetDay = 18_264, LastSpreadsheetDay = 73_050; // 1950 to 2099
    private const long LargestPosition = 100_000_000;
    private const long LargestUnixSecond = 100_000_000_000;

    private static readonly DateTime SpreadsheetEpoch = new(1899, 12, 30); // day 60 is a 29 February 1900 that never was

    private bool allSpreadsheetDays = isDate;
    private bool allYears = true, allMonths = true, allDates = true, allTimes = true;
    private long largest;

    public IntegerMeaning Meaning => this switch
    {
        { allYears: true } => IntegerMeaning.Years,
        { allMonths: true } => IntegerMeaning.YearMonths,
        { allDates: true } => IntegerMeaning.Dates,
        { allTimes: true } => IntegerMeaning.DateTimes,
        { allSpreadsheetDays: true } => IntegerMeaning.SpreadsheetDays,
        { largest: <= LargestPosition } => IntegerMeaning.Positions,
        { largest: <= LargestUnixSecond } => IntegerMeaning.UnixSeconds,
        { largest: <= 1_000 * LargestUnixSecond } => IntegerMeaning.UnixMilliseconds,
        { largest: <= 1_000_000 * LargestUnixSecond } => IntegerMeaning.UnixMicroseconds,
        _ => IntegerMeaning.UnixNanoseconds,
    };

    /// <summary>For <c>changes</c>; null where there is nothing to say.</summary>
    public string? Words => Meaning switch
    {
        IntegerMeaning.Years => "years",
        IntegerMeaning.YearMonths => "year-months, yyyyMM",
        IntegerMeaning.Dates => "dates, yyyyMMdd",
        IntegerMeaning.DateTimes => "times, yyyyMMddHHmmss",
        IntegerMeaning.SpreadsheetDays => "a spreadsheet's days since the end of 1899",
        IntegerMeaning.UnixSeconds => "Unix seconds, in UTC",
        IntegerMeaning.UnixMilliseconds => "Unix milliseconds, in UTC",
        IntegerMeaning.UnixMicroseconds => "Unix microseconds, in UTC",
        IntegerMeaning.UnixNanoseconds => "Unix nanoseconds, in UTC",
        _ => null, // positions are what integers are
    };

    public void Add(long number)
    {
        allYears = allYears && number is >= FirstYear and <= LastYear;
        allMonths = allMonths && number is >= FirstYear * 100L and <= LastYear * 100L + 12 && number % 100 is >= 1 and <= 12;
        allDates = allDates && IsDate(number);
        allTimes = allTimes && IsDate(number / 1_000_000) && number % 1_000_000 / 10_000 < 24 && number % 10_000 / 100 < 60 && number % 100 < 60;
        allSpreadsheetDays = allSpreadsheetDays && IsSpreadsheetDay(number);
        largest = Math.Max(largest, number == long.MinValue ? long.MaxValue : Math.Abs(number));
    }

    /// <summary>The time that an integer is; only where they are times.</summary>
    public long CodeOf(long number) => Meaning switch
    {
        IntegerMeaning.Years => Local((int)number, 1, 1),
        IntegerMeaning.YearMonths => Local((int)number / 100, (int)number % 100, 1),
        IntegerMeaning.Dates => Date(number),
        IntegerMeaning.DateTimes => Date(number / 1_000_000) + TimeCode.Of(
            3600 * (number % 1_000_000 / 10_000) + 60 * (number % 10_000 / 100) + number % 100, null),
        IntegerMeaning.SpreadsheetDays => TimeCode.Of(SpreadsheetEpoch.AddDays(number).Ticks / TimeSpan.TicksPerSecond, null),
        IntegerMeaning.UnixSeconds => Unix(number, 1),
        IntegerMeaning.UnixMilliseconds => Unix(number, 1_000),
        IntegerMeaning.UnixMicroseconds => Unix(number, 1_000_000),
        IntegerMeaning.UnixNanoseconds => Unix(number, 1_000_000_000),
        _ => throw new InvalidOperationException("positions are no times"),
    };

    /// <summary>May it be a spreadsheet's number of a day?</summary>
    public static bool IsSpreadsheetDay(long number) => number is >= FirstSpreadsheetDay and <= LastSpreadsheetDay;

    private static bool IsDate(long number)
    {
        if (number is < FirstYear * 10_000L or > LastYear * 10_000L + 1231) return false;
        int year = (int)number / 10_000, month = (int)number / 100 % 100, day = (int)number % 100;
        return month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
    }

    private static long Date(long number) => Local((int)number / 10_000, (int)number / 100 % 100, (int)number % 100);

    private static long Local(int year, int month, int day) =>
        TimeCode.Of(new DateTime(year, month, day).Ticks / TimeSpan.TicksPerSecond, null);

    private static long Unix(long number, long perSecond)
    {
        long seconds = number / perSecond - (number % perSecond < 0 ? 1 : 0);
        return TimeCode.Of(DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond + seconds, 0);
    }
}
