namespace LstmService.Forecasting.Evaluation;

/// <summary>
/// Which origins a model is judged on. All networks that are judged are trained once, on what lies before the earliest origin of
/// each series, and then move forward without learning more.
/// </summary>
/// <param name="Count">Origins of each series.</param>
/// <param name="Stride">Points from one to the next.</param>
/// <param name="Horizon">Steps forecast at each.</param>
public sealed record RollingOrigins(int Count, int Stride, int Horizon)
{
    private const int FewestOrigins = 5, MostOrigins = 24, WantedWindows = 120;
    private const double LargestShare = 0.4; // of the series may be kept from the judged networks

    /// <summary>The origins for a number of series of median length; null where they are too short to keep any back.</summary>
    public static RollingOrigins? For(int series, int length, int horizon, int shortest)
    {
        int tail = (int)Math.Min(LargestShare * length, length - shortest);
        int judged = Math.Min(horizon, tail);
        if (judged < 1) return null;
        int wanted = Math.Clamp(WantedWindows / Math.Max(series, 1), FewestOrigins, MostOrigins);
        int room = tail - judged; // the earliest origin lies this far before the latest
        int count = Math.Min(wanted, room + 1);
        int stride = count > 1 ? Math.Clamp(room / (count - 1), 1, judged) : 1;
        return new(count, stride, judged);
    }

    /// <summary>The origins for <paramref name="series"/>, of which a network must keep two seasons to learn from.</summary>
    public static RollingOrigins? For(IReadOnlyList<double[]> series, int horizon, int season)
    {
        ArgumentNullException.ThrowIfNull(series);
        int length = series.Select(s => s.Length).Order().ElementAt(series.Count / 2);
        return For(series.Count, length, horizon, Math.Max(2 * season, BaselineModel.ShortestSeries));
    }

    /// <summary>The earliest origin of a series of <paramref name="length"/> points.</summary>
    public int Earliest(int length) => Origin(length, 0);

    /// <summary>Origin <paramref name="i"/>, the earliest 0, as the number of points before it; may be below 1 for a short series.</summary>
    public int Origin(int length, int i) => length - Horizon - (Count - 1 - i) * Stride;
}
