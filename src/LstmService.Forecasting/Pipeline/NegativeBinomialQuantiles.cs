namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// Quantiles of the negative binomial distribution with mean m and dispersion a, variance m + a m^2: the smallest counts whose
/// cumulative probability reaches them. With r = 1 / a,
/// <code>
/// P(0)     = (1 + a m)^-r
/// P(k + 1) = P(k) (k + r) / (k + 1) a m / (1 + a m)
/// </code>
/// </summary>
public static class NegativeBinomialQuantiles
{
    private const double LargestSummed = 1_000; // of a larger mean the counts are too many to add up and fine enough for a density
    private const double LeastDispersion = 1e-9; // below it the distribution is Poisson's to every digit

    /// <summary>Fills the quantiles.</summary>
    /// <param name="mean">At least 0.</param>
    /// <param name="dispersion">At least 0.</param>
    /// <param name="levels">Ascending, each between 0 and 1.</param>
    /// <param name="quantiles">[level].</param>
    public static void Fill(double mean, double dispersion, IReadOnlyList<double> levels, Span<double> quantiles)
    {
        ArgumentNullException.ThrowIfNull(levels);
        double a = Math.Max(dispersion, LeastDispersion);
        if (mean > LargestSummed)
        {
            double variance = mean + a * mean * mean;
            for (int q = 0; q < quantiles.Length; q++) quantiles[q] = Math.Round(Gamma(mean, variance, levels[q]));
            return;
        }
        double r = 1 / a, log = -r * Math.Log(1 + a * mean), ratio = Math.Log(a * mean / (1 + a * mean)), reached = Math.Exp(log);
        int count = 0, most = (int)(100 + mean + 20 * Math.Sqrt(mean + a * mean * mean));
        for (int q = 0; q < quantiles.Length; q++)
        {
            while (reached < levels[q] && count < most)
            {
                log += Math.Log((count + r) / (count + 1)) + ratio;
                reached += Math.Exp(log);
                count++;
            }
            quantiles[q] = count;
        }
    }

    /// <summary>The gamma distribution of the same mean and variance, by the cube-root transform of Wilson and Hilferty (1931).</summary>
    private static double Gamma(double mean, double variance, double level)
    {
        double shape = mean * mean / variance;
        double root = 1 - 1 / (9 * shape) + NormalQuantile.Of(level) / (3 * Math.Sqrt(shape));
        return Math.Max(0, mean * root * root * root);
    }
}
