using System.Globalization;
using System.Text;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Series;

/// <summary>
/// A column of times, which is written in one way from its first to its last: times, dates whose day and month may stand in
/// either order, or integers. What the latter two mean is known only at the end of the column.
/// </summary>
/// <param name="notation">What the user says about them.</param>
/// <param name="isDate">Does the name of the column say that it holds dates?</param>
internal sealed class TimeColumn(TimeNotation? notation = null, bool isDate = false)
{
    private const int UsualLength = 64;

    private static readonly string Expected = $"{TimeText.Allowed}, 24 Nov 2026, a year, Unix seconds or milliseconds, or a position (an integer)";

    private readonly DateTimeZone? zone = notation?.Zone;
    private readonly IntegerTimes integers = new(isDate);
    private readonly IsoTimes iso = new();
    private readonly byte[] last = new byte[UsualLength]; // the time read last: in a table of many series it is often read again
    private int lastLength;
    private long lastCode;
    private DayMonthOrder? order = notation?.Order;
    private Kind kind = Kind.None;
    private string ambiguous = "";
    private bool anyShortYear;

    private enum Kind
    {
        None,
        Times,
        DayMonth,
        Integers,
    }

    /// <summary>Reads a time into its code, which <see cref="TimesOf"/> takes; says what is wrong with it, or null.</summary>
    public string? Read(ReadOnlySpan<byte> utf8, out long code)
    {
        code = lastCode;
        if (lastLength > 0 && utf8.SequenceEqual(last.AsSpan(0, lastLength))) return null;
        if (!(kind == Kind.Times && iso.TryParse(utf8, out code)) && ReadText(utf8, out code) is { } wrong) return wrong;
        lastLength = utf8.Length <= UsualLength ? utf8.Length : 0;
        utf8[..lastLength].CopyTo(last);
        lastCode = code;
        return null;
    }

    private string? ReadText(ReadOnlySpan<byte> utf8, out long code)
    {
        if (utf8.Length > UsualLength) return Read(Encoding.UTF8.GetString(utf8), out code);
        Span<char> text = stackalloc char[UsualLength];
        return Read(text[..Encoding.UTF8.GetChars(utf8, text)], out code);
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, out long)"/>
    public string? Read(ReadOnlySpan<char> text, out long code)
    {
        code = 0;
        text = text.Trim();
        if (text.IsEmpty) return $"the time is missing; expected {Expected}";
        if (IsInteger(text)) return ReadInteger(text, out code);
        if (TimeText.TryParse(text, out RawTime time)) return TakeTime(text, time, Kind.Times, out code);
        if (MonthNameText.TryParse(text, out time, out bool isShort))
        {
            anyShortYear |= isShort;
            return TakeTime(text, time, Kind.Times, out code);
        }
        if (!DayMonthText.TryParse(text, out DayMonthText date)) return $"{Excerpt.Of(text)} is no time{Hint(text)}; expected {Expected}";
        if (date.Order is { } shown && (order ??= shown) != shown)
            return $"{Excerpt.Of(text)} has its {(shown == DayMonthOrder.DayFirst ? "day" : "month")} first and others do not: write all times in one way, best as 2026-11-24";
        if (date.Order is null && order is null && ambiguous.Length == 0) ambiguous = text.ToString();
        date.TryTime(notation?.Order ?? date.Order ?? DayMonthOrder.DayFirst, out time); // what may be either is put right at the end
        return TakeTime(text, time, Kind.DayMonth, out code);
    }

    /// <summary>What the text probably is, where spreadsheets are known for it.</summary>
    private static string Hint(ReadOnlySpan<char> text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double days) && IntegerTimes.IsSpreadsheetDay((long)days))
            return ": if it is a spreadsheet's number of days, format the column as date and time";
        return DayMonthText.HasShortYear(text) ? ": its year has two digits, write all four" : "";
    }

    /// <summary>Why the column cannot be understood, once its last time was read; null where it can.</summary>
    public string? Ambiguity => kind == Kind.DayMonth && order is null
        ? $"{Excerpt.Of(ambiguous)} may have its day or its month first, and no other date tells: set dateFormat to {TimeNotation.AllowedFormats}"
        : null;

    /// <summary>How the times were understood, where they do not say so themselves.</summary>
    public IEnumerable<string> Changes()
    {
        if (kind == Kind.Integers && integers.Words is { } words) yield return $"times: integers were read as {words}";
        if (kind == Kind.DayMonth) yield return $"times: dates were read with the {(order == DayMonthOrder.MonthFirst ? "month" : "day")} first";
        if (anyShortYear) yield return $"times: years of two digits were read as {MonthNameText.FirstShortYear} to {MonthNameText.FirstShortYear + 99}";
        if (zone is not null && !IsPositions)
            yield return $"times: local times were read in the zone {zone.Id}; steps below a day are answered in UTC, so that daylight saving leaves no hole and no double";
    }

    /// <summary>The times of a series, whose codes were read here; null for positions. The codes are the caller's no more.</summary>
    public IReadOnlyList<RawTime>? TimesOf(long[] codes)
    {
        if (IsPositions) return null;
        Resolve(codes);
        return new PackedTimes(zone is null ? codes : ZonedTimes.Apply(codes, zone));
    }

    /// <summary>Makes of codes, once all were read, such as are in the order of their times or positions.</summary>
    public void Resolve(Span<long> codes)
    {
        if (kind == Kind.Integers && !IsPositions)
            for (int i = 0; i < codes.Length; i++) codes[i] = integers.CodeOf(codes[i]);
        else if (kind == Kind.DayMonth && notation?.Order is null && order == DayMonthOrder.MonthFirst) DayMonthText.Swap(codes);
    }

    /// <summary>The positions of a series, which are its codes; null for times.</summary>
    public IReadOnlyList<long>? PositionsOf(long[] codes) => IsPositions ? codes : null;

    private bool IsPositions => kind == Kind.Integers && integers.Meaning == IntegerMeaning.Positions;

    private string? TakeTime(ReadOnlySpan<char> text, RawTime time, Kind read, out long code)
    {
        code = 0;
        if (time.Local.Year is not (>= Frequency.FirstYear and <= Frequency.LastYear))
            return $"{Excerpt.Of(text)} lies outside the years {Frequency.FirstYear} to {Frequency.LastYear}";
        if (Mixed(text, read) is { } mixed) return mixed;
        code = TimeCode.Of(time);
        return null;
    }

    private string? ReadInteger(ReadOnlySpan<char> text, out long code)
    {
        code = 0;
        if (Mixed(text, Kind.Integers) is { } mixed) return mixed;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out code))
            return $"{Excerpt.Of(text)} is too large for a position or a Unix time; write ISO 8601, such as 2026-11-24T13:30:00Z";
        integers.Add(code);
        return null;
    }

    private string? Mixed(ReadOnlySpan<char> text, Kind read)
    {
        if (kind == Kind.None) kind = read;
        if (kind == read) return null;
        string among = read == Kind.Integers ? "an integer among times" : kind == Kind.Integers ? "a time among integers" : "a date written in another way than those before it";
        return $"{Excerpt.Of(text)} is {among}: write all times in one way";
    }

    private static bool IsInteger(ReadOnlySpan<char> text)
    {
        if (text[0] is '-' or '+') text = text[1..];
        return !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
    }
}
