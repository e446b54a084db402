using System.Buffers;
using System.Globalization;
using System.Text;

namespace LstmService.Api.Series;

/// <summary>The numbers of a CSV file: written as 1234.5, or missing.</summary>
internal static class CsvNumber
{
    private static readonly HashSet<string> MissingWords = new(StringComparer.OrdinalIgnoreCase) { "NA", "N/A", "NaN", "null", "nil", "none", "-" };
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789.,+-' "u8);
    private const int LongestWord = 4;

    /// <summary>Reads a field, NaN where it is missing; otherwise says in words what is wrong.</summary>
    public static string? Read(ReadOnlySpan<byte> field, out double value)
    {
        field = field.Trim(" \t"u8);
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value))
            return Math.Abs(value) <= UploadLimits.LargestValue ? null : $"a value may be at most {UploadLimits.LargestValue:0e0} in size, was {Shown(field)}";
        value = double.NaN;
        return IsMissing(field) ? null : Hint(field);
    }

    /// <summary>Does the field hold a number, or nothing?</summary>
    public static bool IsNumberOrMissing(ReadOnlySpan<byte> field) => Read(field, out _) is null;

    private static bool IsMissing(ReadOnlySpan<byte> field) =>
        field.IsEmpty || (field.Length <= LongestWord && MissingWords.Contains(Encoding.UTF8.GetString(field)));

    private static string Hint(ReadOnlySpan<byte> field)
    {
        bool digits = field.ContainsAnyInRange((byte)'0', (byte)'9'), comma = field.Contains((byte)','), letters = field.ContainsAnyExcept(NumberBytes);
        string hint = digits && comma && !letters
            ? "; write 1234.5, with a point for decimals and no separators of thousands"
            : "; leave the field empty, or write NA, where a value is missing";
        return $"{Shown(field)} is no number{hint}";
    }

    private static string Shown(ReadOnlySpan<byte> field) => TimeColumn.Shown(Encoding.UTF8.GetString(field.Length > 160 ? field[..160] : field));
}
