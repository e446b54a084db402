using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Data;

/// <summary>Fills gaps as the user wants them filled; a filled value counts as observed from then on.</summary>
internal static class GapFilling
{
    /// <summary>The values without gaps; themselves where gaps are kept.</summary>
    /// <param name="values">[time], the first and the last observed.</param>
    /// <param name="policy">How.</param>
    /// <param name="season">The season in points; 1 for none.</param>
    public static double[] Fill(double[] values, GapPolicy policy, int season) => policy switch
    {
        GapPolicy.Interpolate => MissingValues.Fill(values, 1),
        GapPolicy.Seasonal => MissingValues.Fill(Seasonal(values, season), 1),
        GapPolicy.Zero => [.. values.Select(v => double.IsNaN(v) ? 0 : v)],
        _ => values,
    };

    /// <summary>What was done, in words; null where nothing was.</summary>
    public static string? Said(GapPolicy policy, int missing) => (missing, policy) switch
    {
        (0, _) or (_, GapPolicy.Keep) => null,
        (_, GapPolicy.Zero) => $"{missing} missing value(s) were set to 0",
        (_, GapPolicy.Seasonal) => $"{missing} missing value(s) were filled from one season before or after",
        _ => $"{missing} missing value(s) were filled by a line between their neighbours",
    };

    private static double[] Seasonal(double[] values, int season)
    {
        double[] filled = [.. values];
        if (season < 2) return filled;
        for (int t = season; t < filled.Length; t++)
            if (double.IsNaN(filled[t])) filled[t] = filled[t - season];
        for (int t = filled.Length - season - 1; t >= 0; t--)
            if (double.IsNaN(filled[t])) filled[t] = filled[t + season];
        return filled;
    }
}
