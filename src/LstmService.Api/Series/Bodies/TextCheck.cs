using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace LstmService.Api.Series.Bodies;

/// <summary>Told a file block by block as it comes: is there text, and where does it stop being UTF-8?</summary>
internal sealed class TextCheck
{
    private const int LongestSequence = 4;

    private readonly byte[] begun = new byte[LongestSequence]; // a sequence that the next block completes
    private int begunLength;
    private long length;
    private long? invalid;

    /// <summary>The first byte that is 0, as no text holds one; null where there is none.</summary>
    public long? Zero { get; private set; }

    /// <summary>Was there nothing but white space?</summary>
    public bool IsBlank { get; private set; } = true;

    /// <summary>The first byte that is no UTF-8, once all was told; null where there is none.</summary>
    public long? Invalid => invalid ?? (begunLength > 0 ? length - begunLength : null);

    public void Add(ReadOnlySpan<byte> block)
    {
        if (invalid is null)
        {
            int start = Complete(block);
            if (invalid is null) Check(block[start..], length + start);
        }
        if (IsBlank) IsBlank = Body.IsBlank(length == 0 && block.StartsWith("\uFEFF"u8) ? block[3..] : block);
        if (Zero is null && block.IndexOf((byte)0) is >= 0 and int zero) Zero = length + zero;
        length += block.Length;
    }

    /// <summary>Completes the sequence that the block before began; how many bytes that took.</summary>
    private int Complete(ReadOnlySpan<byte> block)
    {
        if (begunLength == 0) return 0;
        int taken = Math.Min(LongestSequence - begunLength, block.Length);
        block[..taken].CopyTo(begun.AsSpan(begunLength));
        switch (Rune.DecodeFromUtf8(begun.AsSpan(0, begunLength + taken), out _, out int whole))
        {
            case OperationStatus.Done:
                taken = whole - begunLength;
                begunLength = 0;
                break;
            case OperationStatus.NeedMoreData:
                begunLength += taken;
                break;
            default:
                invalid = length - begunLength;
                break;
        }
        return taken;
    }

    private void Check(ReadOnlySpan<byte> text, long offset)
    {
        if (text.IsEmpty) return;
        int whole = WholeLength(text);
        if (Utf8.IsValid(text[..whole]))
        {
            text[whole..].CopyTo(begun);
            begunLength = text.Length - whole;
        }
        else invalid = offset + TextPosition.FirstInvalid(text);
    }

    /// <summary>The length without a sequence that the next block completes.</summary>
    private static int WholeLength(ReadOnlySpan<byte> text)
    {
        int end = text.Length, from = Math.Max(0, end - LongestSequence + 1);
        for (int i = end - 1; i >= from; i--)
            if (text[i] >= 0xC0) return i + (text[i] >= 0xF0 ? 4 : text[i] >= 0xE0 ? 3 : 2) > end ? i : end;
        return end;
    }
}
