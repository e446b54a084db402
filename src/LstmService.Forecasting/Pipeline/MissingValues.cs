namespace LstmService.Forecasting.Pipeline;

/// <summary>Fills what was not observed, so that levels and seasons can be computed; the network is told by a mask.</summary>
public static class MissingValues
{
    /// <summary>
    /// A copy without NaN. A gap shorter than half a season, or without a season before it, is a line between its neighbours;
    /// a longer one repeats the season before it. Ends repeat the nearest value; a series without any value is 0.
    /// </summary>
    public static double[] Fill(ReadOnlySpan<double> values, int season)
    {
        double[] filled = values.ToArray();
        int t = 0;
        while (t < filled.Length)
        {
            if (!double.IsNaN(filled[t])) { t++; continue; }
            int end = t;
            while (end < filled.Length && double.IsNaN(filled[end])) end++;
            FillGap(filled, t, end, season);
            t = end;
        }
        return filled;
    }

    private static void FillGap(double[] values, int start, int end, int season)
    {
        double before = start > 0 ? values[start - 1] : end < values.Length ? values[end] : 0;
        double after = end < values.Length ? values[end] : before;
        bool repeatSeason = season > 1 && start >= season && 2 * (end - start) >= season;
        for (int t = start; t < end; t++)
        {
            double share = (t - start + 1.0) / (end - start + 1.0);
            values[t] = repeatSeason ? values[t - season] : before + share * (after - before);
        }
    }
}
