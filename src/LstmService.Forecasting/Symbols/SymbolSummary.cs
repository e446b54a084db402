using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Symbols;

/// <summary>What a series of symbols was understood as.</summary>
internal static class SymbolSummary
{
    private const int Shown = 10;

    public static SeriesSummary Of(SymbolSeries series, double confidence, int duplicates, Notes warnings)
    {
        Frequency frequency = series.Axis.Frequency;
        int points = series.Numbers.Count(n => n >= 0), missing = series.Length - points;
        int season = SymbolSeason.Of(frequency, series.Numbers, series.Vocabulary.Count);
        IGrouping<int, int>[] groups = [.. series.Numbers.Where(n => n >= 0).GroupBy(n => n).OrderByDescending(g => g.Count()).ThenBy(g => g.Key)];
        if (groups.Length == 1) warnings.Add(series.Id, "one symbol: there is nothing to learn");
        if (missing > 0.2 * series.Length) warnings.Add(series.Id, $"{missing} of {series.Length} times have no symbol");
        return new(series.Id, points, series.Axis.TimeOf(0), series.Axis.TimeOf(series.Length - 1), frequency.ToString(), confidence,
            season > 1 ? [season] : [], missing, duplicates, 0, "symbols")
        {
            Symbols = groups.Length,
            MostFrequent = [.. groups.Take(Shown).Select(g => new SymbolShare(series.Vocabulary.Symbols[g.Key], Math.Round((double)g.Count() / points, 4)))],
        };
    }
}
