namespace LstmService.Forecasting.Data;

/// <summary>
/// Points that leap away from both their neighbours, one season apart, and back: by more than six robust standard deviations
/// (the median absolute deviation, Hampel 1974) of such steps. A change of level leaps once and is none.
/// </summary>
public static class Outliers
{
    private const double Sigmas = 6;
    private const int FewestSteps = 8;

    /// <summary>Where they are, in order.</summary>
    public static IReadOnlyList<int> Find(ReadOnlySpan<double> values, int season)
    {
        (double[] steps, double middle, double sigma) = Steps(values, season);
        List<int> found = [];
        if (sigma == 0) return found;
        for (int t = 0; t + season < steps.Length; t++)
        {
            double to = (steps[t] - middle) / sigma, back = (steps[t + season] - middle) / sigma;
            if (Math.Abs(to) > Sigmas && Math.Abs(back) > Sigmas && to * back < 0) found.Add(t + season);
        }
        return found;
    }

    /// <summary>A copy in which each is as far from the middle of its neighbours as the largest that is none.</summary>
    public static double[] Cap(ReadOnlySpan<double> values, int season, IReadOnlyList<int> outliers)
    {
        ArgumentNullException.ThrowIfNull(outliers);
        double[] capped = values.ToArray();
        double sigma = Steps(values, season).Sigma;
        foreach (int t in outliers)
        {
            double middle = 0.5 * (values[t - season] + values[t + season]);
            capped[t] = middle + Math.CopySign(Sigmas * sigma, values[t] - middle);
        }
        return capped;
    }

    private static (double[] Steps, double Middle, double Sigma) Steps(ReadOnlySpan<double> values, int season)
    {
        double[] steps = new double[Math.Max(0, values.Length - season)];
        for (int t = 0; t < steps.Length; t++) steps[t] = values[t + season] - values[t];
        double[] known = Array.FindAll(steps, double.IsFinite);
        if (known.Length < FewestSteps) return (steps, 0, 0);
        (double middle, double sigma) = RobustSpread.Of(known);
        return (steps, middle, sigma);
    }
}
