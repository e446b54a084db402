namespace LstmService.Forecasting.Baselines;

/// <summary>A series divided by its seasonal indices.</summary>
/// <param name="Values">[time]: the values without the season.</param>
/// <param name="Indices">[phase]: the indices; null where there is no season.</param>
public readonly record struct SeasonalAdjustment(double[] Values, double[]? Indices)
{
    /// <summary>What a value without the season is multiplied by at time <paramref name="t"/>, which may lie after the series.</summary>
    public double IndexAt(int t) => Indices is null ? 1 : Indices[t % Indices.Length];

    /// <summary>0 where no value is negative: M4 cuts forecasts there, but a series with negative values must not be cut.</summary>
    public double Floor()
    {
        foreach (double v in Values)
            if (v < 0) return double.NegativeInfinity;
        return 0;
    }
}

/// <summary>
/// Multiplicative seasonal indices of a series by classical decomposition, with the autocorrelation test that decides whether
/// to use them, as the M4 competition's Naive2 and Theta do (Makridakis, Spiliotis and Assimakopoulos 2020).
/// </summary>
public static class ClassicalDecomposition
{
    private const double Limit90 = 1.645; // normal quantile of the test's 90% level

    /// <summary>
    /// Seasonal indices with mean 1, index <c>i</c> for phase <c>t mod season</c>; null where the series is not seasonal, too
    /// short (under three seasons) or not positive enough for a multiplicative pattern.
    /// </summary>
    public static double[]? SeasonalIndices(ReadOnlySpan<double> series, int season)
    {
        if (season < 2 || !IsSeasonal(series, season)) return null;
        double[] indices = Decompose(series, season);
        foreach (double index in indices)
            if (!(index > 0)) return null;
        return indices;
    }

    /// <summary>The series without its season; itself where <see cref="SeasonalIndices"/> finds none.</summary>
    public static SeasonalAdjustment Adjust(ReadOnlySpan<double> series, int season)
    {
        double[]? indices = SeasonalIndices(series, season);
        double[] adjusted = series.ToArray();
        if (indices is not null)
            for (int t = 0; t < adjusted.Length; t++) adjusted[t] /= indices[t % season];
        return new(adjusted, indices);
    }

    /// <summary>Is the autocorrelation at the season beyond Bartlett's 90% limit?</summary>
    public static bool IsSeasonal(ReadOnlySpan<double> series, int season)
    {
        int n = series.Length;
        if (season < 2 || n < 3 * season) return false;
        double mean = 0;
        foreach (double v in series) mean += v;
        mean /= n;
        double variance = 0;
        foreach (double v in series) variance += (v - mean) * (v - mean);
        if (variance == 0) return false;
        double squares = 0, last = 0;
        for (int lag = 1; lag <= season; lag++)
        {
            double sum = 0;
            for (int t = 0; t < n - lag; t++) sum += (series[t] - mean) * (series[t + lag] - mean);
            last = sum / variance;
            if (lag < season) squares += last * last;
        }
        return Math.Abs(last) > Limit90 / Math.Sqrt(n) * Math.Sqrt(1 + 2 * squares);
    }

    private static double[] Decompose(ReadOnlySpan<double> series, int season)
    {
        double[] sums = new double[season];
        int[] counts = new int[season];
        int half = season / 2;
        for (int t = half; t < series.Length - half; t++)
        {
            double trend = CentredMean(series, t, season);
            if (trend == 0) continue;
            sums[t % season] += series[t] / trend;
            counts[t % season]++;
        }
        double total = 0;
        for (int phase = 0; phase < season; phase++)
            total += sums[phase] = counts[phase] > 0 ? sums[phase] / counts[phase] : 1;
        for (int phase = 0; phase < season; phase++) sums[phase] /= total / season;
        return sums;
    }

    /// <summary>The mean over one season around <paramref name="t"/>; an even season takes half of each end.</summary>
    private static double CentredMean(ReadOnlySpan<double> series, int t, int season)
    {
        int half = season / 2;
        double sum = 0;
        for (int i = t - half; i <= t + half; i++)
            sum += season % 2 == 0 && (i == t - half || i == t + half) ? 0.5 * series[i] : series[i];
        return sum / season;
    }
}
