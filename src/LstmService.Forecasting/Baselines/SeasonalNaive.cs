namespace LstmService.Forecasting.Baselines;

/// <summary>ŷ(n+k) = y(n+k-m): the last season, repeated; the last value where the history is shorter than a season.</summary>
public static class SeasonalNaive
{
    /// <inheritdoc cref="Baseline"/>
    public static void Forecast(ReadOnlySpan<double> history, int season, Span<double> destination)
    {
        if (history.Length < season)
        {
            Naive.Forecast(history, season, destination);
            return;
        }
        ReadOnlySpan<double> last = history[^season..];
        for (int k = 0; k < destination.Length; k++) destination[k] = last[k % season];
    }
}
