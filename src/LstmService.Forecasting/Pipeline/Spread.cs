namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// How far quantiles lie from the point forecast: offsets on a fixed grid of quantiles, in transformed units, for every step.
/// Between grid points the offset is linear in the normal score Φ⁻¹(q), and beyond the ends the last line goes on.
/// </summary>
public static class Spread
{
    /// <summary>The normal scores of <paramref name="quantiles"/>.</summary>
    public static double[] Scores(IReadOnlyList<double> quantiles) => [.. quantiles.Select(NormalQuantile.Of)];

    /// <summary>The offset of quantile <paramref name="quantile"/> given those of the grid.</summary>
    /// <param name="offsets">[quantile], ascending, those of the grid.</param>
    /// <param name="scores">[quantile], ascending: the grid's normal scores.</param>
    /// <param name="quantile">Between 0 and 1.</param>
    public static double OffsetAt(ReadOnlySpan<double> offsets, ReadOnlySpan<double> scores, double quantile) =>
        OffsetAtScore(offsets, scores, NormalQuantile.Of(quantile));

    /// <summary>The offset of the quantile whose normal score is <paramref name="score"/>.</summary>
    public static double OffsetAtScore(ReadOnlySpan<double> offsets, ReadOnlySpan<double> scores, double score)
    {
        int right = 1;
        while (right < scores.Length - 1 && scores[right] < score) right++;
        double share = (score - scores[right - 1]) / (scores[right] - scores[right - 1]);
        return offsets[right - 1] + share * (offsets[right] - offsets[right - 1]);
    }

    /// <summary>Makes offsets ascend and keeps the median's at 0: below it none above, above it none below.</summary>
    public static void Order(Span<double> offsets, int median)
    {
        offsets[median] = 0;
        for (int q = median - 1; q >= 0; q--) offsets[q] = Math.Min(offsets[q], offsets[q + 1]);
        for (int q = median + 1; q < offsets.Length; q++) offsets[q] = Math.Max(offsets[q], offsets[q - 1]);
    }
}
