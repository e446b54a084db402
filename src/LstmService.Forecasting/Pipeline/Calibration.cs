namespace LstmService.Forecasting.Pipeline;

/// <summary>A forecast on a past origin beside what happened, in transformed units: what intervals are calibrated on.</summary>
/// <param name="Origin">The number of the origin, the earliest 0.</param>
/// <param name="Step">The step of the horizon, from 0.</param>
/// <param name="Error">What happened minus the point forecast.</param>
/// <param name="Scale">The window's unit.</param>
/// <param name="Offsets">[quantile]: what the networks said; empty where the loss knows no quantiles.</param>
public sealed record PastError(int Origin, int Step, double Error, double Scale, ReadOnlyMemory<double> Offsets);

/// <summary>
/// Turns what the networks say of their uncertainty into intervals that held on past origins. The spread comes from the quantile
/// head where many series taught it; where few did, from the mean of that and the size of past errors by step, because either
/// alone has been far off. Then split conformal prediction (Romano, Patterson and Candès 2019, in its scaled form) stretches each
/// central interval until it held, and by Student's t further where few independent windows say so (Student 1908). It never
/// shrinks what the head alone said, because a calm stretch of past is no promise; the normal shape that is put around the size of
/// past errors is only a guess, and many errors may correct it both ways.
/// </summary>
public sealed record Calibration
{
    private const double MostStretch = 6, LeastStretch = 0.8;
    private const int ManyErrors = 100;
    private const double FewestDegrees = 8; // of freedom: fewer widened what held on past origins beyond what then happened

    /// <summary>The grid of quantiles, ascending, symmetric around the median.</summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>[step]: the size of errors in units of the window; null where the quantile head is used.</summary>
    public required IReadOnlyList<double>? ErrorSize { get; init; }

    /// <summary>The share of the quantile head's word where <see cref="ErrorSize"/> is used too.</summary>
    public double HeadShare { get; init; }

    /// <summary>[quantile]: by how much the offset is stretched.</summary>
    public required IReadOnlyList<double> Stretch { get; init; }

    /// <summary>Past errors it was made from.</summary>
    public required int Errors { get; init; }

    /// <summary>Learns from <paramref name="errors"/>.</summary>
    /// <param name="quantiles">The grid.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="headShare">How much of the spread is the quantile head's word, 0 to 1; the rest is the size of past errors.</param>
    /// <param name="independent">How many windows that have nothing to do with each other the errors are worth.</param>
    /// <param name="errors">Of all steps and origins.</param>
    public static Calibration Learn(
        IReadOnlyList<double> quantiles, int horizon, double headShare, double independent, IReadOnlyCollection<PastError> errors)
    {
        bool headAlone = headShare == 1;
        Calibration unstretched = new()
        {
            Quantiles = quantiles,
            ErrorSize = headAlone ? null : SizeByStep(horizon, errors),
            HeadShare = headShare,
            Stretch = [.. quantiles.Select(_ => 1.0)],
            Errors = errors.Count,
        };
        if (errors.Count == 0) return unstretched;
        double least = headAlone || errors.Count < ManyErrors ? 1 : LeastStretch;
        double[] stretch = new double[quantiles.Count];
        Array.Fill(stretch, 1);
        double[] offsets = new double[quantiles.Count], scores = Spread.Scores(quantiles), ratios = new double[errors.Count];
        for (int low = 0; low < quantiles.Count / 2; low++)
        {
            int high = quantiles.Count - 1 - low, i = 0;
            foreach (PastError error in errors)
            {
                unstretched.Fill(error.Step, error.Scale, error.Offsets.Span, scores, offsets);
                double half = error.Error < 0 ? -offsets[low] : offsets[high];
                ratios[i++] = half > 0 ? Math.Abs(error.Error) / half : error.Error == 0 ? 0 : MostStretch;
            }
            Array.Sort(ratios);
            int rank = (int)Math.Ceiling((ratios.Length + 1) * (quantiles[high] - quantiles[low])) - 1;
            double held = Math.Clamp(ratios[Math.Min(rank, ratios.Length - 1)], least, MostStretch);
            double tail = DistributionQuantiles.StudentT(quantiles[high], Math.Max(FewestDegrees, independent)) / scores[high];
            stretch[low] = stretch[high] = held * tail;
        }
        return unstretched with { Stretch = stretch };
    }

    /// <summary>Writes the calibrated offsets of one step.</summary>
    /// <param name="step">The step, from 0; beyond the trained horizon the last one's size is used.</param>
    /// <param name="scale">The window's unit.</param>
    /// <param name="said">[quantile]: the networks' offsets; may be empty where <see cref="HeadShare"/> is 0.</param>
    /// <param name="scores">[quantile]: normal scores of the grid.</param>
    /// <param name="offsets">[quantile]: receives the offsets, ascending, 0 at the median.</param>
    public void Fill(int step, double scale, ReadOnlySpan<double> said, ReadOnlySpan<double> scores, Span<double> offsets)
    {
        for (int q = 0; q < offsets.Length; q++)
        {
            double offset = ErrorSize is { } sizes ? scores[q] * sizes[Math.Min(step, sizes.Count - 1)] * scale : said[q];
            if (ErrorSize is not null && HeadShare > 0) offset += HeadShare * (said[q] - offset);
            offsets[q] = offset * Stretch[q];
        }
        Spread.Order(offsets, offsets.Length / 2);
    }

    /// <summary>
    /// The standard deviation of the errors of each step and its neighbours, from their mean size (times √(π/2), as if normal), so that a
    /// series which broke once does not speak for all others; it never falls with the step.
    /// </summary>
    private static double[] SizeByStep(int horizon, IReadOnlyCollection<PastError> errors)
    {
        double[] sums = new double[horizon], counts = new double[horizon], sizes = new double[horizon];
        foreach (PastError error in errors)
        {
            sums[error.Step] += Math.Abs(error.Error / error.Scale);
            counts[error.Step]++;
        }
        double largest = 0;
        for (int h = 0; h < horizon; h++)
        {
            double sum = 0, count = 0;
            for (int near = Math.Max(0, h - 1); near <= Math.Min(horizon - 1, h + 1); near++)
                (sum, count) = (sum + sums[near], count + counts[near]);
            if (count > 0) largest = Math.Max(largest, Math.Sqrt(Math.PI / 2) * sum / count);
            sizes[h] = largest;
        }
        return sizes;
    }
}
