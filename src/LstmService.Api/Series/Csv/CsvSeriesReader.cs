using CsvHelper;
using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Csv;

/// <summary>The series of a CSV file and where their points stand.</summary>
internal sealed record CsvSeries(IReadOnlyList<RawSeries> Series, IUploadPlaces Places);

/// <summary>
/// Reads a CSV file with a header: one row a point (<c>time,value</c>, with a series id if there are several), one column of
/// values, or one column a series.
/// </summary>
internal static class CsvSeriesReader
{
    /// <summary>The series; null, with the reasons in <paramref name="errors"/>, where the file is refused.</summary>
    /// <param name="body">The file, UTF-8.</param>
    /// <param name="delimiter">The delimiter; null takes the one that the header shows.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="symbols">Numbers the symbols, where the values are some; null where they are numbers.</param>
    /// <param name="covariates">The columns that stand beside the values.</param>
    public static CsvSeries? Read(
        ReadOnlyMemory<byte> body, char? delimiter, UploadLimits limits, ErrorList errors, SymbolNumbers? symbols = null, CovariateNames? covariates = null)
    {
        ReadOnlyMemory<byte> bytes = Body.WithoutMark(body);
        if (Body.IsBlank(bytes.Span)) errors.Add("the file is empty; expected a header such as time,value and a line for each point", 1);
        else if (TextPosition.OfInvalidUtf8(bytes.Span) is { } invalid) errors.Add("the file is not UTF-8 text", invalid.Row, invalid.ColumnText);
        if (errors.Any) return null;
        try
        {
            CsvText text = CsvText.Of(bytes, delimiter);
            if (CsvHeader.Read(text, limits, errors) is not { } header || CsvLayout.Of(header, errors, symbols is not null, covariates) is not { } layout) return null;
            return ReadRows(text, header, layout, limits, errors, symbols);
        }
        catch (CsvFormatException e)
        {
            errors.Add("the quotes in the record that begins here are broken: a quoted field must end with a quote that a delimiter follows, "
                + "and a quote inside it is written twice", (int)Math.Max(1, e.LineNumber));
            return null;
        }
    }

    private static CsvSeries? ReadRows(CsvText text, CsvHeader header, CsvLayout layout, UploadLimits limits, ErrorList errors, SymbolNumbers? symbols)
    {
        using CsvReader reader = text.Open();
        CsvRows rows = new(layout, limits, errors, symbols);
        while (!errors.IsFull && !rows.IsOverLimit && reader.Read())
        {
            int row = (int)reader.LineNumber;
            if (row <= header.Row || CsvText.IsBlank(reader)) continue;
            if (reader.FieldCount == header.Columns.Length) rows.Read(reader, row);
            else errors.Add($"the record has {reader.FieldCount} fields, the header has {header.Columns.Length}", row);
        }
        if (!errors.Any && !rows.HasValue) errors.Add("there is no point at all: no row holds a value", header.Row);
        return errors.Any ? null : rows.Series();
    }
}
