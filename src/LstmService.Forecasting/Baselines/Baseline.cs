namespace LstmService.Forecasting.Baselines;

/// <summary>
/// A forecast that needs no training: what a model has to beat. <paramref name="history"/> holds no missing value and at
/// least one point.
/// </summary>
/// <param name="history">The past, oldest first.</param>
/// <param name="season">The season length in points; 1 where there is none.</param>
/// <param name="destination">Receives one value a step.</param>
public delegate void Baseline(ReadOnlySpan<double> history, int season, Span<double> destination);

/// <summary>The baselines every model is judged against, by the names they are reported under.</summary>
public static class BaselineCatalogue
{
    /// <summary>All of them, in the order of the report.</summary>
    public static IReadOnlyList<KeyValuePair<string, Baseline>> All { get; } =
    [
        new("naive", Naive.Forecast),
        new("seasonalNaive", SeasonalNaive.Forecast),
        new("drift", Drift.Forecast),
        new("theta", Theta.Forecast),
        new("damped", Damped.Forecast),
    ];
}
