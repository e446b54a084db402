using LstmService.Engine;

namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// How the errors of one forecast hang together over its steps: a Gaussian copula (Pinson, Madsen, Nielsen, Papaefthymiou and
/// Klöckl 2009) whose correlation is that of past errors' ranks, shrunk towards an autoregression of order 1 with the same mean
/// correlation of neighbours, because few windows know a correlation only roughly.
/// <para>
/// The windows' own paths are kept instead of their correlation: a sum of the n paths with standard normal weights over √n has just
/// that correlation, whatever the number of steps.
/// </para>
/// </summary>
public sealed record ErrorPaths
{
    private const int FewestWindows = 10, MostWindows = 200, MostScores = 8192;
    private const double UnknownCorrelation = 0.7; // of neighbours, where too few windows tell
    private const double LargestCorrelation = 0.98;
    private const double WindowsOfTheAutoregression = 8; // it counts like so many windows

    /// <summary>Nothing is known: an autoregression with a correlation of neighbours of 0.7.</summary>
    public static ErrorPaths None { get; } = new() { Scores = [], Neighbours = UnknownCorrelation };

    /// <summary>[window][step]: the normal score of each error's rank among its step's, mean square 1.</summary>
    public required IReadOnlyList<double[]> Scores { get; init; }

    /// <summary>The mean correlation of neighbouring steps.</summary>
    public required double Neighbours { get; init; }

    /// <summary>Learns from errors in units of their windows.</summary>
    /// <param name="horizon">Steps the network answers at once; paths of another length tell of neighbours alone.</param>
    /// <param name="errors">[window][step], all of one length.</param>
    public static ErrorPaths Learn(int horizon, IReadOnlyList<double[]> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Count < FewestWindows) return None;
        int steps = errors[0].Length, kept = Math.Clamp(MostScores / horizon, FewestWindows, Math.Min(errors.Count, MostWindows));
        double[][] paths = [.. Enumerable.Range(0, kept).Select(i => errors[(int)((long)i * errors.Count / kept)])];
        double[][] scores = [.. paths.Select(_ => new double[steps])];
        for (int k = 0; k < steps; k++) ScoreStep(paths, scores, k);
        double sum = 0;
        for (int k = 1; k < steps; k++) sum += scores.Average(path => path[k - 1] * path[k]);
        double neighbours = steps > 1 ? Math.Clamp(sum / (steps - 1), -LargestCorrelation, LargestCorrelation) : UnknownCorrelation;
        return new() { Scores = steps == horizon ? scores : [], Neighbours = Math.Round(neighbours, 3) };
    }

    /// <summary>Draws one path of standard normal scores, as many steps as it has room for, at most the horizon.</summary>
    public void Draw(ref Xoshiro256 random, Span<double> path)
    {
        double learned = Scores.Count / (Scores.Count + WindowsOfTheAutoregression);
        double own = Math.Sqrt(1 - learned), innovation = Math.Sqrt(1 - Neighbours * Neighbours), state = random.NextGaussian();
        for (int k = 0; k < path.Length; k++)
        {
            if (k > 0) state = Neighbours * state + innovation * random.NextGaussian();
            path[k] = own * state;
        }
        foreach (double[] scores in Scores)
        {
            double weight = Math.Sqrt(learned / Scores.Count) * random.NextGaussian();
            for (int k = 0; k < path.Length; k++) path[k] += weight * scores[k];
        }
    }

    private static void ScoreStep(double[][] paths, double[][] scores, int step)
    {
        int[] order = [.. Enumerable.Range(0, paths.Length).OrderBy(i => paths[i][step])]; // stable: ties keep their order
        double[] normal = [.. order.Select((_, rank) => NormalQuantile.Of((rank + 0.5) / order.Length))];
        double unit = Math.Sqrt(normal.Average(z => z * z));
        for (int rank = 0; rank < order.Length; rank++) scores[order[rank]][step] = Math.Round(normal[rank] / unit, 3);
    }
}
