namespace LstmService.Forecasting.Baselines;

/// <summary>
/// Exponential smoothing with a damped additive trend (Gardner and McKenzie 1985) as the M4 competition's Damped ran it:
/// deseasonalise where seasonal, ŷ(n+k) = l(n) + (φ + φ² + ... + φᵏ) b(n), times the seasonal index.
/// </summary>
public static class Damped
{
    private const int LongestRead = 500; // older values have no weight left; the seasonal indices still read all of them

    /// <inheritdoc cref="Baseline"/>
    public static void Forecast(ReadOnlySpan<double> history, int season, Span<double> destination)
    {
        SeasonalAdjustment adjusted = ClassicalDecomposition.Adjust(history, season);
        double floor = adjusted.Floor();
        int n = adjusted.Values.Length;
        DampedTrend trend = DampedTrendSmoothing.Fit(adjusted.Values.AsSpan(Math.Max(0, n - LongestRead)));
        double damping = 1, ahead = 0;
        for (int k = 0; k < destination.Length; k++)
        {
            damping *= trend.Damping;
            ahead += damping;
            destination[k] = Math.Max(floor, trend.Level + ahead * trend.Slope) * adjusted.IndexAt(n + k);
        }
    }
}
