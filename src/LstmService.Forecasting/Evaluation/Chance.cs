namespace LstmService.Forecasting.Evaluation;

/// <summary>
/// Is a lower error on a few origins more than chance? The test of Diebold and Mariano (1995) on paired errors, with the correction
/// of Harvey, Leybourne and Newbold (1997) for few origins and windows that overlap.
/// </summary>
public static class Chance
{
    private const double Normal95 = 1.645;

    /// <summary>Are <paramref name="errors"/> lower than <paramref name="reference"/> at the one-sided 5% level?</summary>
    /// <param name="errors">[origin]: mean errors of a method, the earliest origin first.</param>
    /// <param name="reference">[origin]: those of the other method.</param>
    /// <param name="overlap">How many neighbouring origins forecast the same point; 1 where windows lie apart.</param>
    public static bool IsExceeded(IReadOnlyList<double> errors, IReadOnlyList<double> reference, int overlap)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(reference);
        int n = errors.Count;
        if (n < 3 || overlap >= n) return false;
        double[] gains = [.. errors.Zip(reference, (error, other) => other - error)];
        double mean = gains.Average(), independent = 0, variance = 0;
        for (int lag = 0; lag < overlap; lag++)
        {
            double product = 0;
            for (int t = lag; t < n; t++) product += (gains[t] - mean) * (gains[t - lag] - mean) / n;
            if (lag == 0) independent = product;
            variance += lag == 0 ? product : 2 * product;
        }
        double correction = Math.Sqrt((n + 1 - 2 * overlap + overlap * (overlap - 1.0) / n) / n);
        double freedom = Math.Max(1, (double)n / overlap - 1); // of Student's t: only windows that lie apart count
        double limit = Normal95 + (Normal95 * Normal95 * Normal95 + Normal95) / (4 * freedom);
        // overlap is not allowed to make the origins tell more than as many independent ones
        return mean * correction > limit * Math.Sqrt(Math.Max(independent, variance) / n);
    }
}
