using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Symbols;

/// <summary>
/// Chooses how much of the answer is the networks' and how much a baseline's, a linear pool of their distributions (Stone 1961),
/// and says how good that was.
/// </summary>
internal sealed class SymbolJudge(SymbolPlan plan, IReadOnlyList<SymbolWindow> windows)
{
    private const double Least = 1e-12;
    private const int WeightSteps = 20;

    public IReadOnlyDictionary<string, SymbolAccuracy> Baselines { get; } = windows.Count == 0
        ? new Dictionary<string, SymbolAccuracy>()
        : windows[0].Baselines.Keys.ToDictionary(name => name, name => Accuracy(plan, windows, _ => new(0, name))!);

    /// <summary>The pool with the lowest log loss on all origins, which is published.</summary>
    public Composition Compose() => ComposeOn(_ => true);

    /// <summary>What is chosen on the odd origins is judged on the even ones, and the other way round.</summary>
    public SymbolAccuracy? Test() => Accuracy(plan, windows, CrossChosen());

    public SymbolAccuracy? LstmAlone() => windows.Any(w => w.Lstm is null) ? null : Accuracy(plan, windows, _ => Composition.LstmAlone);

    /// <summary>Is the model, judged as in <see cref="Test"/>, better than a baseline by more than chance?</summary>
    public bool BeatsBeyondChance(string baseline, int overlap)
    {
        Func<int, Composition> chosen = CrossChosen();
        return Chance.IsExceeded(LossByOrigin(chosen), LossByOrigin(_ => new(0, baseline)), overlap);
    }

    private Func<int, Composition> CrossChosen()
    {
        if (windows.Select(w => w.Origin).Distinct().Count() == 1) return _ => Compose(); // one origin is judged by what was chosen on it
        Composition odd = ComposeOn(w => w.Origin % 2 == 1), even = ComposeOn(w => w.Origin % 2 == 0);
        return origin => origin % 2 == 0 ? odd : even;
    }

    private Composition ComposeOn(Func<SymbolWindow, bool> chosen)
    {
        SymbolWindow[] on = [.. windows.Where(chosen)];
        string[] names = [.. on[0].Baselines.Keys];
        if (on.Any(w => w.Lstm is null)) return new(0, names.MinBy(name => LossOf(on, new(0, name))));
        Composition best = Composition.LstmAlone;
        double lowest = LossOf(on, best);
        foreach (string name in names)
            for (int step = 0; step < WeightSteps; step++)
            {
                Composition pool = new(step / (double)WeightSteps, name);
                double loss = LossOf(on, pool);
                if (loss < lowest) (best, lowest) = (pool, loss);
            }
        return best;
    }

    private double[] LossByOrigin(Func<int, Composition> composition) =>
        [.. windows.GroupBy(w => w.Origin).OrderBy(g => g.Key).Select(g => LossOf([.. g], composition(g.Key)))];

    private double LossOf(IReadOnlyList<SymbolWindow> on, Composition composition)
    {
        double sum = 0, points = 0;
        foreach (SymbolWindow window in on)
            for (int h = 0; h < window.Actual.Length; h++)
            {
                if (window.Actual[h] < 0) continue;
                sum -= Math.Log(Math.Max(Least, Probability(window, composition, h * plan.Symbols + window.Actual[h])));
                points++;
            }
        return points > 0 ? sum / points : 0;
    }

    private static SymbolAccuracy? Accuracy(SymbolPlan plan, IReadOnlyList<SymbolWindow> windows, Func<int, Composition> composition)
    {
        int points = 0, hits = 0, n = plan.Symbols;
        double loss = 0, brier = 0;
        foreach (SymbolWindow window in windows)
        {
            Composition pool = composition(window.Origin);
            for (int h = 0; h < window.Actual.Length; h++)
            {
                int actual = window.Actual[h], likeliest = 0;
                if (actual < 0) continue;
                double highest = -1;
                for (int s = 0; s < n; s++)
                {
                    double p = Probability(window, pool, h * n + s), error = p - (s == actual ? 1 : 0);
                    brier += error * error;
                    if (p > highest) (highest, likeliest) = (p, s);
                }
                loss -= Math.Log(Math.Max(Least, Probability(window, pool, h * n + actual)));
                hits += likeliest == actual ? 1 : 0;
                points++;
            }
        }
        return points == 0 ? null : new(points, (double)hits / points, loss / points, Math.Exp(loss / points), brier / points);
    }

    private static double Probability(SymbolWindow window, Composition pool, int at) =>
        (pool.LstmWeight > 0 ? pool.LstmWeight * window.Lstm![at] : 0)
        + (pool.Baseline is { } name ? (1 - pool.LstmWeight) * window.Baselines[name][at] : 0);
}
