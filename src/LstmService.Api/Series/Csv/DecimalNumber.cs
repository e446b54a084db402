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
        int i = negative ? 1 : 0, first = i, decimals = -1;
        if (text.Length - i > ExactDigits + 1) return false;
        ulong digits = 0;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit <= 9) digits = 10 * digits + digit;
            else if (text[i] == mark && decimals < 0 && i > first && i < text.Length - 1) decimals = text.Length - 1 - i;
            else return false;
        }
        if (i == first || text.Length - first - (decimals < 0 ? 0 : 1) > ExactDigits) return false;
        number = decimals > 0 ? digits / PowersOfTen[decimals] : digits;
        if (negative) number = -number;
        return true;
    }
}
