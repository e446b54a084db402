using System.Globalization;

namespace LstmService.Forecasting.Data;

/// <summary>What a careful person would notice in a plot of the series: a sensor that hangs, a level that changed and stayed.</summary>
internal static class SeriesFindings
{
    private const int ShortestRun = 8, ShortestSide = 12;
    private const int Short = 2_000; // points of which every one is looked at
    private const double LevelSigmas = 6, LevelSpreads = 4;

    /// <summary>Each as a sentence; none for a constant series.</summary>
    public static IEnumerable<string> Of(TimeSeries series, int season)
    {
        if (FrozenRun(series.Values, season) is { } run)
            yield return $"the value {Text(series.Values[run.Start])} stands unchanged for {run.Length} points from {series.Axis.TimeOf(run.Start)} on: a measurement that hung, or a filled gap?";
        if (ChangeOfLevel(series.Values, season) is { } change)
            yield return $"the level {(change.By > 0 ? "rose" : "fell")} by about {Text(Math.Abs(change.By))} at {series.Axis.TimeOf(change.At)} and stayed: the time before it may mislead";
    }

    /// <summary>
    /// The longest run of one value, where chance would not make one so long: with a share p of repeated values, runs of
    /// log n / log(1/p) are to be expected (Erdős and Rényi 1970).
    /// </summary>
    private static (int Start, int Length)? FrozenRun(double[] values, int season)
    {
        int start = 0, best = 0, bestStart = 0, repeats = 0, steps = 0;
        for (int t = 1; t <= values.Length; t++)
        {
            bool goesOn = t < values.Length && values[t] == values[t - 1];
            if (t < values.Length && !double.IsNaN(values[t] - values[t - 1])) (steps, repeats) = (steps + 1, repeats + (goesOn ? 1 : 0));
            if (goesOn) continue;
            if (t - start > best) (best, bestStart) = (t - start, start);
            start = t;
        }
        int outside = steps - (best - 1);
        if (best < Math.Max(ShortestRun, season + 1) || outside < best) return null;
        double share = (repeats - (best - 1) + 1.0) / (outside + 2);
        double expected = Math.Log(values.Length) / Math.Log(1 / share);
        return best > 3 * expected ? (bestStart, best) : null;
    }

    /// <summary>
    /// The largest difference between the medians of the whole seasons after a time and before it, where it stands out among
    /// the same difference at all other times, and from the spread on both sides.
    /// </summary>
    private static (int At, double By)? ChangeOfLevel(double[] values, int season)
    {
        int side = (ShortestSide + season - 1) / season * season;
        if (side > values.Length / 4) return null;
        List<double> differences = [];
        (int at, double by, double farthest) = (0, 0, 0);
        int stride = values.Length > Short ? Math.Max(1, side / 4) : 1; // medians change slowly, and the place is sought out afterwards
        for (int t = side; t + side <= values.Length; t += stride)
        {
            double[] before = Known(values.AsSpan(t - side, side)), after = Known(values.AsSpan(t, side));
            differences.Add(before.Length > side / 2 && after.Length > side / 2 ? RobustSpread.Median(after) - RobustSpread.Median(before) : double.NaN);
        }
        double[] known = Known([.. differences]);
        if (known.Length == 0) return null;
        (double usual, double sigma) = RobustSpread.Of(known);
        for (int i = 0; i < differences.Count; i++)
            if (Math.Abs(differences[i] - usual) is var distance && distance > farthest) (at, by, farthest) = (side + i * stride, differences[i] - usual, distance);
        if (!(farthest > LevelSigmas * sigma) || farthest == 0) return null;
        at = Sharpest(values, at, side, season);
        double spread = Math.Max(SpreadOf(values.AsSpan(Math.Max(0, at - side), Math.Min(side, at))), SpreadOf(values.AsSpan(at, Math.Min(side, values.Length - at))));
        return farthest > LevelSpreads * spread ? (at, by) : null;
    }

    /// <summary>Medians hold still around the change; the largest step one season apart near it is where it happened.</summary>
    private static int Sharpest(double[] values, int near, int side, int season)
    {
        int best = near;
        double largest = 0;
        for (int t = Math.Max(season, near - side / 2); t < Math.Min(values.Length, near + side / 2); t++)
        {
            double step = Math.Abs(values[t] - values[t - season]);
            if (step <= largest * 1.5) continue; // the first of those that a change of level makes, one season long
            (best, largest) = (t, step);
        }
        return best;
    }

    /// <summary>The standard deviation: medians would call a handful of whole numbers still.</summary>
    private static double SpreadOf(ReadOnlySpan<double> values)
    {
        double[] known = Known(values);
        double mean = known.Length > 0 ? known.Average() : 0;
        return known.Length > 0 ? Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / known.Length) : 0;
    }

    private static double[] Known(ReadOnlySpan<double> values) => Array.FindAll(values.ToArray(), double.IsFinite);

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
