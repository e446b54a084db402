using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Series;

/// <summary>
/// A time whose month is a name, in English, German, French, Spanish or Italian: <c>Jan 1960</c>, <c>Jan-60</c>,
/// <c>24 Nov 2026 13:30</c>, <c>November 24, 2026</c>, <c>24. Dezember 2026</c>, <c>2026-Nov-24</c>.
/// </summary>
internal static class MonthNameText
{
    /// <summary>Years of two digits lie from here to 99 years later, as spreadsheets have it.</summary>
    public const int FirstShortYear = 1930;

    private const string Between = " -/.,"; // what may stand between the parts

    private static readonly string[][] Names =
    [
        ["jan", "january", "januar", "jän", "jänner", "janv", "janvier", "ene", "enero", "gen", "gennaio"],
        ["feb", "february", "februar", "févr", "fév", "février", "febrero", "febbraio"],
        ["mar", "march", "mär", "mrz", "märz", "mars", "marzo"],
        ["apr", "april", "avr", "avril", "abr", "abril", "aprile"],
        ["may", "mai", "mayo", "mag", "maggio"],
        ["jun", "june", "juni", "juin", "junio", "giu", "giugno"],
        ["jul", "july", "juli", "juil", "juillet", "julio", "lug", "luglio"],
        ["aug", "august", "août", "ago", "agosto"],
        ["sep", "sept", "september", "septembre", "septiembre", "set", "settembre"],
        ["oct", "october", "okt", "oktober", "octobre", "octubre", "ott", "ottobre"],
        ["nov", "november", "novembre", "noviembre"],
        ["dec", "december", "dez", "dezember", "déc", "décembre", "dic", "diciembre", "dicembre"],
    ];

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Months = Names
        .SelectMany((names, i) => names.Select(name => (Name: name, Month: i + 1)))
        .ToDictionary(n => n.Name, n => n.Month, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads a time; says whether its year has two digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RawTime time, out bool isShort)
    {
        time = default;
        isShort = false;
        text = text.Trim();
        if (text.Length > TimeText.LongestText || !TryDate(ref text, out int year, out int month, out int? day, out isShort)) return false;
        if (year < 1 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        LocalDate date = new(year, month, day ?? 1);
        time = new(date.AtMidnight(), null);
        return text.IsEmpty || (day is not null && TimeText.TakeAny(ref text, "T ", out _) && TimeText.TryTimeOfDay(text.TrimStart(), date, out time));
    }

    private static bool TryDate(ref ReadOnlySpan<char> text, out int year, out int month, out int? day, out bool isShort)
    {
        (year, day, isShort) = (0, null, false);
        if (TakeMonth(ref text, out month))
        {
            if (!TakeYear(ref text, out year, out isShort)) return TakeDay(ref text, out day) && TakeYear(ref text, out year, out isShort) && !isShort; // Nov 4, 2026
            if (!isShort || text.IsEmpty) return true; // Jan 1960, Jan-60
            day = year % 100; // Nov 24, 2026
            return TakeYear(ref text, out year, out isShort) && !isShort;
        }
        if (TimeText.TakeNumber(ref text, 4, 4, out year)) // 2026-Nov, 2026 Nov 24
            return TakeMonth(ref text, out month) && (text.IsEmpty || TakeDay(ref text, out day));
        return TakeDay(ref text, out day) && TakeMonth(ref text, out month) && TakeYear(ref text, out year, out isShort); // 24 Nov 2026
    }

    private static bool TakeMonth(ref ReadOnlySpan<char> text, out int month)
    {
        ReadOnlySpan<char> rest = text.TrimStart(Between);
        int length = 0;
        while (length < rest.Length && char.IsLetter(rest[length])) length++;
        if (length == 0 || !Months.TryGetValue(rest[..length], out month))
        {
            month = 0;
            return false;
        }
        text = rest[length..];
        return true;
    }

    private static bool TakeDay(ref ReadOnlySpan<char> text, out int? day)
    {
        ReadOnlySpan<char> rest = text.TrimStart(Between);
        day = null;
        if (!TimeText.TakeNumber(ref rest, 1, 2, out int number)) return false;
        text = rest;
        day = number;
        return true;
    }

    private static bool TakeYear(ref ReadOnlySpan<char> text, out int year, out bool isShort)
    {
        ReadOnlySpan<char> rest = text.TrimStart(Between);
        isShort = false;
        if (TimeText.TakeNumber(ref rest, 4, 4, out year))
        {
            text = rest;
            return true;
        }
        if (!TimeText.TakeNumber(ref rest, 2, 2, out int two)) return false;
        text = rest;
        isShort = true;
        year = FirstShortYear + (two - FirstShortYear % 100 + 100) % 100;
        return true;
    }
}
