namespace LstmService.Forecasting.Data;

/// <summary>What kind of numbers a series holds, and how many stand out.</summary>
public static class SeriesCharacter
{
    private const double IntermittentShare = 0.3;
    private const double OutlierSigmas = 6;
    private const double SigmaOfMad = 1.4826; // the median absolute deviation of a normal distribution, inverted

    /// <summary><c>constant</c>, <c>intermittent</c> (mostly zero, else positive), <c>count</c> (whole and not negative) or <c>continuous</c>.</summary>
    public static string KindOf(ReadOnlySpan<double> values)
    {
        int known = 0, zeros = 0;
        bool whole = true, negative = false, moves = false;
        double first = double.NaN;
        foreach (double v in values)
        {
            if (double.IsNaN(v)) continue;
            if (known++ == 0) first = v;
            moves |= v != first;
            zeros += v == 0 ? 1 : 0;
            whole &= v == Math.Floor(v);
            negative |= v < 0;
        }
        if (!moves) return "constant";
        if (!negative && zeros >= IntermittentShare * known) return "intermittent";
        return whole && !negative ? "count" : "continuous";
    }

    /// <summary>Points that leap away from both their neighbours, one season apart, and back.</summary>
    public static int Outliers(ReadOnlySpan<double> values, int season)
    {
        double[] steps = new double[Math.Max(0, values.Length - season)];
        for (int t = 0; t < steps.Length; t++) steps[t] = values[t + season] - values[t];
        double[] sorted = Array.FindAll(steps, double.IsFinite);
        if (sorted.Length < 8) return 0;
        Array.Sort(sorted);
        double middle = sorted[sorted.Length / 2];
        double[] distances = Array.ConvertAll(sorted, s => Math.Abs(s - middle));
        Array.Sort(distances);
        double sigma = SigmaOfMad * distances[distances.Length / 2];
        if (sigma == 0) return 0;
        int outliers = 0;
        for (int t = 0; t + season < steps.Length; t++)
        {
            double to = (steps[t] - middle) / sigma, back = (steps[t + season] - middle) / sigma;
            if (Math.Abs(to) > OutlierSigmas && Math.Abs(back) > OutlierSigmas && to * back < 0) outliers++;
        }
        return outliers;
    }
}
