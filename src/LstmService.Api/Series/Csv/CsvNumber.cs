using System.Globalization;
using System.Text;
using LstmService.Api.Series.Json;

namespace LstmService.Api.Series.Csv;

/// <summary>
/// Reads the numbers of a file: <c>1234.5</c> or <c>1234,5</c> with sign and exponent, thousands divided or not, or one of the usual
/// words for a missing one.
/// </summary>
internal static class CsvNumber
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly char[] Signs = [.. "%€$£¥₹ "];

    // of people, databases, and cells of spreadsheets that have no value
    private static readonly string[] MissingWords =
    [
        "NA", "N/A", "n.a.", "NaN", "null", "nil", "none", "missing", "-", "--", "\u2013", "\u2014", ".", "?", "\\N", "<NA>", "(null)", "k.A.",
        "#N/A", "#NA", "#NV", "#DIV/0!", "#VALUE!", "#WERT!", "#REF!", "#BEZUG!", "#NAME?", "#NUM!", "#ZAHL!", "#NULL!",
    ];

    private static readonly byte[][] Missing = [.. MissingWords.Select(Encoding.UTF8.GetBytes)];
    private static readonly int LongestMissing = Missing.Max(word => word.Length);

    /// <summary>Reads a field into <paramref name="value"/>, NaN where it is missing; says what is wrong with it, or null.</summary>
    public static string? Read(ReadOnlySpan<byte> field, NumberNotation notation, out double value)
    {
        value = double.NaN;
        if (notation.Mark == 0) notation.LearnNow(field);
        byte mark = notation.IsComma ? (byte)',' : (byte)'.';
        if (!DecimalNumber.TryParse(field, out double number, mark))
        {
            if (IsMissing(field)) return null;
            if (!BookNumber.TryParse(field, notation, out number)) return Refuse(field, notation);
        }
        if (!double.IsFinite(number) || Math.Abs(number) > JsonSeriesReader.LargestMagnitude)
        {
            if (IsMissing(field)) return null;
            return HasDigit(field) // the parser takes Infinity and its sign for numbers
                ? $"a value must be at most {JsonSeriesReader.LargestMagnitude:0e0} in magnitude, was {Shown(field)}"
                : Refuse(field, notation);
        }
        value = number;
        return null;
    }

    public static bool IsMissing(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty) return true;
        if (field.Length > LongestMissing) return false;
        foreach (byte[] word in Missing)
            if (field.Length == word.Length && (field.SequenceEqual(word) || Ascii.EqualsIgnoreCase(field, word))) return true;
        return false;
    }

    /// <summary>Is it a number, in whatever notation? Decides what a column holds, before its fields are judged one by one.</summary>
    public static bool LooksNumeric(string text)
    {
        string bare = string.Concat(text.Where(c => c is not (',' or '.' or '\'' or ' ' or '\u00A0' or '\u202F' or '\u2019' or '(' or ')'))).Replace('\u2212', '-');
        if (bare.EndsWith('-')) bare = bare[..^1];
        return bare.Any(char.IsAsciiDigit) && double.TryParse(bare, Style, CultureInfo.InvariantCulture, out _);
    }

    private static string Refuse(ReadOnlySpan<byte> field, NumberNotation notation)
    {
        string text = Encoding.UTF8.GetString(field);
        if (text.TrimStart('+', '-').StartsWith("inf", StringComparison.OrdinalIgnoreCase) || text.Contains('∞', StringComparison.Ordinal))
            return $"a value must be finite, was {Excerpt.Of(text)}; leave the field empty where it is missing";
        if (text.Trim(Signs) is var bare && bare != text && LooksNumeric(bare))
            return $"{Excerpt.Of(text)} is no number but for the sign beside it: write it alone, such as {Excerpt.Bare(bare)}, and what it is in the header";
        if (!LooksNumeric(text))
            return $"{Excerpt.Of(text)} is no number; expected one such as 1234.5, or an empty field where it is missing; where the values are symbols, say kind=symbols";
        if (notation.Mark == 0 && NumberNotation.IsDecimalComma(field))
            return $"{Excerpt.Of(text)} may have its decimals or its thousands behind the comma, and no number before it tells: write 1234.5, or set decimal to comma";
        return notation.IsComma
            ? $"{Excerpt.Of(text)} is not read as a number: this file has a comma before the decimals; write 1234,5, and thousands as the numbers before it"
            : $"{Excerpt.Of(text)} is not read as a number: write 1234.5, with a point before the decimals, and thousands as the numbers before it";
    }

    private static bool HasDigit(ReadOnlySpan<byte> field) => field.ContainsAnyInRange((byte)'0', (byte)'9');

    private static string Shown(ReadOnlySpan<byte> field) => Excerpt.Of(Encoding.UTF8.GetString(field));
}
