namespace LstmService.Forecasting.Baselines;

/// <summary>
/// The Theta method (Assimakopoulos and Nikolopoulos 2000) as the M4 competition ran it: deseasonalise where seasonal, then the
/// mean of the linear trend (θ = 0) and the exponentially smoothed doubled curvature (θ = 2), times the seasonal index.
/// </summary>
public static class Theta
{
    /// <inheritdoc cref="Baseline"/>
    public static void Forecast(ReadOnlySpan<double> history, int season, Span<double> destination)
    {
        int n = history.Length;
        double[]? indices = ClassicalDecomposition.SeasonalIndices(history, season);
        double[] level = history.ToArray();
        if (indices is not null)
            for (int t = 0; t < n; t++) level[t] /= indices[t % season];

        (double intercept, double slope) = LinearTrend(level);
        double lowest = double.PositiveInfinity;
        for (int t = 0; t < n; t++)
        {
            lowest = Math.Min(lowest, level[t]);
            level[t] = 2 * level[t] - (intercept + slope * (t + 1));
        }
        double smoothed = SimpleExponentialSmoothing.LastLevel(level);
        double floor = lowest >= 0 ? 0 : double.NegativeInfinity; // M4 cuts at 0; a series with negative values must not be cut
        for (int k = 0; k < destination.Length; k++)
        {
            double value = Math.Max(floor, 0.5 * smoothed + 0.5 * (intercept + slope * (n + 1 + k)));
            destination[k] = indices is null ? value : value * indices[(n + k) % season];
        }
    }

    /// <summary>The least squares line over t = 1..n.</summary>
    private static (double Intercept, double Slope) LinearTrend(ReadOnlySpan<double> series)
    {
        int n = series.Length;
        double middle = (n + 1) / 2.0, mean = 0, products = 0, squares = 0;
        foreach (double v in series) mean += v / n;
        for (int t = 0; t < n; t++)
        {
            products += (t + 1 - middle) * (series[t] - mean);
            squares += (t + 1 - middle) * (t + 1 - middle);
        }
        double slope = n > 1 ? products / squares : 0;
        return (mean - slope * middle, slope);
    }
}
