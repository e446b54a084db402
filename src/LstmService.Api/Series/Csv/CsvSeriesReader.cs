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
        if (file.Text.Invalid is { } invalid)
            errors.Add("the file is not UTF-8 text: save it as UTF-8", SpoolText.PlaceOf(file, invalid));
        else if (file.Text.Zero is { } zero)
            errors.Add("here is a byte 0, which is no text: save the file as UTF-8, or delete what a logger left unwritten", SpoolText.PlaceOf(file, zero));
        else if (file.Text.IsBlank) errors.Add("the file is empty; expected a header such as time,value and a line for each point", 1);
        if (errors.Any) return null;
        CsvText text = CsvText.Of(file, options.Delimiter, limits);
        if (Read(text, options, store, limits, new ErrorList()) is { } series) return series;
        store.Clear();
        return Read(text with { IsCareful = true }, options, store, limits, errors); // says what is wrong, and in which line
    }

    /// <summary>The records of a file as a table of series.</summary>
    /// <param name="header">The header, whose record comes first.</param>
    /// <param name="rows">Takes the records.</param>
    /// <param name="open">Opens the records, where asked for once more in a way that tells their place.</param>
    /// <param name="errors">Where errors go.</param>
    public static TableSeries? ReadAll(CsvHeader header, TableRows rows, Func<bool, IRecords> open, ErrorList errors)
    {
        using (IRecords records = Data(isCareful: false))
        {
            while (!errors.IsFull && !rows.IsOverLimit && records.Read())
            {
                if (records.FieldCount == header.Columns.Length) rows.Read(records);
                else errors.Add($"the record has {records.FieldCount} fields, {(header.IsAbsent ? "the first one" : "the header")} has {header.Columns.Length}", records.Row);
            }
        }
        if (!errors.Any && !rows.HasValue) errors.Add("there is no point at all: no row holds a value", Math.Max(1, header.Row));
        return errors.Any ? null : rows.Series(() => Data(isCareful: true));

        IRecords Data(bool isCareful)
        {
            IRecords records = open(isCareful);
            if (header.Row > 0) records.Read();
            return records;
        }
    }

    private static TableSeries? Read(CsvText text, TableOptions options, ColumnStore store, UploadLimits limits, ErrorList errors)
    {
        try
        {
            if (CsvHeader.Read(text, limits, errors) is not { } header || CsvLayout.Of(header, options, errors) is not { } layout) return null;
            return ReadRows(text, header, layout, options, store, limits, errors);
        }
        catch (CsvFormatException e)
        {
            int row = (int)Math.Max(1, e.LineNumber) + text.FirstLine - 1;
            errors.Add(IsTooLong(text.Content, row, limits.MaxLineBytes)
                ? $"the record that begins here must be at most {limits.MaxLineBytes} bytes: split the file, or raise MaxLineBytes"
                : "the quotes in the record that begins here are broken: a quoted field must end with a quote that a delimiter follows, "
                    + "and a quote inside it is written twice", row);
            return null;
        }
    }

    private static TableSeries? ReadRows(
        CsvText text, CsvHeader header, CsvLayout layout, TableOptions options, ColumnStore store, UploadLimits limits, ErrorList errors)
    {
        NumberNotation numbers = new(options.DecimalMark);
        foreach (CsvColumn column in layout.Values.Concat(layout.Covariates.Select(c => c.Column)))
            foreach (string field in column.Sample) numbers.Learn(Encoding.UTF8.GetBytes(field));
        foreach (string field in layout.Values.SelectMany(column => column.Sample)) BookNumber.TryParse(Encoding.UTF8.GetBytes(field), numbers, out _);
        TableRows rows = new(layout, numbers, options, store, limits, errors);
        if (ReadAll(header, rows, careful => (text with { IsCareful = careful || text.IsCareful }).Open(), errors) is not { } series) return null;
        string?[] said =
        [
            .. text.Changes(),
            .. numbers.Changes(),
            header.IsAbsent ? $"there is no header: {RolesOf(layout)}" : null,
            .. layout.Changes(),
            .. rows.Changes(),
        ];
        return series with { Understood = new() { Changes = [.. said.OfType<string>()], Warnings = [.. layout.Warnings()], Columns = [.. layout.Columns()] } };
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
