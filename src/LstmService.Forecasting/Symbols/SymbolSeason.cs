using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Symbols;

/// <summary>
/// The season of a series of symbols: the one its frequency makes usual; for a series of positions the lag at which symbols agree
/// most beyond chance (the kappa of Cohen 1960), where that is a peak which stands out.
/// </summary>
internal static class SymbolSeason
{
    private const int LongestDetected = 400, PointsRead = 10_000;
    private const double StrongEnough = 0.2;

    /// <summary>The season in points; 1 where there is none.</summary>
    public static int Of(Frequency frequency, ReadOnlySpan<int> numbers, int symbols)
    {
        int length = numbers.Length;
        return frequency.Unit == FrequencyUnit.Index
            ? Detect(length > PointsRead ? numbers[^PointsRead..] : numbers, symbols)
            : frequency.NaturalSeasons.FirstOrDefault(m => m > 1 && 2 * m <= length, 1);
    }

    private static int Detect(ReadOnlySpan<int> numbers, int symbols)
    {
        int longest = Math.Min(numbers.Length / 3, LongestDetected), season = 1;
        if (longest < 3) return 1;
        double[] kappa = new double[longest + 2];
        double chance = ChanceAgreement(numbers, symbols);
        for (int lag = 1; lag < kappa.Length; lag++) kappa[lag] = Kappa(numbers, lag, chance);
        double best = Math.Max(StrongEnough, 2.6 / Math.Sqrt(numbers.Length));
        for (int lag = 2; lag <= longest; lag++)
        {
            bool peak = kappa[lag] > kappa[lag - 1] && kappa[lag] >= kappa[lag + 1];
            // a multiple of the season agrees as well: it must be clearly better to be preferred
            if (peak && kappa[lag] > best * (season == 1 ? 1 : 1.1)) (season, best) = (lag, kappa[lag]);
        }
        return season;
    }

    private static double ChanceAgreement(ReadOnlySpan<int> numbers, int symbols)
    {
        double[] counts = new double[symbols];
        foreach (int n in numbers)
            if (n >= 0) counts[n]++;
        double known = counts.Sum();
        return known == 0 ? 1 : counts.Sum(c => c / known * (c / known));
    }

    private static double Kappa(ReadOnlySpan<int> numbers, int lag, double chance)
    {
        int pairs = 0, agree = 0;
        for (int t = lag; t < numbers.Length; t++)
        {
            if (numbers[t] < 0 || numbers[t - lag] < 0) continue;
            pairs++;
            if (numbers[t] == numbers[t - lag]) agree++;
        }
        return pairs == 0 || chance >= 1 ? 0 : ((double)agree / pairs - chance) / (1 - chance);
    }
}
