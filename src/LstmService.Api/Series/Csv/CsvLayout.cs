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
    private static readonly string[] IdNames = ["series_id", "unique_id", "item_id", "id", "series", "series_name", "seriesid", "ts_id"];
    private static readonly string[] DateNames = ["date", "datetime", "timestamp", "day", "month", "datum", "tag", "monat", "fecha", "data"];
    private static readonly string[] TotalNames =
        ["total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "gesamtergebnis", "somme", "suma", "totale"];
    private static readonly string[] ValueNames = ["value", "values", "y", "target"];

    /// <summary>The column of times of the day, where the other holds the dates; null where there is none.</summary>
    public CsvColumn? Clock { get; init; }

    /// <summary>The columns that stand beside the values, of every series.</summary>
    public IReadOnlyList<(CsvColumn Column, CovariateRole Role)> Covariates { get; init; } = [];

    /// <summary>Columns that are none of these.</summary>
    public IReadOnlyList<CsvColumn> Ignored { get; init; } = [];

    /// <summary>The layout; null, with the reasons in <paramref name="errors"/>, where a column is missing or may be several things.</summary>
    public static CsvLayout? Of(CsvHeader header, TableOptions options, ErrorList errors)
    {
        (CsvColumn Column, CovariateRole Role)[] beside = [.. CovariatesAmong(header, options.Covariates, errors)];
        CsvHeader rest = header with { Columns = [.. header.Columns.Except(beside.Select(c => c.Column))] };
        bool isUntold = header.IsAbsent && options is { TimeColumn: null, IdColumn: null, ValueColumn: null };
        CsvLayout? layout = errors.Any ? null : isUntold ? HeaderlessLayout.Of(rest, errors) : Named(rest, options, errors);
        return layout is null ? null : layout with { Covariates = beside };
    }

    /// <summary>The layout by the names of the columns.</summary>
    private static CsvLayout? Named(CsvHeader header, TableOptions options, ErrorList errors)
    {
        CsvColumn[] columns = header.Columns;
        CsvColumn? time = Chosen(columns, options.TimeColumn, "timeColumn", errors);
        CsvColumn? id = Chosen(columns, options.IdColumn, "idColumn", errors);
        CsvColumn[] values = ChosenValues(columns, options.ValueColumn, errors);
        CsvColumn[] free = [.. columns.Where(c => c != time && c != id && !values.Contains(c))];
        CsvColumn? clock = ClockAmong(free, time);
        free = [.. free.Where(c => c != clock)];
        time ??= OnlyNamed(free, TimeNames, "the time", "timeColumn", header.Row, errors) ?? TimeByContent(free);
        id ??= OnlyNamed(free, IdNames, "the series id", "idColumn", header.Row, errors);
        if (time is null && columns.Where(c => IsTimeName(c.Name)).Take(2).ToArray() is [var first, _])
            errors.Add($"times stand in the header, such as {first.Shown}: turn the table, so that each time has a row", header.Row, first.Name);
        if (errors.Any) return null;
        CsvColumn[] rest = [.. free.Where(c => c != time && c != id && !IsLeftover(c))];
        if (values.Length == 0) values = ValuesAmong(rest, id, options.Symbols is not null, header.Row, errors);
        CsvLayout layout = new(time, id, values) { Clock = clock, Ignored = [.. rest.Except(values)] };
        if (errors.Any || !layout.CheckIgnored(header.Row, errors)) return null;
        if (id is null) CheckIds(values, header.Row, errors);
        else if (values.Length > 1)
            errors.Add($"{Listed(values)} all look like the value beside the series id {id.Shown}: name one of them by valueColumn", header.Row, values[1].Name);
        return errors.Any ? null : layout;
    }

    /// <summary>The numbers of the columns that are read.</summary>
    public IReadOnlySet<int> Indices =>
        Values.Concat(new[] { Time, Clock, Id }.OfType<CsvColumn>()).Concat(Covariates.Select(c => c.Column)).Select(c => c.Index).ToHashSet();

    /// <summary>
    /// Is the current record no point: nothing, as spreadsheets write below their data; a sum, told by the word in the place of its
    /// time; the header once more; or, as the first, units, with neither a time nor a number?
    /// </summary>
    public bool IsNoPoint(IRecords records, bool isFirst)
    {
        if (Time is not { } time) return false;
        ReadOnlySpan<byte> word = records.Field(time.Index);
        if (word.IsEmpty && (IsBlank(records) || (isFirst && !HasDigit(records)))) return true;
        if (word.IsEmpty && Id is { } id) word = records.Field(id.Index);
        foreach (string name in TotalNames)
            if (System.Text.Ascii.EqualsIgnoreCase(word, name)) return true;
        return !word.IsEmpty && word.SequenceEqual(TimeName);
    }

    /// <summary>Is there nothing in the current record?</summary>
    public static bool IsBlank(IRecords records)
    {
        for (int i = 0; i < records.FieldCount; i++)
            if (!records.Field(i).IsEmpty) return false;
        return true;
    }

    private byte[] TimeName => field ??= System.Text.Encoding.UTF8.GetBytes(Time?.Name ?? "");

    private static bool HasDigit(IRecords records)
    {
        for (int i = 0; i < records.FieldCount; i++)
            if (records.Field(i).ContainsAnyInRange((byte)'0', (byte)'9')) return true;
        return false;
    }

    /// <summary>Is the time called a date, so that integers may be a spreadsheet's days?</summary>
    public bool HasDateName => Time is { } time && IsOneOf(time, DateNames);

    /// <summary>The id of a column's series: its header, unless that says no more than that it is the value.</summary>
    public string NameOf(CsvColumn column) =>
        Values.Count == 1 && (IsOneOf(column, ValueNames) || column.Name == column.Number) ? SeriesIds.Unnamed : column.Name;

    /// <summary>What every column was understood as.</summary>
    public IEnumerable<UnderstoodColumn> Columns() =>
        new[] { (Column: Time, Role: "time"), (Column: Clock, Role: "time"), (Column: Id, Role: "id") }.Where(c => c.Column is not null).Select(c => (Column: c.Column!, c.Role))
            .Concat(Values.Select(c => (Column: c, Role: "value")))
            .Concat(Covariates.Select(c => (c.Column, Role: System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(c.Role.ToString()))))
            .Concat(Ignored.Select(c => (Column: c, Role: "unread")))
            .OrderBy(c => c.Column.Index).Select(c => new UnderstoodColumn(c.Column.Name, c.Role));

    /// <summary>What was left unread, in words.</summary>
    public IEnumerable<string> Warnings()
    {
        if (Ignored.Count > 0)
            yield return $"{Listed([.. Ignored])}: neither time, series id nor value, and ignored";
    }

    /// <summary>How the columns were understood, where their names do not say it.</summary>
    public IEnumerable<string> Changes()
    {
        if (Values.Count > 1) yield return $"one column a series: {Values.Count} series";
        if (Clock is { } clock) yield return $"the times of the day were taken from column {clock.Shown}";
        if (Time is { } time && !IsOneOf(time, TimeNames)) yield return $"column {time.Shown} was taken for the time";
    }

    private static IEnumerable<(CsvColumn, CovariateRole)> CovariatesAmong(CsvHeader header, CovariateNames names, ErrorList errors)
    {
        foreach ((string name, CovariateRole role) in names.All())
        {
            if (header.Columns.FirstOrDefault(c => c.Name == name) is { } column) yield return (column, role);
            else errors.Add($"there is no column {Excerpt.Of(name)}, which is named as a covariate", header.Row, name);
        }
    }

    private static CsvColumn? Chosen(CsvColumn[] columns, string? name, string option, ErrorList errors)
    {
        if (name is null) return null;
        CsvColumn? chosen = columns.FirstOrDefault(c => c.Name == name)
            ?? columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? columns.FirstOrDefault(c => c.Number == name);
        if (chosen is null) errors.Add($"there is no column {Excerpt.Of(name)}; there is {Listed(columns)}", option);
        return chosen;
    }

    private static CsvColumn[] ChosenValues(CsvColumn[] columns, string? names, ErrorList errors)
    {
        if (names is null) return [];
        string[] each = columns.Any(c => c.Name == names) ? [names] : names.Split(',', StringSplitOptions.TrimEntries);
        return [.. each.Select(name => Chosen(columns, name, "valueColumn", errors)).OfType<CsvColumn>().Distinct()];
    }

    private static CsvColumn? OnlyNamed(CsvColumn[] columns, string[] names, string role, string option, int row, ErrorList errors)
    {
        CsvColumn[] named = [.. columns.Where(c => IsOneOf(c, names))];
        if (named.Length > 1)
            errors.Add($"{Listed(named)} all look like {role}: keep one of them, or name it by {option}", row, named[1].Name);
        return named.FirstOrDefault();
    }

    // A first column without a name is what data frames write for their index.
    private static CsvColumn? TimeByContent(CsvColumn[] columns) =>
        columns.FirstOrDefault(c => c.HasTime && !IsOneOf(c, IdNames) && !IsOneOf(c, ValueNames))
        ?? columns.FirstOrDefault(c => c is { Index: 0, Name: "", HasNumber: true });

    /// <summary>The only column of times of the day, where the dates, which hold none, stand in another.</summary>
    private static CsvColumn? ClockAmong(CsvColumn[] free, CsvColumn? time)
    {
        CsvColumn? dates = time ?? free.FirstOrDefault(c => c.HasTime && !IsOneOf(c, IdNames));
        bool areDates = dates is not null && !dates.Sample.Any(field => field.Contains(':', StringComparison.Ordinal));
        return areDates && free.Where(c => c.IsClock).ToArray() is [var only] ? only : null;
    }

    /// <summary>A column without a name that holds a data frame's index, or nothing: it says nothing that is missed.</summary>
    private static bool IsLeftover(CsvColumn column) =>
        column.Name.Length == 0 && (column.IsEmpty || column is { Index: 0, HasNumber: true });

    /// <summary>The one column that is called a value; otherwise all that hold numbers or, of symbols, all.</summary>
    private static CsvColumn[] ValuesAmong(CsvColumn[] rest, CsvColumn? id, bool symbols, int row, ErrorList errors)
    {
        CsvColumn[] named = [.. rest.Where(c => IsOneOf(c, ValueNames))];
        if (named.Length == 1) return named;
        CsvColumn[] found = [.. rest.Where(c => c.IsEmpty || c.HasNumber || symbols)];
        if (found.Length == 0 && rest.Length == 1) return rest; // its fields will say what is wrong with it
        if (found.Length == 0) errors.Add("there is no column of values: name one value", row);
        foreach (CsvColumn nameless in found.Where(c => c.Name.Length == 0 && id is null))
            errors.Add($"column {nameless.Number} has no name", row, nameless.Number);
        return found;
    }

    /// <summary>A text column that tells apart rows of one time names series: to ignore it would mix them up.</summary>
    private bool CheckIgnored(int row, ErrorList errors)
    {
        if (Id is not null) return true;
        foreach (CsvColumn text in Ignored.Where(c => c is { HasText: true, HasNumber: false }))
        {
            if (Time is { } time && !TellsApart(time, text)) continue;
            errors.Add($"column {text.Shown}: text, and neither time nor series id; remove it, or call it series_id or set idColumn if it names the series; where the values are symbols, say kind=symbols", row, text.Name);
            return false;
        }
        return true;
    }

    private static bool TellsApart(CsvColumn time, CsvColumn text) => time.Sample.Zip(text.Sample)
        .GroupBy(pair => pair.First).Any(rows => rows.Select(pair => pair.Second).Distinct().Count() > 1);

    private static void CheckIds(CsvColumn[] columns, int row, ErrorList errors)
    {
        foreach (CsvColumn column in columns)
            if (SeriesIds.Check(column.Name) is { } wrong) errors.Add(wrong, row, column.Number);
    }

    private static bool IsTimeName(string name) => CsvColumn.IsTime(name) || (name.Length == 4 && int.TryParse(name, out int year) && year is > 1900 and < 2100);

    private static bool IsOneOf(CsvColumn column, string[] names) => names.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    private static string Listed(CsvColumn[] columns)
    {
        const int most = 5;
        string listed = string.Join(", ", columns.Take(most).Select(c => c.Shown));
        return $"{(columns.Length > 1 ? "columns" : "column")} {listed}{(columns.Length > most ? " ..." : "")}";
    }
}
