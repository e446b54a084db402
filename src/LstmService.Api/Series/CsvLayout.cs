using CsvHelper;
using LstmService.Api.Problems;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>What the columns of a CSV file hold.</summary>
/// <param name="Id">The column of the series' names; null where the file has one series, or one a column.</param>
/// <param name="Time">The column of times; null where there are none.</param>
/// <param name="Values">The columns of values.</param>
internal sealed record CsvLayout(int? Id, int? Time, IReadOnlyList<int> Values)
{
    private static readonly HashSet<string> IdNames = new(StringComparer.OrdinalIgnoreCase)
        { "series_id", "unique_id", "item_id", "id", "series", "series_name", "seriesid" };

    private static readonly HashSet<string> TimeNames = new(StringComparer.OrdinalIgnoreCase)
        { "timestamp", "time", "date", "ds", "datetime", "date_time", "month", "period", "index", "step", "year", "quarter", "week", "day", "hour", "t" };

    private static readonly HashSet<string> ValueNames = new(StringComparer.OrdinalIgnoreCase) { "value", "values", "y", "target" };

    /// <summary>Is this a name that says no more than that values stand in the column?</summary>
    public static bool IsValueName(string name) => ValueNames.Contains(name.Trim());

    /// <summary>Finds the layout by the header's names, and by the first record where they do not say; null and an error where neither does.</summary>
    public static CsvLayout? Find(IReadOnlyList<string> headers, CsvReader first, List<InputError> errors)
    {
        int[] columns = [.. Enumerable.Range(0, headers.Count)];
        int? id = Named(columns, headers, IdNames);
        int[] left = [.. columns.Where(c => c != id)];
        int? time = Named(left, headers, TimeNames) ?? left.Cast<int?>().FirstOrDefault(c => TimeText.TryParse(first.GetString(c!.Value), out _));
        left = [.. left.Where(c => c != time)];
        int? value = Named(left, headers, ValueNames);
        if (value is { } named && (id is not null || left.Length == 1)) return new(id, time, [named]);
        int[] numeric = [.. left.Where(c => CsvNumber.IsNumberOrMissing(first.GetSpan(c)))];
        if (left.Length == 0)
            errors.Add(new("there is no column of values: give a header such as timestamp,value or series_id,timestamp,value", Row: 1));
        else if (id is not null && left.Length > 1 && numeric.Length != 1)
            errors.Add(new($"which column holds the values? Call it value; the columns are {string.Join(", ", left.Select(c => TimeColumn.Shown(headers[c])))}", Row: 1));
        else
            return new(id, time, id is not null && left.Length > 1 ? numeric : value is { } one && numeric.Length < left.Length ? [one] : left);
        return null;
    }

    private static int? Named(int[] columns, IReadOnlyList<string> headers, HashSet<string> names) =>
        columns.Cast<int?>().FirstOrDefault(c => names.Contains(headers[c!.Value].Trim()));
}
