using System.Text;

namespace LstmService.Api.Series.Bodies;

/// <summary>Makes UTF-8 of text that its mark says is UTF-16, as spreadsheets save "Unicode text".</summary>
internal sealed class Utf16Text
{
    private readonly Decoder decoder;
    private readonly Encoder encoder = Encoding.UTF8.GetEncoder();

    private Utf16Text(Encoding encoding) => decoder = encoding.GetDecoder();

    /// <summary>By the first bytes of a file; null where they are no such mark.</summary>
    public static Utf16Text? Of(ReadOnlySpan<byte> first) => first switch
    {
        [0xFF, 0xFE, ..] => new(Encoding.Unicode),
        [0xFE, 0xFF, ..] => new(Encoding.BigEndianUnicode),
        _ => null,
    };

    /// <summary>The next part of the text in UTF-8.</summary>
    public byte[] ToUtf8(ReadOnlySpan<byte> part, bool isLast)
    {
        char[] characters = new char[decoder.GetCharCount(part, isLast)];
        int length = decoder.GetChars(part, characters, isLast);
        byte[] text = new byte[encoder.GetByteCount(characters.AsSpan(0, length), isLast)];
        encoder.GetBytes(characters.AsSpan(0, length), text, isLast);
        return text;
    }
}
