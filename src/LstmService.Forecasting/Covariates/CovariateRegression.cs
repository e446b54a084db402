using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Covariates;

/// <summary>
/// The linear part of a model: what the known covariates add, as in a regression whose errors the networks forecast (Pankratz
/// 1991). Ridge regression (Hoerl and Kennard 1970) over all series, of what is left of values and covariates alike when their
/// moving mean and their seasonal means are taken out (Frisch and Waugh 1933); how much it shrinks, five blocks of time say that
/// are left out in turn.
/// </summary>
/// <param name="Coefficients">[column], transformed units.</param>
public sealed record CovariateRegression(IReadOnlyList<double> Coefficients)
{
    private const int Blocks = 5, ShortestWindow = 13, MostRows = 200_000, FewestRows = 20;
    private const long MostProducts = 2_000_000_000; // some seconds
    private static readonly double[] Shrinkages = [1e-4, 1e-3, 1e-2, 0.1, 1]; // in units of the mean square of the columns

    /// <summary>[time]: what the covariates add.</summary>
    public double[] Effect(CovariateChannels channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        double[] effect = new double[channels.Length];
        for (int t = 0; t < effect.Length; t++)
        {
            ReadOnlySpan<double> row = channels.LinearAt(t);
            for (int c = 0; c < row.Length; c++) effect[t] += Coefficients[c] * row[c];
        }
        return effect;
    }

    /// <summary>Learns from series that have their covariates and no effect yet; null where there is nothing to learn from.</summary>
    public static CovariateRegression? Learn(IReadOnlyList<EncodedSeries> series, int season)
    {
        ArgumentNullException.ThrowIfNull(series);
        int width = series.Count == 0 ? 0 : series[0].Covariates?.LinearWidth ?? 0;
        if (width == 0) return null;
        NormalEquations[] blocks = [.. Enumerable.Range(0, Blocks).Select(_ => new NormalEquations(width))];
        long rows = 0;
        foreach (EncodedSeries one in series)
        {
            if (rows > Math.Min(MostRows, MostProducts / ((long)width * width))) break;
            rows += AddRows(one, season, blocks);
        }
        if (rows < Math.Max(FewestRows, width)) return null;
        NormalEquations all = NormalEquations.Sum(blocks);
        double best = double.PositiveInfinity, shrinkage = Shrinkages[0];
        foreach (double candidate in Shrinkages)
        {
            double error = blocks.Sum(left => left.SquaredError(NormalEquations.Difference(all, left).Solve(candidate)));
            if (error < best) (best, shrinkage) = (error, candidate);
        }
        return best < blocks.Sum(b => b.SumOfSquares) ? new(all.Solve(shrinkage)) : null;
    }

    private static int AddRows(EncodedSeries series, int season, NormalEquations[] blocks)
    {
        CovariateChannels channels = series.Covariates!;
        int n = series.Length, width = channels.LinearWidth, rows = 0;
        double[][] columns = new double[width][];
        for (int c = 0; c < width; c++)
        {
            double[] column = new double[n];
            for (int t = 0; t < n; t++) column[t] = channels.LinearAt(t)[c];
            columns[c] = Remainder(column, season);
        }
        double[] values = Remainder(series.Filled, season), row = new double[width];
        for (int t = 0; t < n; t++)
        {
            if (double.IsNaN(series.Values[t])) continue;
            for (int c = 0; c < width; c++) row[c] = columns[c][t];
            blocks[(int)((long)t * Blocks / n)].Add(row, values[t]);
            rows++;
        }
        return rows;
    }

    /// <summary>What is left when the centred moving mean and then the mean of each phase of the season are taken out.</summary>
    private static double[] Remainder(double[] values, int season)
    {
        int n = values.Length, half = Math.Max(ShortestWindow, 2 * season + 1) / 2;
        double[] sums = new double[n + 1], left = new double[n];
        for (int t = 0; t < n; t++) sums[t + 1] = sums[t] + values[t];
        for (int t = 0; t < n; t++)
        {
            int from = Math.Max(0, t - half), end = Math.Min(n, t + half + 1);
            left[t] = values[t] - (sums[end] - sums[from]) / (end - from);
        }
        if (season < 2 || n < 2 * season) return left;
        for (int phase = 0; phase < season; phase++)
        {
            double mean = 0;
            int count = 0;
            for (int t = phase; t < n; t += season) (mean, count) = (mean + left[t], count + 1);
            for (int t = phase; t < n; t += season) left[t] -= mean / count;
        }
        return left;
    }
}
