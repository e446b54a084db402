using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;

namespace LstmService.Forecasting.Time;

/// <summary>The unit a series steps in; <see cref="Index"/> is a position without a calendar.</summary>
public enum FrequencyUnit
{
    /// <summary>A position: 0, 1, 2 ...</summary>
    Index,
    /// <summary>Seconds.</summary>
    Second,
    /// <summary>Minutes.</summary>
    Minute,
    /// <summary>Hours.</summary>
    Hour,
    /// <summary>Monday to Friday.</summary>
    BusinessDay,
    /// <summary>Calendar days; seven of them are a week.</summary>
    Day,
    /// <summary>Calendar months; three of them are a quarter.</summary>
    Month,
    /// <summary>Calendar years.</summary>
    Year,
}

/// <summary>
/// The step of a regular series: a unit and how many of it. Written as an ISO 8601 duration (<c>PT1H</c>, <c>P1D</c>,
/// <c>P7D</c>, <c>P1M</c>, <c>P3M</c>, <c>P1Y</c>), <c>B</c> for business days or <c>index</c>; read from those and from the
/// usual letters (<c>30min, H, D, B, W, M, Q, Y</c>).
/// </summary>
public sealed record Frequency(FrequencyUnit Unit, int Count)
{
    /// <summary>The spellings that <see cref="TryParse"/> takes, for messages.</summary>
    public const string Allowed = "PT1S, PT1M, PT30M, PT1H, P1D, P7D, P1M, P3M, P1Y, B, S, min, 30min, H, D, W, M, Q, Y or index";

    private const int MaxCount = 10_000;

    /// <summary>The first year of a time.</summary>
    public const int FirstYear = 1;
    /// <summary>The last year of a time; the calendar ends a little later, which leaves room to look one step around.</summary>
    public const int LastYear = 9997;

    /// <summary>Positions without a calendar.</summary>
    public static Frequency Index { get; } = new(FrequencyUnit.Index, 1);
    /// <summary>Hourly, <c>PT1H</c>.</summary>
    public static Frequency Hourly { get; } = new(FrequencyUnit.Hour, 1);
    /// <summary>Daily, <c>P1D</c>.</summary>
    public static Frequency Daily { get; } = new(FrequencyUnit.Day, 1);
    /// <summary>Monday to Friday, <c>B</c>.</summary>
    public static Frequency BusinessDaily { get; } = new(FrequencyUnit.BusinessDay, 1);
    /// <summary>Weekly, <c>P7D</c>.</summary>
    public static Frequency Weekly { get; } = new(FrequencyUnit.Day, 7);
    /// <summary>Monthly, <c>P1M</c>.</summary>
    public static Frequency Monthly { get; } = new(FrequencyUnit.Month, 1);
    /// <summary>Quarterly, <c>P3M</c>.</summary>
    public static Frequency Quarterly { get; } = new(FrequencyUnit.Month, 3);
    /// <summary>Yearly, <c>P1Y</c>.</summary>
    public static Frequency Yearly { get; } = new(FrequencyUnit.Year, 1);

    /// <summary>
    /// The season lengths, in points, that people mean at this step: 24 and 168 for hours, 48 and 336 for half hours, 7 and a
    /// year for days, 5 for business days, 52 for weeks, 12 for months, 4 for quarters; none for years and positions.
    /// </summary>
    public IReadOnlyList<int> NaturalSeasons => Unit switch
    {
        FrequencyUnit.Second when 60 % Count == 0 && Count < 60 => [60 / Count, 3600 / Count],
        FrequencyUnit.Minute when 1440 % Count == 0 => [1440 / Count, 7 * 1440 / Count],
        FrequencyUnit.Hour when 24 % Count == 0 && Count < 24 => [24 / Count, 168 / Count],
        FrequencyUnit.Day when Count == 1 => [7, 365],
        FrequencyUnit.Day when Count == 7 => [52],
        FrequencyUnit.BusinessDay when Count == 1 => [5],
        FrequencyUnit.Month when 12 % Count == 0 && Count < 12 => [12 / Count],
        _ => [],
    };

    /// <summary>Is a time of day part of the answer at this step?</summary>
    public bool IsSubDaily => Unit is FrequencyUnit.Second or FrequencyUnit.Minute or FrequencyUnit.Hour;

    /// <summary>The ISO 8601 duration, <c>B</c> or <c>index</c>.</summary>
    public override string ToString() => Unit switch
    {
        FrequencyUnit.Index => "index",
        FrequencyUnit.Second => $"PT{Count}S",
        FrequencyUnit.Minute => $"PT{Count}M",
        FrequencyUnit.Hour => $"PT{Count}H",
        FrequencyUnit.BusinessDay => Count == 1 ? "B" : $"{Count}B",
        FrequencyUnit.Day => $"P{Count}D",
        FrequencyUnit.Month => $"P{Count}M",
        _ => $"P{Count}Y",
    };

    /// <summary>Reads an ISO 8601 duration or one of the usual letters; false where it is neither, or its count is not 1..10000.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Frequency? frequency)
    {
        frequency = null;
        if (string.IsNullOrWhiteSpace(text)) return false;
        string s = text.Trim();
        if (s.Equals("index", StringComparison.OrdinalIgnoreCase)) return (frequency = Index) is not null;
        frequency = s[0] is 'P' or 'p' && s.Length > 2 ? FromIso(s[1..].ToUpperInvariant()) : FromLetters(s);
        return frequency is not null;
    }

    /// <summary>The time <paramref name="steps"/> steps after <paramref name="start"/>; month ends stay month ends, business days skip weekends.</summary>
    /// <exception cref="OverflowException">The result lies outside the years -9998 to 9999; <see cref="TryAdd"/> says so instead.</exception>
    public LocalDateTime Add(LocalDateTime start, long steps)
    {
        long n = checked(steps * Count);
        return Unit switch
        {
            FrequencyUnit.Second => start.PlusSeconds(n),
            FrequencyUnit.Minute => start.PlusMinutes(n),
            FrequencyUnit.Hour => start.PlusHours(n),
            FrequencyUnit.BusinessDay => AddBusinessDays(start, n),
            FrequencyUnit.Day => start.PlusDays(checked((int)n)),
            FrequencyUnit.Month => AddMonths(start, checked((int)n)),
            FrequencyUnit.Year => AddMonths(start, checked((int)(n * 12))),
            _ => throw new InvalidOperationException("an index has no calendar"),
        };
    }

    /// <summary>As <see cref="Add"/>; false where the result lies outside the years <see cref="FirstYear"/> to <see cref="LastYear"/>.</summary>
    public bool TryAdd(LocalDateTime start, long steps, out LocalDateTime time)
    {
        time = default;
        double years = start.Year + steps * YearsPerStep;
        if (!(years >= FirstYear - 1 && years <= LastYear + 1)) return false; // near enough for the calendar to hold it
        time = Add(start, steps);
        return time.Year is >= FirstYear and <= LastYear;
    }

    /// <summary>The mean length of a step, 100-nanosecond ticks; to compare steps by.</summary>
    internal double AverageTicks => YearsPerStep * 365.2425 * TimeSpan.TicksPerDay;

    private double YearsPerStep => Count * Unit switch
    {
        FrequencyUnit.Second => 1 / 31_556_952.0,
        FrequencyUnit.Minute => 1 / 525_949.2,
        FrequencyUnit.Hour => 1 / 8765.82,
        FrequencyUnit.BusinessDay => 1.4 / 365.2425,
        FrequencyUnit.Day => 1 / 365.2425,
        FrequencyUnit.Month => 1 / 12.0,
        FrequencyUnit.Year => 1.0,
        _ => throw new InvalidOperationException("an index has no calendar"),
    };

    private static LocalDateTime AddMonths(LocalDateTime start, int months)
    {
        LocalDateTime moved = start.PlusMonths(months);
        bool fromMonthEnd = start.Day == start.Calendar.GetDaysInMonth(start.Year, start.Month);
        return fromMonthEnd ? moved.With(DateAdjusters.EndOfMonth) : moved;
    }

    private static LocalDateTime AddBusinessDays(LocalDateTime start, long n)
    {
        int weekday = (int)start.DayOfWeek - 1; // Monday is 0; a start on a weekend counts from the Friday before it
        if (weekday > 4) (start, weekday) = (start.PlusDays(4 - weekday), 4);
        long ahead = weekday + n;
        long weeks = Math.DivRem(ahead, 5, out long day);
        if (day < 0) (weeks, day) = (weeks - 1, day + 5);
        return start.PlusDays(checked((int)(7 * weeks + day - weekday)));
    }

    private static Frequency? FromIso(string s)
    {
        bool time = s[0] == 'T';
        if (time) s = s[1..];
        if (s.Length < 2 || !TryCount(s[..^1], out int n)) return null;
        return (time, s[^1]) switch
        {
            (true, 'S') => Normalised(FrequencyUnit.Second, n),
            (true, 'M') => Normalised(FrequencyUnit.Minute, n),
            (true, 'H') => Normalised(FrequencyUnit.Hour, n),
            (false, 'D') => new(FrequencyUnit.Day, n),
            (false, 'W') => Multiple(FrequencyUnit.Day, 7, n),
            (false, 'M') => Normalised(FrequencyUnit.Month, n),
            (false, 'Y') => new(FrequencyUnit.Year, n),
            _ => null,
        };
    }

    private static Frequency? FromLetters(string s)
    {
        int digits = 0;
        while (digits < s.Length && char.IsAsciiDigit(s[digits])) digits++;
        int n = 1;
        if (digits > 0 && !TryCount(s[..digits], out n)) return null;
        string unit = s[digits..].Trim();
        int anchor = unit.IndexOf('-', StringComparison.Ordinal); // W-SUN, Q-DEC: the anchor follows from the times themselves
        if (anchor > 0) unit = unit[..anchor];
        return unit.ToUpperInvariant() switch
        {
            "S" or "SEC" => Normalised(FrequencyUnit.Second, n),
            "MIN" or "T" => Normalised(FrequencyUnit.Minute, n),
            "H" or "HOURLY" => Normalised(FrequencyUnit.Hour, n),
            "D" or "DAILY" => new(FrequencyUnit.Day, n),
            "B" => new(FrequencyUnit.BusinessDay, n),
            "W" or "WEEKLY" => Multiple(FrequencyUnit.Day, 7, n),
            "M" or "MS" or "ME" or "MONTHLY" => Normalised(FrequencyUnit.Month, n),
            "Q" or "QS" or "QE" or "QUARTERLY" => Multiple(FrequencyUnit.Month, 3, n),
            "Y" or "A" or "YS" or "YE" or "AS" or "YEARLY" => new(FrequencyUnit.Year, n),
            _ => null,
        };
    }

    /// <summary>60 minutes are an hour, 12 months a year: one spelling for one step.</summary>
    public static Frequency Normalised(FrequencyUnit unit, int count) => unit switch
    {
        FrequencyUnit.Second when count % 60 == 0 => Normalised(FrequencyUnit.Minute, count / 60),
        FrequencyUnit.Minute when count % 60 == 0 => Normalised(FrequencyUnit.Hour, count / 60),
        FrequencyUnit.Hour when count % 24 == 0 => new(FrequencyUnit.Day, count / 24),
        FrequencyUnit.Month when count % 12 == 0 => new(FrequencyUnit.Year, count / 12),
        _ => new(unit, count),
    };

    // what is read can be written and read again, so the product has the bound of the count
    private static Frequency? Multiple(FrequencyUnit unit, int factor, int n) => factor * n <= MaxCount ? Normalised(unit, factor * n) : null;

    private static bool TryCount(string text, out int n) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out n) && n is >= 1 and <= MaxCount;
}
