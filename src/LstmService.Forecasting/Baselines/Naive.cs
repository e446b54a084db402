namespace LstmService.Forecasting.Baselines;

/// <summary>ŷ(n+k) = y(n): the last value, repeated.</summary>
public static class Naive
{
    /// <inheritdoc cref="Baseline"/>
    public static void Forecast(ReadOnlySpan<double> history, int season, Span<double> destination) => destination.Fill(history[^1]);
}
