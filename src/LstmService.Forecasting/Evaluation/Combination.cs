using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Evaluation;

/// <summary>
/// How much of the answer is the LSTM's. The other part is the mean of Theta and damped trend smoothing, which err differently.
/// An even mixture is hard to beat, and weights fitted to few errors rarely do (Clemen 1989; Stock and Watson 2004), so the most
/// even one is taken of those that past origins cannot tell from the best: the one standard error rule (Breiman et al. 1984).
/// </summary>
public static class Combination
{
    private const int FewestWindows = 8; // fewer prove nothing against the even mixture

    /// <summary>The candidates, the most even first.</summary>
    public static IReadOnlyList<Composition> Candidates { get; } = [With(0.5), With(0.75), Composition.LstmAlone, With(0.25), With(0)];

    /// <summary>The candidate to publish.</summary>
    /// <param name="errors">[candidate][window]: the error of each, the windows the same; NaN where nothing was observed.</param>
    public static Composition Choose(IReadOnlyList<double[]> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        double[] means = [.. errors.Select(e => e.Where(double.IsFinite).DefaultIfEmpty(0).Average())];
        double[] best = errors[Array.IndexOf(means, means.Min())];
        int chosen = errors.TakeWhile(candidate => !CannotBeTold(candidate, best)).Count();
        return Candidates[chosen];
    }

    /// <summary>Is the mean difference of paired errors within one standard error of nothing?</summary>
    private static bool CannotBeTold(double[] errors, double[] best)
    {
        double[] differences = [.. errors.Zip(best, (error, least) => error - least).Where(double.IsFinite)];
        int n = differences.Length;
        if (n < FewestWindows) return true;
        double mean = differences.Average();
        double variance = differences.Sum(d => (d - mean) * (d - mean)) / (n - 1);
        return mean <= Math.Sqrt(variance / n);
    }

    private static Composition With(double lstmWeight) => new(lstmWeight, "theta", "damped");
}
