using System.Text;

namespace LstmService.Api.Series.Bodies;

/// <summary>Places in a spooled text, found in one pass each.</summary>
internal static class SpoolText
{
    private const int Block = 256 * 1024;

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

    /// <summary>Line and column of a byte.</summary>
    public static TextPosition PlaceOf(Spool spool, long at)
    {
        byte[] block = new byte[Block];
        int lines = 1;
        long lineStart = 0;
        for (long from = 0; from < at;)
        {
            Span<byte> part = block.AsSpan(0, spool.Read(from, block.AsSpan(0, (int)Math.Min(Block, at - from))));
            lines += part.Count((byte)'\n');
            if (part.LastIndexOf((byte)'\n') is >= 0 and int last) lineStart = from + last + 1;
            from += part.Length;
        }
        byte[] line = new byte[(int)Math.Min(Block, at - lineStart)];
        spool.Read(lineStart, line);
        return new(lines, Encoding.UTF8.GetCharCount(line) + 1);
    }
}
