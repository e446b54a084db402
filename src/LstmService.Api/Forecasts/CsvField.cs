namespace LstmService.Api.Forecasts;

/// <summary>A field of a CSV answer.</summary>
internal static class CsvField
{
    /// <summary>RFC 4180: a field with a comma, a quote or a line break is quoted, and quotes inside are doubled.</summary>
    public static string Of(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
