using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LstmService.Api.Series;

/// <summary>Line and column, both from 1, of a place in UTF-8 text.</summary>
internal readonly record struct TextPosition(int Row, int Column)
{
    public string ColumnText => Column.ToString(CultureInfo.InvariantCulture);

    /// <summary>The place of byte <paramref name="offset"/>; columns count UTF-16 characters, as editors do.</summary>
    public static TextPosition At(ReadOnlySpan<byte> text, int offset)
    {
        ReadOnlySpan<byte> before = text[..Math.Clamp(offset, 0, text.Length)];
        int line = before.LastIndexOf((byte)'\n') + 1;
        return new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[line..]) + 1);
    }

    /// <summary>The place <paramref name="bytesInLine"/> bytes into a line, which counts from 0.</summary>
    public static TextPosition InLine(ReadOnlySpan<byte> text, long line, long bytesInLine)
    {
        int start = 0;
        for (long i = 0; i < line; i++)
        {
            int next = text[start..].IndexOf((byte)'\n');
            if (next < 0) break;
            start += next + 1;
        }
        return At(text, (int)Math.Min(text.Length, start + bytesInLine));
    }

    /// <summary>Where the text stops being UTF-8; null where it is UTF-8 to its end.</summary>
    public static TextPosition? OfInvalidUtf8(ReadOnlySpan<byte> text) => Utf8.IsValid(text) ? null : At(text, FirstInvalid(text));

    /// <summary>The byte where the text stops being UTF-8.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out int length) == System.Buffers.OperationStatus.Done) at += length;
        return at;
    }
}
