using System.Globalization;

namespace LstmService.Api.Series.Csv;

/// <summary>
/// Reads decimal numbers from UTF-8, correctly rounded. Up to 15 digits and 22 decimals, both the digits and the power of ten are
/// exact in double precision, so one division rounds once (Clinger 1990, How to read floating point numbers accurately, section
/// 3); everything else is left to the base library.
/// </summary>
internal static class DecimalNumber
{
    /// <summary>Longer text with a decimal comma is no number.</summary>
    public const int Longest = 128;

    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int ExactDigits = 15;

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, ExactDigits + 1).Select(i => Math.Pow(10, i))];

    /// <summary>A number with <paramref name="mark"/> before its decimals; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number, byte mark = (byte)'.')
    {
        if (TryExact(text, mark, out number)) return true;
        if (mark == '.') return double.TryParse(text, Style, CultureInfo.InvariantCulture, out number);
        if (text.Length > Longest || text.Contains((byte)'.')) return false;
        Span<byte> point = stackalloc byte[Longest];
        text.Replace(point, mark, (byte)'.');
        return double.TryParse(point[..text.Length], Style, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryExact(ReadOnlySpan<byte> text, byte mark, out double number)
    {
        number = 0;
        bool negative = !text.IsEmpty && text[0] == '-';
        int first = negative ? 1 : 0, decimals = 0;
        if (text.Length - first > ExactDigits + 1) return false;
        ulong digits = 0;
        int end = TakeDigits(text, first, ref digits);
        if (end == first) return false;
        if (end < text.Length)
        {
            if (text[end] != mark || TakeDigits(text, end + 1, ref digits) != text.Length) return false;
            decimals = text.Length - end - 1;
        }
        if (end - first + decimals > ExactDigits || (decimals == 0 && end < text.Length)) return false;
        number = decimals > 0 ? digits / PowersOfTen[decimals] : digits;
        if (negative) number = -number;
        return true;
    }
    /// <summary>Takes the digits that begin at <paramref name="at"/>; where they end.</summary>
    private static int TakeDigits(ReadOnlySpan<byte> text, int at, ref ulong number)
    {
        ulong taken = number;
        for (uint digit; at < text.Length && (digit = (uint)text[at] - '0') <= 9; at++) taken = 10 * taken + digit;
        number = taken;
        return at;
    }
}
