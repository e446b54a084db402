using System.Buffers;
using System.Globalization;
using System.Text;

namespace LstmService.Api.Series.Csv;

/// <summary>
/// A number as books are kept and spreadsheets show it: thousands divided by points, commas, apostrophes or spaces
/// (<c>1,234.5</c>, <c>1.234,5</c>, <c>1'234.5</c>, <c>1 234,5</c>), a minus behind it (<c>12.5-</c>) or as parentheses
/// (<c>(12.5)</c>), or the minus of typography.
/// </summary>
internal static class BookNumber
{
    private const string Separators = ".,' ";
    private const int DigitsOfGroup = 3;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789" + Separators);

    /// <summary>Reads a number that agrees with the notation, which may learn from it; false where it is none or does not agree.</summary>
    public static bool TryParse(ReadOnlySpan<byte> field, NumberNotation notation, out double number)
    {
        number = 0;
        if (field.Length is 0 or > DecimalNumber.Longest || !field.ContainsAnyInRange((byte)'0', (byte)'9')) return false;
        string text = Plain(Encoding.UTF8.GetString(field), out bool isNegative);
        if (text.AsSpan().ContainsAnyExcept(Allowed) || !TryUngroup(text, notation, out string ungrouped)) return false;
        if (!double.TryParse(ungrouped, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)) return false;
        if (isNegative) number = -number;
        return true;
    }

    /// <summary>Digits and separators alone, the sign told apart.</summary>
    private static string Plain(string text, out bool isNegative)
    {
        text = text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Replace('\u2019', '\'').Replace('\u2212', '-');
        (isNegative, string bare) = text switch
        {
            ['(', .. var inside, ')'] => (true, inside),
            ['-', .. var behind] => (true, behind),
            ['+', .. var behind] => (false, behind),
            [.. var before, '-'] => (true, before),
            _ => (false, text),
        };
        return bare.Trim();
    }

    /// <summary>The number with a point before its decimals and nothing between its thousands.</summary>
    private static bool TryUngroup(string text, NumberNotation notation, out string ungrouped)
    {
        ungrouped = text;
        char[] separators = [.. text.Where(Separators.Contains).Distinct()];
        if (separators.Length == 0) return true;
        char first = separators[0], last = separators[^1];
        int count = text.Count(c => c == first);
        if (separators.Length == 1 && first == notation.Mark && count == 1) // decimals alone, behind another sign than a plain minus
        {
            ungrouped = text.Replace(first, '.');
            return true;
        }
        if (separators.Length > 2 || (separators.Length == 2 && (last is not ('.' or ',') || text.Count(c => c == last) > 1))) return false;
        string whole = separators.Length == 2 ? text[..text.IndexOf(last, StringComparison.Ordinal)] : text;
        bool isClear = separators.Length == 2 || count > 1 || first is ' ' or '\'' || notation.IsCertain; // 1,234 alone may have decimals
        if (!isClear || !IsGrouped(whole, first) || !notation.Agree(separators.Length == 2 ? (byte)last : (byte)0, (byte)first)) return false;
        ungrouped = text.Replace(first.ToString(), "", StringComparison.Ordinal).Replace(',', '.');
        return true;
    }

    private static bool IsGrouped(string whole, char separator)
    {
        string[] groups = whole.Split(separator);
        return groups[0].Length is >= 1 and <= DigitsOfGroup && groups[0][0] != '0' && groups.Skip(1).All(group => group.Length == DigitsOfGroup);
    }
}
