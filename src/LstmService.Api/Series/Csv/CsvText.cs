using CsvHelper;
using LstmService.Api.Series.Bodies;

namespace LstmService.Api.Series.Csv;

/// <summary>The text of a CSV file and what divides its fields.</summary>
/// <param name="Content">The file.</param>
/// <param name="Delimiter">What divides its fields.</param>
/// <param name="Start">Where its records begin: behind a mark, a line such as <c>sep=;</c> and a title.</param>
/// <param name="FirstLine">The number of the line that begins there.</param>
/// <param name="MaxLineBytes">The longest record.</param>
internal sealed record CsvText(Spool Content, char Delimiter, int Start, int FirstLine, int MaxLineBytes)
{
    /// <summary>
    /// Slower, and it knows the line of each record and takes spaces around quotes; otherwise records are counted, and such quotes
    /// are an error.
    /// </summary>
    public bool IsCareful { get; init; }

    /// <summary>Is there a title above its records?</summary>
    public bool HasTitle { get; private init; }

    /// <summary>Takes the delimiter that its first lines agree on, where none is given.</summary>
    public static CsvText Of(Spool content, char? delimiter, UploadLimits limits)
    {
        byte[] sample = new byte[DelimiterDetection.SampleBytes];
        int length = content.Read(0, sample);
        int start = sample.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0, line = 1;
        if (DelimiterDetection.FromHint(sample.AsSpan(start, length - start), out int hintLength) is { } hinted)
        {
            delimiter ??= hinted;
            start += hintLength;
            line++;
        }
        int title = TitleLines.LengthOf(sample.AsSpan(start, length - start), delimiter);
        int titleLines = sample.AsSpan(start, title).Count((byte)'\n');
        start += title;
        delimiter ??= DelimiterDetection.Detect(sample.AsSpan(start, length - start));
        return new(content, delimiter.Value, start, line + titleLines, limits.MaxLineBytes) { HasTitle = title > 0 };
    }

    /// <summary>Reads it from the start, the header as a record like any other; lines without any text are left out.</summary>
    public IRecords Open() => new Records(this);

    /// <summary>How it was taken, for <c>changes</c>; a comma goes without saying.</summary>
    public IEnumerable<string> Changes()
    {
        if (HasTitle) yield return $"the header was found in line {FirstLine}, and what stands above it was left out";
        if (Delimiter != ',') yield return $"fields are divided by {Delimiter switch { ';' => "semicolons", '\t' => "tabs", _ => $"'{Delimiter}'" }}";
    }

    private sealed class Records(CsvText text) : IRecords
    {
        private readonly CsvReader reader = CsvReader.Create(text.Content.Open(text.Start), new CsvReaderOptions
        {
            HasHeader = false,
            Separator = text.Delimiter,
            TrimWhitespace = text.IsCareful,
            TrackLineNumbers = text.IsCareful,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            IncludeValuesInExceptions = false,
            MaxRecordSize = text.MaxLineBytes,
        }, false);

        public int Row => text.IsCareful ? (int)reader.LineNumber + text.FirstLine - 1 : (int)reader.RowNumber;

        public int FieldCount => reader.FieldCount;

        public bool Read()
        {
            while (reader.Read())
                if (!IsBlank()) return true;
            return false;
        }

        public ReadOnlySpan<byte> Field(int index)
        {
            ReadOnlySpan<byte> field = reader.GetSpan(index);
            return !field.IsEmpty && (IsSpace(field[0]) || IsSpace(field[^1])) && reader.GetRawSpan(index)[0] != '"' ? field.Trim(" \t"u8) : field;
        }

        public void Dispose() => reader.Dispose();

        private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t';

        private bool IsBlank() => reader.FieldCount == 1 && reader.GetSpan(0).IsEmpty && !reader.GetRawSpan(0).Contains((byte)'"');
    }
}
