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

    /// <summary>Bytes of the mark that a text may begin with.</summary>
    public static int MarkLength(Spool spool)
    {
        Span<byte> first = stackalloc byte[3];
        return spool.Read(0, first) == first.Length && first.SequenceEqual("\uFEFF"u8) ? first.Length : 0;
    }

    /// <summary>Line and column of a byte; columns count UTF-16 characters, as editors do, without a mark.</summary>
    public static TextPosition PlaceOf(Spool spool, long at)
    {
        byte[] block = new byte[Block];
        int lines = 1;
        long characters = 0;
        for (long from = MarkLength(spool); from < at;)
        {
            Span<byte> part = block.AsSpan(0, spool.Read(from, block.AsSpan(0, (int)Math.Min(Block, at - from))));
            from += part.Length;
            lines += part.Count((byte)'\n');
            if (part.LastIndexOf((byte)'\n') is >= 0 and int last)
            {
                part = part[(last + 1)..];
                characters = 0;
            }
            foreach (byte b in part) characters += b >= 0xF0 ? 2 : (b & 0xC0) == 0x80 ? 0 : 1;
        }
        return new(lines, (int)Math.Min(int.MaxValue, characters + 1));
    }
}
