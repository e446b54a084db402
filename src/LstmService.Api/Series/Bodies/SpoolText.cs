using System.Text.Unicode;

namespace LstmService.Api.Series.Bodies;

/// <summary>Questions to a spooled text, answered in one pass each.</summary>
internal static class SpoolText
{
    private const int Block = 256 * 1024;
    private const int LongestSequence = 4;

    /// <summary>Is there text, and where does it stop being UTF-8? Null where it is UTF-8 to its end.</summary>
    public static (bool IsBlank, TextPosition? Invalid) Check(Spool spool)
    {
        byte[] block = new byte[Block];
        bool blank = true;
        long offset = 0;
        for (int kept = 0, read; (read = spool.Read(offset + kept, block.AsSpan(kept))) > 0 || kept > 0;)
        {
            ReadOnlySpan<byte> text = block.AsSpan(0, kept + read);
            blank = blank && Body.IsBlank(offset == 0 && text.StartsWith("\uFEFF"u8) ? text[3..] : text);
            int whole = read == 0 ? text.Length : WholeLength(text);
            if (!Utf8.IsValid(text[..whole])) return (blank, PlaceIn(spool, offset, text[..whole]));
            text[whole..].CopyTo(block);
            offset += whole;
            kept = text.Length - whole;
        }
        return (blank, null);
    }

    /// <summary>Where line <paramref name="line"/>, from 1, begins.</summary>
    public static long OffsetOf(Spool spool, long line)
    {
        byte[] block = new byte[Block];
        long offset = 0;
        for (int read; line > 1 && (read = spool.Read(offset, block)) > 0;)
        {
            int at = 0;
            for (int next; line > 1 && (next = block.AsSpan(at, read - at).IndexOf((byte)'\n')) >= 0; line--) at += next + 1;
            offset += line > 1 ? read : at;
        }
        return offset;
    }

    /// <summary>The length without a sequence that the next block completes.</summary>
    private static int WholeLength(ReadOnlySpan<byte> text)
    {
        int end = text.Length, from = Math.Max(0, end - LongestSequence + 1);
        for (int i = end - 1; i >= from; i--)
            if (text[i] >= 0xC0) return i + (text[i] >= 0xF0 ? 4 : text[i] >= 0xE0 ? 3 : 2) > end ? i : end;
        return end;
    }

    private static TextPosition PlaceIn(Spool spool, long offset, ReadOnlySpan<byte> text)
    {
        int at = TextPosition.FirstInvalid(text);
        byte[] block = new byte[Block];
        int lines = 1;
        long lineStart = 0;
        for (long from = 0, end = offset + at; from < end;)
        {
            Span<byte> part = block.AsSpan(0, spool.Read(from, block.AsSpan(0, (int)Math.Min(Block, end - from))));
            lines += part.Count((byte)'\n');
            if (part.LastIndexOf((byte)'\n') is >= 0 and int last) lineStart = from + last + 1;
            from += part.Length;
        }
        byte[] line = new byte[(int)Math.Min(Block, offset + at - lineStart)];
        spool.Read(lineStart, line);
        return new(lines, System.Text.Encoding.UTF8.GetCharCount(line) + 1);
    }
}
