using LstmService.Api.Series.Bodies;
using LstmService.Api.Series.Columns;
using LstmService.Api.Series.Csv;

namespace LstmService.Api.Series.Parquet;

/// <summary>Reads a Parquet file in the layouts of CSV, one row group after the other.</summary>
internal static class ParquetSeriesReader
{
    /// <summary>The series; null, with the reasons in <paramref name="errors"/>, where the file is refused.</summary>
    public static TableSeries? Read(Spool file, TableOptions options, ColumnStore store, UploadLimits limits, ErrorList errors)
    {
        if (file.Length == 0)
        {
            errors.Add("the file is empty; expected Parquet with a column of values", "");
            return null;
        }
        try
        {
            using ParquetRecords sample = ParquetRecords.Open(file, limits, null);
            if (!CsvHeader.CheckWidth(sample.Names.Length, 1, limits, errors) || !CsvHeader.CheckNames(sample.Names, 1, errors)) return null;
            CsvHeader header = new(0, CsvHeader.ColumnsOf(sample.Names, CsvHeader.Sample(sample, sample.Names.Length)));
            if (CsvLayout.Of(header, options, errors) is not { } layout) return null;
            TableRows rows = new(layout, new('.'), options, store, limits, errors);
            if (CsvSeriesReader.ReadAll(header, rows, _ => ParquetRecords.Open(file, limits, layout.Indices), errors) is not { } series) return null;
            return series with { Understood = new() { Changes = [.. layout.Changes(), .. rows.Changes()], Warnings = [.. layout.Warnings()], Columns = [.. layout.Columns()] } };
        }
        catch (ParquetRefusedException refused)
        {
            errors.Add(refused.Message, "");
            return null;
        }
    }
}
