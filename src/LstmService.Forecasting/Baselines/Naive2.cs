namespace LstmService.Forecasting.Baselines;

/// <summary>
/// The last value without its season, times the seasonal index of each step: the M4 competition's yardstick, which OWA divides by
/// (Makridakis, Spiliotis and Assimakopoulos 2020).
/// </summary>
public static class Naive2
{
    /// <inheritdoc cref="Baseline"/>
    public static void Forecast(ReadOnlySpan<double> history, int season, Span<double> destination)
    {
        SeasonalAdjustment adjusted = ClassicalDecomposition.Adjust(history, season);
        for (int k = 0; k < destination.Length; k++)
            destination[k] = adjusted.Values[^1] * adjusted.IndexAt(history.Length + k);
    }
}
