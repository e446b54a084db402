namespace LstmService.Forecasting.Pipeline;

/// <summary>The quantiles of the distributions a likelihood head speaks of.</summary>
public static class DistributionQuantiles
{
    /// <summary>Adds the quantiles over <paramref name="members"/>, as a mean over an ensemble needs.</summary>
    /// <param name="loss">Which distribution.</param>
    /// <param name="parameters">Location and scale; Student's t has its degrees of freedom, above 2, too; a negative binomial has mean and dispersion.</param>
    /// <param name="scale">What one unit is worth in counts; of the negative binomial alone.</param>
    /// <param name="quantiles">Each between 0 and 1.</param>
    /// <param name="members">What each quantile is divided by.</param>
    /// <param name="sums">[quantile].</param>
    public static void Add(
        LossKind loss, ReadOnlySpan<float> parameters, double scale, IReadOnlyList<double> quantiles, int members, Span<double> sums)
    {
        if (loss == LossKind.NegativeBinomial)
        {
            Span<double> counts = stackalloc double[sums.Length];
            NegativeBinomialQuantiles.Fill(parameters[0] * scale, parameters[1] / Math.Sqrt(scale), quantiles, counts); // as its loss learnt them
            for (int q = 0; q < sums.Length; q++) sums[q] += counts[q] / scale / members;
            return;
        }
        double location = parameters[0], deviation = parameters[1];
        for (int q = 0; q < sums.Length; q++)
        {
            double score = parameters.Length > 2 ? StudentT(quantiles[q], parameters[2]) : NormalQuantile.Of(quantiles[q]);
            sums[q] += (location + deviation * score) / members;
        }
    }

    /// <summary>The quantile of Student's t with <paramref name="degrees"/> degrees of freedom, above 2 (Hill 1970, algorithm 396); relative error below 1e-3.</summary>
    public static double StudentT(double p, double degrees)
    {
        if (p > 0.5) return -StudentT(1 - p, degrees);
        double both = 2 * p, a = 1 / (degrees - 0.5), b = 48 / (a * a);
        double c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
        double d = ((94.5 / (b + c) - 3) / b + 1) * Math.Sqrt(a * Math.PI / 2) * degrees;
        double y = Math.Pow(d * both, 2 / degrees);
        if (y > 0.05 + a)
        {
            double x = NormalQuantile.Of(0.5 * both);
            y = x * x;
            if (degrees < 5) c += 0.3 * (degrees - 4.5) * (x + 0.6);
            c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
            y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
            y = Math.Exp(a * y * y) - 1;
        }
        else
        {
            y = ((1 / (((degrees + 6) / (degrees * y) - 0.089 * d - 0.822) * (degrees + 2) * 3) + 0.5 / (degrees + 4)) * y - 1)
                * (degrees + 1) / (degrees + 2) + 1 / y;
        }
        return -Math.Sqrt(degrees * y);
    }
}
