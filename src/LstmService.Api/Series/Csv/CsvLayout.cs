using System.Globalization;
using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Covariates;

namespace LstmService.Api.Series.Csv;

/// <summary>Which column is what.</summary>
/// <param name="Time">The column of times; null where there is none.</param>
/// <param name="Id">The column of series ids; null where there is none.</param>
/// <param name="Values">The columns of values; several only without ids, each a series of its own.</param>
internal sealed record CsvLayout(CsvColumn? Time, CsvColumn? Id, IReadOnlyList<CsvColumn> Values)
{
    private static readonly string[] TimeNames =
        ["timestamp", "time", "date", "ds", "datetime", "month", "period", "index", "step", "year", "quarter", "week", "day", "hour", "t"];
    private static readonly string[] IdNames = ["series_id", "unique_id", "item_id", "id", "series", "series_name"];
    private static readonly string[] ValueNames = ["value", "values", "y", "target"];

    /// <summary>The columns that stand beside the values, of every series.</summary>
    public IReadOnlyList<(CsvColumn Column, CovariateRole Role)> Covariates { get; init; } = [];

    /// <summary>The layout; null, with the reasons in <paramref name="errors"/>, where a column is missing or has no role.</summary>
    public static CsvLayout? Of(CsvHeader header, ErrorList errors, bool symbols = false, CovariateNames? covariates = null)
    {
        (CsvColumn Column, CovariateRole Role)[] beside = [.. CovariatesAmong(header, covariates ?? CovariateNames.None, errors)];
        CsvColumn[] columns = [.. header.Columns.Except(beside.Select(c => c.Column))];
        CsvColumn? time = OnlyNamed(columns, TimeNames, "the time", header.Row, errors) ?? TimeByContent(columns);
        CsvColumn? id = OnlyNamed(columns, IdNames, "the series id", header.Row, errors);
        CsvColumn[] rest = [.. columns.Where(c => c != time && c != id && !IsLeftover(c))];
        foreach (CsvColumn nameless in rest.Where(c => c.Name.Length == 0))
            errors.Add($"column {Number(nameless)} has no name", header.Row, Number(nameless));
        if (errors.Any) return null;
        CsvColumn[]? values = ValuesAmong(rest, id, header.Row, errors, symbols);
        return values is null ? null : new(time, id, values) { Covariates = beside };
    }

    /// <summary>The id of a column's series: its header, unless that says no more than that it is the value.</summary>
    public string NameOf(CsvColumn column) => Values.Count == 1 && IsOneOf(column, ValueNames) ? SeriesIds.Unnamed : column.Name;

    private static IEnumerable<(CsvColumn, CovariateRole)> CovariatesAmong(CsvHeader header, CovariateNames names, ErrorList errors)
    {
        foreach ((string name, CovariateRole role) in names.All())
        {
            if (header.Columns.FirstOrDefault(c => c.Name == name) is { } column) yield return (column, role);
            else errors.Add($"there is no column {Excerpt.Of(name)}, which is named as a covariate", header.Row, name);
        }
    }

    private static CsvColumn? OnlyNamed(CsvColumn[] columns, string[] names, string role, int row, ErrorList errors)
    {
        CsvColumn[] named = [.. columns.Where(c => names.Contains(c.Name, StringComparer.OrdinalIgnoreCase))];
        if (named.Length > 1)
            errors.Add($"{Listed(named)} all look like {role}: keep one of them", row, named[1].Name);
        return named.FirstOrDefault();
    }

    // A first column without a name is what data frames write for their index.
    private static CsvColumn? TimeByContent(CsvColumn[] columns) =>
        columns.FirstOrDefault(c => c.HasTime && !IsOneOf(c, IdNames) && !IsOneOf(c, ValueNames))
        ?? columns.FirstOrDefault(c => c is { Index: 0, Name: "", HasNumber: true });

    /// <summary>A column without a name that holds a data frame's index, or nothing: it says nothing that is missed.</summary>
    private static bool IsLeftover(CsvColumn column) =>
        column.Name.Length == 0 && (column.IsEmpty || column is { Index: 0, HasNumber: true });

    private static CsvColumn[]? ValuesAmong(CsvColumn[] rest, CsvColumn? id, int row, ErrorList errors, bool symbols)
    {
        CsvColumn[] named = [.. rest.Where(c => IsOneOf(c, ValueNames))];
        CsvColumn[] extra = [.. rest.Except(named)];
        CsvColumn[] text = [.. rest.Where(c => c is { IsEmpty: false, HasNumber: false })];
        if (rest.Length == 0)
            errors.Add("there is no column of values: name one value", row);
        else if (named.Length == 1 && extra.Length > 0)
            errors.Add($"{Listed(extra)}: neither time, series id nor value; remove it, or call it series_id if it names the series", row, extra[0].Name);
        else if (rest.Length > 1 && text.Length > 0 && !symbols)
            errors.Add($"{Listed(text)}: text, and neither time nor series id; remove it, or call it series_id if it names the series; where the values are symbols, say kind=symbols", row, text[0].Name);
        else if (rest.Length > 1 && id is not null)
            errors.Add($"{Listed(rest)} all look like the value beside the series id {id.Shown}: keep one of them", row, rest[1].Name);
        else if (id is null)
            CheckIds(rest, row, errors);
        return errors.Any ? null : rest;
    }

    private static void CheckIds(CsvColumn[] columns, int row, ErrorList errors)
    {
        foreach (CsvColumn column in columns)
            if (SeriesIds.Check(column.Name) is { } wrong) errors.Add(wrong, row, Number(column));
    }

    private static bool IsOneOf(CsvColumn column, string[] names) => names.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    private static string Number(CsvColumn column) => (column.Index + 1).ToString(CultureInfo.InvariantCulture);

    private static string Listed(CsvColumn[] columns)
    {
        const int most = 5;
        string listed = string.Join(", ", columns.Take(most).Select(c => c.Shown));
        return $"{(columns.Length > 1 ? "columns" : "column")} {listed}{(columns.Length > most ? " ..." : "")}";
    }
}
