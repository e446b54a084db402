using System.Globalization;
using System.Text;
using NodaTime;

namespace LstmService.Api.Series.Covariates;

/// <summary>
/// Reads the days of an iCalendar file (RFC 5545): of each VEVENT the days from DTSTART to before DTEND under its SUMMARY, and
/// where an RRULE says so, those of every year after: on the same date, or on the nth weekday of a month.
/// </summary>
internal static class ICalendar
{
    private const int LastYear = 2100, MostDaysOfEvent = 366; // a rule without an end goes on to that year

    /// <summary>
    /// Adds the days, and stops soon after there are <paramref name="most"/>: few lines may stand for very many. <paramref name="fail"/>
    /// is told the line and what is wrong with it.
    /// </summary>
    public static void Read(string text, List<(LocalDate, string)> days, int most, Action<int, string> fail)
    {
        Dictionary<string, string>? open = null;
        foreach ((int row, string line) in Unfolded(text))
        {
            if (days.Count > most) break;
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            string name = line[..colon].Split(';')[0].ToUpperInvariant(), value = line[(colon + 1)..];
            if (name == "BEGIN" && value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase)) open = [];
            else if (name == "END" && value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase) && open is not null)
            {
                if (Add(open, days) is { } wrong) fail(row, wrong);
                open = null;
            }
            else open?.TryAdd(name, value);
        }
    }

    private static string? Add(Dictionary<string, string> happening, List<(LocalDate, string)> days)
    {
        if (!happening.TryGetValue("SUMMARY", out string? summary) || summary.Length is 0 or > SeriesIds.Longest)
            return $"an event needs a SUMMARY of 1..{SeriesIds.Longest} characters";
        string name = summary.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal).Replace("\\n", " ", StringComparison.Ordinal).Trim();
        if (!happening.TryGetValue("DTSTART", out string? starts) || DateOf(starts) is not { } start) return "an event needs a DTSTART such as 20261224";
        LocalDate end = happening.TryGetValue("DTEND", out string? ends) && DateOf(ends) is { } given && given > start ? given : start.PlusDays(1);
        int length = Period.DaysBetween(start, end);
        if (length > MostDaysOfEvent) return $"an event may last {MostDaysOfEvent} days, lasted {length}";
        if (Repeated(start, happening.GetValueOrDefault("RRULE"), out string? wrong) is not { } dates) return wrong;
        foreach (LocalDate date in dates)
            for (int d = 0; d < length; d++) days.Add((date.PlusDays(d), name));
        return null;
    }

    private static List<LocalDate>? Repeated(LocalDate start, string? rule, out string? wrong)
    {
        wrong = null;
        if (string.IsNullOrWhiteSpace(rule)) return [start];
        Dictionary<string, string> parts = [];
        foreach (string part in rule.Split(';'))
            if (part.Split('=') is [var key, var value]) parts.TryAdd(key.ToUpperInvariant(), value.ToUpperInvariant());
        int interval = Whole("INTERVAL", 1), count = Whole("COUNT", int.MaxValue), month = Whole("BYMONTH", start.Month);
        string? weekday = parts.GetValueOrDefault("BYDAY");
        bool sound = parts.GetValueOrDefault("FREQ") == "YEARLY" && interval > 0 && count > 0 && month is >= 1 and <= 12 && (weekday is null || Weekday(start.Year, month, weekday) is not null);
        if (!sound)
        {
            wrong = $"only yearly rules are read, on a date or on the nth weekday of a month, such as FREQ=YEARLY;BYMONTH=11;BYDAY=4TH; was {Excerpt.Of(rule)}";
            return null;
        }
        LocalDate until = DateOf(parts.GetValueOrDefault("UNTIL") ?? "") ?? new(LastYear, 12, 31);
        List<LocalDate> dates = [];
        for (int year = start.Year; year <= LastYear && dates.Count < count; year += interval)
        {
            if (weekday is null && start.Day > CalendarSystem.Iso.GetDaysInMonth(year, month)) continue; // February 29th
            LocalDate date = weekday is null ? new(year, month, start.Day) : Weekday(year, month, weekday)!.Value;
            if (date > until) break;
            if (date >= start) dates.Add(date);
        }
        return dates;

        int Whole(string key, int unless) => !parts.TryGetValue(key, out string? text) ? unless
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    /// <summary>The nth weekday of a month, <c>4TH</c> or <c>-1MO</c>; null where the text is none.</summary>
    private static LocalDate? Weekday(int year, int month, string text)
    {
        if (text.Length < 3 || !int.TryParse(text[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int nth) || nth is 0 or < -4 or > 4) return null;
        int weekday = Array.IndexOf(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], text[^2..]);
        if (weekday < 0) return null;
        LocalDate edge = nth > 0 ? new(year, month, 1) : new(year, month, CalendarSystem.Iso.GetDaysInMonth(year, month));
        int away = nth > 0 ? (weekday + 1 - (int)edge.DayOfWeek + 7) % 7 : -(((int)edge.DayOfWeek - weekday - 1 + 7) % 7);
        return edge.PlusDays(away + 7 * (nth > 0 ? nth - 1 : nth + 1));
    }

    private static LocalDate? DateOf(string text)
    {
        if (text.Length < 8 || !int.TryParse(text[..8], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return null;
        int year = number / 10_000, month = number / 100 % 100, day = number % 100;
        return year is >= 1 and <= 9990 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new LocalDate(year, month, day) : null;
    }

    /// <summary>Lines with their numbers; one that begins with a blank goes on with the one before.</summary>
    private static IEnumerable<(int Row, string Line)> Unfolded(string text)
    {
        StringBuilder? line = null;
        int row = 0;
        foreach (string next in text.Split('\n'))
        {
            string one = next.TrimEnd('\r');
            if (line is not null && one.Length > 0 && one[0] is ' ' or '\t') line.Append(one, 1, one.Length - 1);
            else
            {
                if (line is not null) yield return (row, line.ToString());
                line = new(one);
            }
            row++;
        }
        if (line is not null) yield return (row, line.ToString());
    }
}
