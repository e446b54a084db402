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
        SeasonalAdjustment adjusted = ClassicalDecomposition.Adjust(history, season);
        double floor = adjusted.Floor();
        double[] level = adjusted.Values;
        int n = level.Length;
        (double intercept, double slope) = LinearTrend(level);
        for (int t = 0; t < n; t++) level[t] = 2 * level[t] - (intercept + slope * (t + 1));
        double smoothed = SimpleExponentialSmoothing.LastLevel(level);
        for (int k = 0; k < destination.Length; k++)
            destination[k] = Math.Max(floor, 0.5 * smoothed + 0.5 * (intercept + slope * (n + 1 + k))) * adjusted.IndexAt(n + k);
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
