namespace LstmService.Forecasting.Data;

/// <summary>Location and spread that a few wild values do not move.</summary>
public static class RobustSpread
{
    private const double SigmaOfMad = 1.4826; // the median absolute deviation of a normal distribution, inverted

    /// <summary>The median; the greater of the two in the middle where they are even in number.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>The median and the standard deviation that a normal distribution of that median absolute deviation has.</summary>
    public static (double Median, double Sigma) Of(ReadOnlySpan<double> values)
    {
        double median = Median(values);
        double[] distances = new double[values.Length];
        for (int i = 0; i < distances.Length; i++) distances[i] = Math.Abs(values[i] - median);
        return (median, SigmaOfMad * Median(distances));
    }
}
