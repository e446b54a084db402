using CsvHelper;

namespace LstmService.Api.Series.Csv;

/// <summary>The text of a CSV file and what divides its fields.</summary>
internal sealed record CsvText(ReadOnlyMemory<byte> Bytes, char Delimiter)
{
    private const string Delimiters = ",;\t"; // where two are as frequent, the first one

    /// <summary>Takes the delimiter that the header line holds most of, where none is given.</summary>
    public static CsvText Of(ReadOnlyMemory<byte> bytes, char? delimiter) => new(bytes, delimiter ?? Detect(HeaderLine(bytes.Span)));

    /// <summary>Reads it from the start, the header as a record like any other.</summary>
    public CsvReader Open() => CsvReader.Create(Bytes, new CsvReaderOptions
    {
        HasHeader = false,
        Separator = Delimiter,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        IncludeValuesInExceptions = false,
    });

    /// <summary>The fields of the current record.</summary>
    public static string[] Fields(CsvReader reader)
    {
        string[] fields = new string[reader.FieldCount];
        for (int i = 0; i < fields.Length; i++) fields[i] = reader.GetString(i);
        return fields;
    }

    /// <summary>Is there nothing in the record but white space?</summary>
    public static bool IsBlank(CsvReader reader) => reader.FieldCount == 1 && reader.GetSpan(0).IsEmpty && !reader.GetRawSpan(0).Contains((byte)'"');

    private static ReadOnlySpan<byte> HeaderLine(ReadOnlySpan<byte> text)
    {
        int start = text.IndexOfAnyExcept(" \r\n"u8);
        if (start < 0) return [];
        int length = text[start..].IndexOfAny((byte)'\r', (byte)'\n');
        return length < 0 ? text[start..] : text.Slice(start, length);
    }

    private static char Detect(ReadOnlySpan<byte> header)
    {
        Span<int> counts = stackalloc int[Delimiters.Length];
        bool quoted = false;
        foreach (byte b in header)
        {
            if (b == '"') quoted = !quoted;
            int which = quoted ? -1 : Delimiters.IndexOf((char)b, StringComparison.Ordinal);
            if (which >= 0) counts[which]++;
        }
        int best = 0;
        for (int i = 1; i < counts.Length; i++)
            if (counts[i] > counts[best]) best = i;
        return Delimiters[best];
    }
}
