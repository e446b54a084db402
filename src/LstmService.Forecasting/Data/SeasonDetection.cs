using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Data;

/// <summary>
/// Season lengths of a series: those its frequency makes usual, as far as two of them are seen; for a series of positions, whose
/// frequency says nothing, the strongest peak of the autocorrelation.
/// </summary>
public static class SeasonDetection
{
    private const int LongestDetected = 400;
    private const int PointsRead = 10_000;
    private const double StrongEnough = 0.3; // below it a season predicts too little to be worth a profile

    /// <summary>The season lengths in points, the shortest first.</summary>
    public static IReadOnlyList<int> For(Frequency frequency, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        int n = values.Length;
        if (frequency.Unit != FrequencyUnit.Index) return [.. frequency.NaturalSeasons.Where(m => m > 1 && 2 * m <= n)];
        return Detect(values.Length > PointsRead ? values[^PointsRead..] : values) is { } season ? [season] : [];
    }

    /// <summary>The lag of the strongest peak of the autocorrelation of first differences; null where none stands out.</summary>
    private static int? Detect(ReadOnlySpan<double> values)
    {
        double[] steps = Steps(values);
        int n = steps.Length, longest = Math.Min(n / 3, LongestDetected);
        double variance = steps.Sum(s => s * s);
        if (variance == 0 || longest < 3) return null;
        double[] correlation = new double[longest + 2];
        for (int lag = 1; lag < correlation.Length; lag++)
        {
            double sum = 0;
            for (int t = 0; t < n - lag; t++) sum += steps[t] * steps[t + lag];
            correlation[lag] = sum / variance * n / (n - lag);
        }
        double limit = Math.Max(StrongEnough, 2.6 / Math.Sqrt(n)), best = limit;
        int? season = null;
        for (int lag = 2; lag <= longest; lag++)
        {
            bool peak = correlation[lag] > correlation[lag - 1] && correlation[lag] >= correlation[lag + 1];
            // a multiple of the season correlates as well: it must be clearly better to be preferred
            if (peak && correlation[lag] > best * (season is null ? 1 : 1.1)) (season, best) = (lag, correlation[lag]);
        }
        return season;
    }

    /// <summary>First differences, freed of their mean; 0 where a value is missing.</summary>
    private static double[] Steps(ReadOnlySpan<double> values)
    {
        double[] steps = new double[Math.Max(0, values.Length - 1)];
        double sum = 0;
        for (int t = 0; t < steps.Length; t++)
        {
            double step = values[t + 1] - values[t];
            steps[t] = double.IsNaN(step) ? 0 : step;
            sum += steps[t];
        }
        for (int t = 0; t < steps.Length; t++) steps[t] -= sum / steps.Length;
        return steps;
    }
}
