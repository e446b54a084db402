namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// What the season adds at each phase, from data before the origin only: the mean of the last few seasons, each freed of its
/// own mean and the line through them, shrunk towards nothing by the share of it that is noise (James and Stein 1961).
/// </summary>
public static class SeasonalProfile
{
    /// <summary>
    /// Writes the profile, additive, mean 0. Index <c>k</c> is the phase of time <c>t + k</c> for the origin <c>t</c>, the end of
    /// <paramref name="history"/>. All zeros where fewer than two seasons are known.
    /// </summary>
    /// <param name="history">[time], without NaN, oldest first.</param>
    /// <param name="seasons">The most seasons to average.</param>
    /// <param name="profile">[season].</param>
    public static void Compute(ReadOnlySpan<double> history, int seasons, Span<double> profile)
    {
        int m = profile.Length;
        profile.Clear();
        int used = Math.Min(seasons, history.Length / m);
        if (used < 2) return;
        ReadOnlySpan<double> recent = history[^(used * m)..];
        Span<double> means = stackalloc double[used];
        double slope = Trend(recent, m, means);

        double sumOfSquares = 0;
        for (int s = 0; s < used; s++)
            for (int k = 0; k < m; k++)
            {
                double e = recent[s * m + k] - means[s] - slope * (k - (m - 1) / 2.0);
                profile[k] += e / used;
                sumOfSquares += e * e;
            }
        double ofProfile = 0;
        foreach (double p in profile) ofProfile += p * p;
        if (ofProfile == 0) return;

        // variance within the phases, as it is left in a mean over `used` seasons, against the variance between the phases
        double noise = (sumOfSquares - used * ofProfile) / (used - 1) / used;
        double kept = Math.Max(0, 1 - noise / ofProfile);
        for (int k = 0; k < m; k++) profile[k] *= kept;
    }

    /// <summary>The change a step of the season means, by least squares; 0 where fewer than two seasons are known.</summary>
    public static double Slope(ReadOnlySpan<double> history, int seasons, int m)
    {
        int used = Math.Min(seasons, history.Length / m);
        if (used < 2) return 0;
        return Trend(history[^(used * m)..], m, stackalloc double[used]);
    }

    private static double Trend(ReadOnlySpan<double> recent, int m, Span<double> means)
    {
        int used = means.Length;
        double products = 0, squares = 0, middle = (used - 1) / 2.0;
        for (int s = 0; s < used; s++)
        {
            double sum = 0;
            foreach (double v in recent.Slice(s * m, m)) sum += v;
            means[s] = sum / m;
            products += (s - middle) * means[s];
            squares += (s - middle) * (s - middle);
        }
        return products / squares / m;
    }
}
