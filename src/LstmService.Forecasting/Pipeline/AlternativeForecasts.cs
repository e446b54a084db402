namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// Simple forecasts that the network may mix in by gates: for each season the last one, the last one shifted by the year's growth
/// and the mean of the last three, then the window's mean and the drift. Each stands as its difference from the anchor.
/// Known covariates stand beside them as they are: their gates are coefficients that the network sets for each window.
/// </summary>
public static class AlternativeForecasts
{
    private const int PerSeason = 3;
    internal const int SeasonsAveraged = 3;
    private const int MostGates = 64;

    /// <summary>How many there are under <paramref name="plan"/>.</summary>
    public static int Count(Plan plan) => plan.Gates ? Forecasts(plan) + Math.Min(plan.KnownChannels, MostGates - Forecasts(plan)) : 0;

    /// <summary>How many of them are forecasts; covariates stand behind them.</summary>
    internal static int Forecasts(Plan plan) => PerSeason * plan.Seasons.Count + 2;

    /// <summary>Writes them into <paramref name="window"/>, whose level, slope, scale, profile and anchor are known.</summary>
    public static void Fill(Plan plan, ReadOnlySpan<double> history, Window window)
    {
        int count = window.AlternativeCount;
        if (count == 0) return;
        int at = 0;
        foreach (int season in plan.Seasons)
        {
            // a year of days is taken as 52 weeks, so that Mondays are forecast from Mondays
            FillSeason(history, season / plan.Season * plan.Season, window, at, count);
            at += PerSeason;
        }
        double mean = WindowEncoder.Mean(window.Deseasonalised);
        for (int k = 0; k < plan.Horizon; k++)
        {
            double profile = window.Profile[k % window.Profile.Length];
            window.Alternatives[k * count + at] = Scaled(mean + profile, k, window);
            window.Alternatives[k * count + at + 1] = Scaled(window.Level + profile + window.Slope * (k + 1), k, window);
            for (int c = at + 2; c < count; c++) window.Alternatives[k * count + c] = window.Future[k * plan.KnownChannels + c - at - 2];
        }
    }

    private static void FillSeason(ReadOnlySpan<double> history, int m, Window window, int at, int count)
    {
        int horizon = window.Anchor.Length, known = Math.Min(history.Length / m, SeasonsAveraged);
        double growth = known >= 2 ? WindowEncoder.Mean(history[^m..]) - WindowEncoder.Mean(history.Slice(history.Length - 2 * m, m)) : 0;
        for (int k = 0; k < horizon; k++)
        {
            Span<float> row = window.Alternatives.AsSpan(k * count + at, PerSeason);
            if (known == 0) // nothing is known of this season: the alternative is the anchor itself
            {
                row.Clear();
                continue;
            }
            double last = history[history.Length - m + k % m], sum = 0;
            for (int s = 1; s <= known; s++) sum += history[history.Length - s * m + k % m];
            row[0] = Scaled(last, k, window);
            row[1] = Scaled(last + growth * (1 + k / m), k, window);
            row[2] = Scaled(sum / known, k, window);
        }
    }

    private static float Scaled(double forecast, int k, Window window) => (float)((forecast - window.Anchor[k]) / window.Scale);
}
