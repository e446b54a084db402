namespace LstmService.Forecasting;

/// <summary>Quotes what a user wrote, short enough for a message and without control characters.</summary>
public static class Excerpt
{
    private const int Longest = 40;

    /// <summary>The text in quotation marks.</summary>
    public static string Of(ReadOnlySpan<char> text) => $"'{Bare(text)}'";

    /// <summary>The text without them, such as a number.</summary>
    public static string Bare(ReadOnlySpan<char> text)
    {
        bool cut = text.Length > Longest;
        if (cut) text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
        string shown = string.Create(text.Length, text, static (to, from) =>
        {
            for (int i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) ? '\uFFFD' : from[i];
        });
        return cut ? shown + "..." : shown;
    }
}
