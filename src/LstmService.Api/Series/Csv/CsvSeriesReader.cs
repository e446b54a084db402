using System.Text;
using CsvHelper;
using LstmService.Api.Series.Bodies;
using LstmService.Api.Series.Columns;

namespace LstmService.Api.Series.Csv;

/// <summary>
/// Reads a CSV file: one row a point (<c>time,value</c>, with a series id if there are several), one column of values, or one
/// column a series. Its header, delimiter, decimal mark and notation of times are found from its first records.
/// </summary>
internal static class CsvSeriesReader
{
    /// <summary>The series; null, with the reasons in <paramref name="errors"/>, where the file is refused.</summary>
    public static TableSeries? Read(Spool file, TableOptions options, ColumnStore store, UploadLimits limits, ErrorList errors)
    {
        (bool isBlank, TextPosition? invalid) = SpoolText.Check(file);
        if (invalid is { } place) errors.Add("the file is not UTF-8 text: save it as UTF-8", place.Row, place.ColumnText);
        else if (isBlank) errors.Add("the file is empty; expected a header such as time,value and a line for each point", 1);
        if (errors.Any) return null;
        CsvText text = CsvText.Of(file, options.Delimiter, limits);
        try
        {
            if (CsvHeader.Read(text, limits, errors) is not { } header || CsvLayout.Of(header, options, errors) is not { } layout) return null;
            return ReadRows(text, header, layout, options, store, limits, errors);
        }
        catch (CsvFormatException e)
        {
            int row = (int)Math.Max(1, e.LineNumber) + text.FirstLine - 1;
            errors.Add(IsTooLong(file, row, limits.MaxLineBytes)
                ? $"the record that begins here must be at most {limits.MaxLineBytes} bytes: split the file, or raise MaxLineBytes"
                : "the quotes in the record that begins here are broken: a quoted field must end with a quote that a delimiter follows, "
                    + "and a quote inside it is written twice", row);
            return null;
        }
    }

    /// <summary>The records of a file as a table of series.</summary>
    public static TableSeries? ReadAll(IRecords records, CsvHeader header, TableRows rows, ErrorList errors)
    {
        while (!errors.IsFull && !rows.IsOverLimit && records.Read())
        {
            int row = records.Row;
            if (row <= header.Row) continue;
            if (records.FieldCount == header.Columns.Length) rows.Read(records, row);
            else errors.Add($"the record has {records.FieldCount} fields, {(header.IsAbsent ? "the first one" : "the header")} has {header.Columns.Length}", row);
        }
        if (!errors.Any && !rows.HasValue) errors.Add("there is no point at all: no row holds a value", Math.Max(1, header.Row));
        return errors.Any ? null : rows.Series();
    }

    private static TableSeries? ReadRows(
        CsvText text, CsvHeader header, CsvLayout layout, TableOptions options, ColumnStore store, UploadLimits limits, ErrorList errors)
    {
        NumberNotation numbers = new(options.DecimalMark);
        foreach (CsvColumn column in layout.Values.Concat(layout.Covariates.Select(c => c.Column)))
            foreach (string field in column.Sample) numbers.Learn(Encoding.UTF8.GetBytes(field));
        TableRows rows = new(layout, numbers, options, store, limits, errors);
        using IRecords records = text.Open();
        if (ReadAll(records, header, rows, errors) is not { } series) return null;
        string?[] said =
        [
            text.Words,
            numbers.IsComma ? "decimals are behind a comma" : null,
            header.IsAbsent ? $"there is no header: {RolesOf(layout)}" : null,
            .. layout.Changes(),
            .. rows.Changes(),
        ];
        return series with { Understood = new() { Changes = [.. said.OfType<string>()], Warnings = [.. layout.Warnings()] } };
    }

    private static string RolesOf(CsvLayout layout)
    {
        string?[] roles =
        [
            layout.Id is { } id ? $"column {id.Number} is the series id" : null,
            layout.Time is { } time ? $"column {time.Number} is the time" : null,
            $"column {layout.Values[0].Number} is the value",
        ];
        return string.Join(", ", roles.OfType<string>());
    }

    private static bool IsTooLong(Spool file, int row, int maxLineBytes)
    {
        byte[] line = new byte[maxLineBytes];
        return file.Read(SpoolText.OffsetOf(file, row), line) == maxLineBytes && !line.AsSpan().Contains((byte)'\n');
    }
}
