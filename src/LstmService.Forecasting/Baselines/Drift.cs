namespace LstmService.Forecasting.Baselines;

/// <summary>ŷ(n+k) = y(n) + k (y(n) - y(1)) / (n-1): the line from the first point to the last, continued.</summary>
public static class Drift
{
    /// <inheritdoc cref="Baseline"/>
    public static void Forecast(ReadOnlySpan<double> history, int season, Span<double> destination)
    {
        double slope = history.Length > 1 ? (history[^1] - history[0]) / (history.Length - 1) : 0;
        for (int k = 0; k < destination.Length; k++) destination[k] = history[^1] + slope * (k + 1);
    }
}
