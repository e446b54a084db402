using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Evaluation;

/// <summary>
/// How much of the answer is the LSTM's, how much that of Theta and how much that of damped trend smoothing, which err differently
/// (Bates and Granger 1969). The weights are those whose mixture was best on past origins, shrunk towards the even one: that is hard
/// to beat, and weights fitted to few errors rarely do (Clemen 1989; Stock and Watson 2004; Smith and Wallis 2009). The fewer
/// independent windows the errors are worth, the more it counts, as a prior does (Diebold and Pauly 1990).
/// </summary>
public static class Combination
{
    private const int Parts = 8; // weights are eighths: finer ones fit chance
    private const double WindowsOfTheEven = 0.5; // the even mixture counts like so many independent windows
    private const int FewestWindows = 8; // fewer prove nothing against it

    /// <summary>The even mixture: the LSTM, and the two baselines that are of one family.</summary>
    public static Composition Even { get; } = Mixture(0.5, 0.25, 0.25);

    /// <summary>Every mixture in eighths.</summary>
    public static IReadOnlyList<Composition> Candidates { get; } =
    [
        .. from lstm in Enumerable.Range(0, Parts + 1)
           from theta in Enumerable.Range(0, Parts - lstm + 1)
           select Mixture(lstm / (double)Parts, theta / (double)Parts, (Parts - lstm - theta) / (double)Parts),
    ];

    /// <summary>The mixture to publish.</summary>
    /// <param name="errors">[candidate][window]: the error of each, the windows the same; NaN where nothing was observed.</param>
    /// <param name="independent">How many windows that have nothing to do with each other they are worth, above 0.</param>
    public static Composition Choose(IReadOnlyList<double[]> errors, double independent)
    {
        ArgumentNullException.ThrowIfNull(errors);
        double[] means = [.. errors.Select(e => e.Where(double.IsFinite).DefaultIfEmpty(0).Average())];
        double unit = Candidates.Zip(means).Where(c => c.First.ToWeights().Count == 1).Average(c => c.Second);
        if (!(unit > 0) || errors[0].Count(double.IsFinite) < FewestWindows) return Even;
        return Candidates.Zip(means).MinBy(c => c.Second / unit + WindowsOfTheEven / independent * Distance(c.First)).First;
    }

    /// <summary>The squared distance of the weights from the even ones.</summary>
    private static double Distance(Composition mixture)
    {
        return Square(mixture.LstmWeight - Even.LstmWeight) + Even.Baselines().Sum(name => Square(mixture.WeightOf(name) - Even.WeightOf(name)));

        static double Square(double x) => x * x;
    }

    private static Composition Mixture(double lstm, double theta, double damped)
    {
        if (lstm == 1) return Composition.LstmAlone;
        if (damped == 0) return new(lstm, "theta");
        return theta == 0 ? new(lstm, "damped") : new(lstm, "theta", "damped", Math.Round(damped / (theta + damped), 6));
    }
}
