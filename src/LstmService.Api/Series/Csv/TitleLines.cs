using System.Text;

namespace LstmService.Api.Series.Csv;

/// <summary>The title that exports write above their tables: lines without columns, then a line of names and another as wide.</summary>
internal static class TitleLines
{
    private const int Most = 20;

    /// <summary>Bytes of the title; 0 where there is none.</summary>
    /// <param name="text">The beginning of a file.</param>
    /// <param name="delimiter">What divides fields, if that is known.</param>
    public static int LengthOf(ReadOnlySpan<byte> text, char? delimiter)
    {
        ReadOnlySpan<byte> rest = text;
        int[] counts = new int[DelimiterDetection.Candidates.Length];
        for (int lines = 0; lines <= Most; lines++)
        {
            ReadOnlySpan<byte> before = rest;
            if (!DelimiterDetection.TakeLine(ref rest, counts)) return 0;
            int widest = Array.IndexOf(counts, counts.Max());
            int which = delimiter is { } given ? DelimiterDetection.Candidates.IndexOf((byte)given) : widest;
            if (which < 0 || counts[which] == 0) continue;
            int width = counts[which];
            bool isTable = lines > 0 && AreNames(before[..(before.Length - rest.Length)], (char)DelimiterDetection.Candidates[which])
                && DelimiterDetection.TakeLine(ref rest, counts) && counts[which] == width;
            return isTable ? text.Length - before.Length : 0;
        }
        return 0;
    }

    private static bool AreNames(ReadOnlySpan<byte> line, char delimiter) =>
        Encoding.UTF8.GetString(line).Split(delimiter).All(name => !CsvNumber.LooksNumeric(name.Trim()) && !CsvColumn.IsTime(name.Trim().Trim('"')));
}
