namespace LstmService.Api.Series.Csv;

/// <summary>Which column is what in a file of one, two or three columns without names, by what stands in them.</summary>
internal static class HeaderlessLayout
{
    private const int Widest = 3;

    /// <summary>The layout; null, with the reason in <paramref name="errors"/>, where the columns do not tell.</summary>
    public static CsvLayout? Of(CsvHeader header, ErrorList errors)
    {
        CsvColumn[] columns = [.. header.Columns.Where(c => !c.IsEmpty)];
        CsvLayout? layout = columns.Length <= Widest ? Find(columns) : null;
        if (layout is null)
            errors.Add($"the first line must name the columns, such as time,value: it begins with {Excerpt.Of(header.Columns[0].Sample[0])}, and which column is what cannot be told", 1);
        return layout;
    }

    private static CsvLayout? Find(CsvColumn[] columns)
    {
        if (columns is [var only]) return only is { HasNumber: true } ? new(null, null, [only]) : null;
        CsvColumn? time = columns.FirstOrDefault(c => c is { HasTime: true, HasNumber: false, HasText: false });
        CsvColumn? id = columns.FirstOrDefault(c => c.HasText);
        if (columns.Length == 2 && id is null && columns[0].IsAscending) time ??= columns[0];
        CsvColumn[] numbers = [.. columns.Where(c => c != time && c != id && c.HasNumber)];
        if (columns.Length == Widest && id is null && time is not null && numbers is [var first, var second] && Repeats(first)) (id, numbers) = (first, [second]);
        return numbers is [var value] && (time is not null || id is not null) && Count(time, id) == columns.Length - 1 ? new(time, id, [value]) : null;
    }

    private static int Count(CsvColumn? time, CsvColumn? id) => (time is null ? 0 : 1) + (id is null ? 0 : 1);

    /// <summary>Ids of series come again and again, and values seldom do.</summary>
    private static bool Repeats(CsvColumn column) => 2 * column.Sample.Distinct().Count() <= column.Sample.Count;
}
