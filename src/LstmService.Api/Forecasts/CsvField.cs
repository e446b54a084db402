using System.Globalization;

namespace LstmService.Api.Forecasts;

/// <summary>A field of a CSV answer.</summary>
internal static class CsvField
{
    // also as full-width characters, which some spreadsheets take for the others
    private const string BeginFormulas = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>
    /// A text that somebody chose. RFC 4180: with a comma, a quote or a line break it is quoted, and quotes inside are doubled. Where a
    /// spreadsheet would take it for a formula an apostrophe goes before it (OWASP, CSV Injection).
    /// </summary>
    public static string Of(string text)
    {
        string field = IsFormula(text) ? "'" + text : text;
        return field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // a sign alone or a number does nothing
    private static bool IsFormula(string text) =>
        text.Length > 1 && BeginFormulas.Contains(text[0], StringComparison.Ordinal) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
