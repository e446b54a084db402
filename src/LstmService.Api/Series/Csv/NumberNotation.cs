namespace LstmService.Api.Series.Csv;

/// <summary>How a file writes the decimals of its numbers: unknown until the first of them tells, and then the same to the end.</summary>
internal sealed class NumberNotation(char? mark = null)
{
    /// <summary><c>.</c> or <c>,</c>, or 0 while nothing tells.</summary>
    public byte Mark { get; private set; } = (byte)(mark ?? '\0');

    public bool IsComma => Mark == ',';

    /// <summary>Learns from a number, if nothing is known yet and the number leaves no choice.</summary>
    public void Learn(ReadOnlySpan<byte> field)
    {
        if (Mark != 0) return;
        if (field.Contains((byte)'.') && !field.Contains((byte)',')) Mark = (byte)'.';
        else if (IsDecimalComma(field) && !IsAmbiguous(field)) Mark = (byte)',';
    }

    /// <summary>Is it a number but for one comma in it, where a decimal mark may stand?</summary>
    public static bool IsDecimalComma(ReadOnlySpan<byte> field)
    {
        if (field.Count((byte)',') != 1 || field.Length > DecimalNumber.Longest) return false;
        Span<byte> text = stackalloc byte[DecimalNumber.Longest];
        field.Replace(text, (byte)',', (byte)'.');
        return !field.Contains((byte)'.') && DecimalNumber.TryParse(text[..field.Length], out _);
    }

    /// <summary>1,234: thousands or decimals? One to three digits, none of them a leading zero, and three behind the comma.</summary>
    public static bool IsAmbiguous(ReadOnlySpan<byte> field)
    {
        field = field.TrimStart("+-"u8);
        int comma = field.IndexOf((byte)',');
        return comma is >= 1 and <= 3 && field[0] != '0' && field.Length == comma + 4 && !field[(comma + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
