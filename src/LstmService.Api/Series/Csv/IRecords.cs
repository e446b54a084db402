namespace LstmService.Api.Series.Csv;

/// <summary>The records of a table, one after the other, each field as text in UTF-8: of a CSV file or of a Parquet file.</summary>
internal interface IRecords : IDisposable
{
    /// <summary>Goes on to the next record; false at the end.</summary>
    bool Read();

    /// <summary>Where the current record stands, for messages: its line, or its number from 1.</summary>
    int Row { get; }

    int FieldCount { get; }

    /// <summary>A field of the current record, valid until the next.</summary>
    ReadOnlySpan<byte> Field(int index);
}
