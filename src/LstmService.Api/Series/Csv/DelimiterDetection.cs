namespace LstmService.Api.Series.Csv;

/// <summary>
/// Finds what divides the fields of a file: the candidate whose number is the same in most of the first lines. Commas are the
/// last of those equally good, for they may also stand before decimals.
/// </summary>
internal static class DelimiterDetection
{
    /// <summary>How much of a file is looked at.</summary>
    public const int SampleBytes = 64 * 1024;

    private const int MostLines = 50;

    public static ReadOnlySpan<byte> Candidates => "\t;|,"u8;

    /// <summary>The delimiter of a first line such as <c>sep=;</c>, which spreadsheets write and read; null without one.</summary>
    public static char? FromHint(ReadOnlySpan<byte> text, out int length)
    {
        ReadOnlySpan<byte> prefix = "sep="u8;
        length = 0;
        if (text.Length < prefix.Length + 2 || !System.Text.Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix)) return null;
        int end = text[(prefix.Length + 1)..].StartsWith("\r\n"u8) ? 2 : text[prefix.Length + 1] is (byte)'\n' or (byte)'\r' ? 1 : 0;
        char delimiter = (char)text[prefix.Length];
        if (end == 0 || !Candidates.Contains((byte)delimiter)) return null;
        length = prefix.Length + 1 + end;
        return delimiter;
    }

    public static char Detect(ReadOnlySpan<byte> text)
    {
        int[] first = new int[Candidates.Length], agreeing = new int[Candidates.Length], counts = new int[Candidates.Length];
        int lines = 0;
        while (lines < MostLines && TakeLine(ref text, counts))
        {
            if (lines++ == 0) counts.CopyTo(first, 0);
            for (int i = 0; i < counts.Length; i++)
                if (counts[i] > 0 && counts[i] == first[i]) agreeing[i]++;
        }
        int best = agreeing.Length - 1;
        for (int i = best - 1; i >= 0; i--)
            if (agreeing[i] > agreeing[best] || (agreeing[i] == agreeing[best] && agreeing[i] > 0)) best = i;
        return (char)Candidates[best];
    }

    /// <summary>Counts the candidates outside quotes in the next line that holds any text; false where there is none.</summary>
    public static bool TakeLine(ref ReadOnlySpan<byte> text, int[] counts)
    {
        Array.Clear(counts);
        bool quoted = false, any = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (b == '"') quoted = !quoted;
            if ((b is (byte)'\n' or (byte)'\r') && !quoted && any)
            {
                text = text[(i + 1)..];
                return true;
            }
            any |= b > ' ' || b == '\t';
            int which = quoted ? -1 : Candidates.IndexOf(b);
            if (which >= 0) counts[which]++;
        }
        text = [];
        return any;
    }
}
