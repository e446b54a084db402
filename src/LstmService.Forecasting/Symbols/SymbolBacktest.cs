using LstmService.Forecasting.Evaluation;

namespace LstmService.Forecasting.Symbols;

/// <summary>One series at one past origin: what was said, and what came.</summary>
/// <param name="Origin">The number of the origin, the earliest 0.</param>
/// <param name="Actual">[horizon]: the symbols that came.</param>
/// <param name="Lstm">[horizon, symbols]; null where no networks were trained.</param>
/// <param name="Baselines">[horizon, symbols] by name.</param>
internal sealed record SymbolWindow(int Origin, int[] Actual, double[]? Lstm, IReadOnlyDictionary<string, double[]> Baselines);

/// <summary>Forecasts series at every rolling origin, by networks and counts that know nothing after the earliest one.</summary>
internal static class SymbolBacktest
{
    private const long MostProbabilities = 1_000_000; // of each method: more cost memory and change no digit that matters

    private const int WantedPoints = 480, ManyOrigins = 24;
    private const double LargestShare = 0.25; // of the series is kept from the judged networks

    /// <summary>
    /// The origins: windows side by side where there is room for many, as short horizons need to tell skill from luck, and the usual
    /// ones elsewhere; null where the series are too short to keep any back.
    /// </summary>
    public static RollingOrigins? OriginsFor(int series, int length, int horizon, int shortest)
    {
        int room = (int)Math.Min(LargestShare * length, length - shortest) / horizon;
        int wanted = WantedPoints / Math.Max(1, horizon * series);
        return Math.Min(room, wanted) >= ManyOrigins
            ? new(Math.Min(room, wanted), horizon, horizon)
            : RollingOrigins.For(series, length, horizon, shortest);
    }

    public static List<SymbolWindow> Run(
        IReadOnlyList<int[]> series, SymbolPlan plan, RollingOrigins origins, SymbolEnsemble? ensemble, SymbolBaselines baselines,
        CancellationToken cancellation)
    {
        List<SymbolWindow> windows = [];
        long most = Math.Max(1, MostProbabilities / ((long)origins.Count * origins.Horizon * plan.Symbols));
        int every = (int)((series.Count + most - 1) / most);
        for (int i = 0; i < series.Count; i += every)
            for (int o = 0; o < origins.Count; o++)
            {
                cancellation.ThrowIfCancellationRequested();
                int origin = origins.Origin(series[i].Length, o);
                if (origin < 1) continue;
                int[] history = series[i][..origin];
                windows.Add(new(
                    o, series[i][origin..Math.Min(origin + origins.Horizon, series[i].Length)],
                    ensemble?.Predict(history, origins.Horizon, SymbolEnsemble.JudgedPaths),
                    baselines.Names.ToDictionary(name => name, name => baselines.Forecast(name, history, origins.Horizon))));
            }
        return windows;
    }
}
