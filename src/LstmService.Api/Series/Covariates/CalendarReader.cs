using System.Text.Json;
using LstmService.Api.Series.Json;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Series.Covariates;

/// <summary>Reads a calendar of special days: <c>[{date, name}]</c>, or text that is iCalendar or lines of <c>date,name</c>.</summary>
internal static class CalendarReader
{
    private const int MostNames = 64, MostDays = 20_000;

    /// <summary>The special days; null for none, and where the reasons are in <paramref name="errors"/>.</summary>
    public static SpecialDays? FromJson(JsonElement? element, string pointer, ErrorList errors)
    {
        if (element is not { } given) return null;
        if (given.ValueKind == JsonValueKind.String && JsonText.Of(given) is { } text) return FromText(text, pointer, errors);
        if (given.ValueKind != JsonValueKind.Array)
        {
            errors.Add($"calendar: expected [{{\"date\": \"2026-12-24\", \"name\": \"Christmas Eve\"}}] or iCalendar as text, found {JsonText.Found(given)}", pointer);
            return null;
        }
        List<(LocalDate, string)> days = [];
        int i = 0;
        foreach (JsonElement item in given.EnumerateArray())
        {
            string at = $"{pointer}/{i++}";
            if (errors.IsFull) break;
            if (item.ValueKind != JsonValueKind.Object)
            {
                errors.Add($"expected an object with date and name, found {JsonText.Found(item)}", at);
                continue;
            }
            JsonMembers members = new(item, at, ["date", "name"], errors);
            Add(days, members.Text("date"), members.Text("name"), detail => errors.Add(detail, at));
        }
        return Made(days, pointer, errors);
    }

    /// <summary>The special days of a text.</summary>
    public static SpecialDays? FromText(string text, string pointer, ErrorList errors)
    {
        List<(LocalDate, string)> days = [];
        if (text.Contains("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
        {
            ICalendar.Read(text, days, MostDays, (row, detail) => errors.Add($"{pointer}, line {row}: {detail}", pointer));
            return Made(days, pointer, errors);
        }
        int row = 0;
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            row++;
            int comma = line.IndexOfAny([',', ';', '\t']);
            string date = comma < 0 ? line : line[..comma];
            if (line.Length == 0 || (row == 1 && !date.Any(char.IsAsciiDigit))) continue; // a header
            Add(days, date.Trim('"'), comma < 0 ? null : line[(comma + 1)..].Trim().Trim('"'), detail => errors.Add($"{pointer}, line {row}: {detail}", pointer));
            if (errors.IsFull || days.Count > MostDays) break;
        }
        return Made(days, pointer, errors);
    }

    private static void Add(List<(LocalDate, string)> days, string? date, string? name, Action<string> fail)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > SeriesIds.Longest) fail($"a special day needs a name of 1..{SeriesIds.Longest} characters");
        else if (date is null || !TimeText.TryParse(date, out var time)) fail($"a special day needs a date such as 2026-12-24, was {Excerpt.Of(date ?? "")}");
        else days.Add((time.Local.Date, name));
    }

    private static SpecialDays? Made(List<(LocalDate Date, string Name)> days, string pointer, ErrorList errors)
    {
        if (errors.Any) return null;
        if (days.Count is 0 or > MostDays) errors.Add($"a calendar must hold 1..{MostDays} days, held {(days.Count == 0 ? "none" : "more")}", pointer);
        else if (days.Select(d => d.Name).Distinct().Count() is var names && names > MostNames)
            errors.Add($"a calendar must hold at most {MostNames} names of days, held {names}: give days that have the same effect one name", pointer);
        else return SpecialDays.Of(days);
        return null;
    }
}
