using System.Globalization;

namespace LstmService.Forecasting.Options;

/// <summary>What <c>options.seasonality</c> says.</summary>
/// <param name="Auto">Are the seasons found from frequency and data?</param>
/// <param name="Lengths">The lengths that were given, ascending; empty for none.</param>
public sealed record SeasonalityOption(bool Auto, IReadOnlyList<int> Lengths)
{
    private const int MostSeasons = 4;

    /// <summary>Reads <c>auto</c>, <c>none</c> or lengths such as <c>24,168</c>; null where it is none of them.</summary>
    public static SeasonalityOption? Parse(string? text)
    {
        if (text is null || text.Equals("auto", StringComparison.OrdinalIgnoreCase)) return new(true, []);
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase)) return new(false, []);
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > MostSeasons) return null;
        List<int> lengths = [];
        foreach (string part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int length)) return null;
            if (length is < 2 or > TrainingRules.MaxSeason || lengths.Contains(length)) return null;
            lengths.Add(length);
        }
        lengths.Sort();
        return new(false, lengths);
    }
}
