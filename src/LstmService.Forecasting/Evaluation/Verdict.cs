using System.Globalization;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Evaluation;

/// <summary>The judgement in numbers and in a sentence.</summary>
public static class Verdict
{
    private static readonly Dictionary<string, string> InWords = new()
    {
        [Naive] = "repeating the last value",
        ["seasonalNaive"] = "repeating the last season",
        ["drift"] = "carrying on the line from first to last",
        ["theta"] = "the Theta method",
        ["damped"] = "damped trend smoothing",
    };

    private const string Naive = "naive";
    private const double NoDifference = 0.005; // a smaller share is no skill anybody would notice
    private const double LargestLuck = 0.1; // a larger gain over the last value is claimed even where few origins cannot prove it

    /// <summary>Sums up a backtest.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="origins">Where it was judged; null where the series are too short.</param>
    /// <param name="judge">Of the backtest.</param>
    /// <param name="composition">What is published.</param>
    /// <param name="train">The accuracy inside the training data.</param>
    public static ModelEvaluation Of(Plan plan, RollingOrigins? origins, Judge judge, Composition composition, Accuracy? train)
    {
        Accuracy? test = judge.Test();
        IReadOnlyDictionary<string, Accuracy> baselines = judge.Baselines();
        if (test is null || origins is null || baselines.Count == 0)
            return new("none: the series are too short to keep anything back", 0, plan.Horizon, train, null, null, baselines, null, false,
                "Too short to be judged: nothing could be kept back from the training.");
        Accuracy? alone = judge.Accuracy(Composition.LstmAlone);
        string best = baselines.MinBy(b => Judge.ErrorOf(b.Value)).Key;
        bool lastValueIsAsGood = NoBetterThanLastValue(Ratio(test, baselines[Naive]), () => judge.BeatsBeyondChance(Naive))
            && NoBetterThanLastValue(Ratio(baselines[best], baselines[Naive]), () => judge.BeatsBeyondChance(best, Naive));
        return new(Protocol(origins), origins.Count, origins.Horizon, train, test, alone is null ? null : alone with { CoverageByStep = null },
            baselines, best, Ratio(test, baselines[best]) < 1 - NoDifference && !lastValueIsAsGood,
            Sentence(test, baselines, best, lastValueIsAsGood, origins.Count, composition), judge.OverallWeightedAverage(test));
    }

    /// <summary>
    /// What was done, in words: the same for every model judged on the same origins, because versions are compared only where it
    /// is the same.
    /// </summary>
    private static string Protocol(RollingOrigins origins)
    {
        string chosen = origins.Count == 1 ? "weights of a blend and intervals were chosen on the origin they are judged on"
            : "weights of a blend and intervals judged on the odd origins were chosen on the even ones, and the other way round"
            + (origins.Stride < origins.Horizon ? " (their windows overlap)" : "");
        return $"{origins.Count} rolling origins, {origins.Stride} points apart, {origins.Horizon} steps each, of at most {Backtest.MostSeries} series; "
            + "the judged networks were trained once, on what lies before the earliest origin, and the published ones anew on everything; "
            + $"{chosen}, the published ones on all origins; what no option set was chosen by rules that read the whole series";
    }

    private static bool NoBetterThanLastValue(double ratio, Func<bool> beyondChance) =>
        ratio >= 1 - NoDifference || (ratio >= 1 - LargestLuck && !beyondChance());

    private static string Sentence(
        Accuracy test, IReadOnlyDictionary<string, Accuracy> baselines, string best, bool lastValueIsAsGood, int origins, Composition composition)
    {
        double ratio = Ratio(test, baselines[best]), toNaive = Ratio(test, baselines[Naive]);
        string words = !double.IsFinite(ratio) ? $"Worse than {InWords[best]}, which was exact"
            : lastValueIsAsGood ? "The last value is as good a forecast as any found here; this model is " + Beside(toNaive, origins)
            : ratio < 1 - NoDifference ? $"{Percent(1 - ratio)} better than {InWords[best]}, the best baseline"
            : ratio <= 1 + NoDifference ? $"As good as {InWords[best]}, the best baseline, and no better"
            : $"{Percent(ratio - 1)} worse than {InWords[best]}, the best baseline";
        if (composition.LstmWeight == 0) words += $"; the published answer is {string.Join(" and ", composition.Baselines().Select(b => InWords[b]))} alone";
        if (test.Coverage is { Count: > 0 } coverage)
            words += "; " + string.Join(", ", coverage.Select(c => $"the {c.Key}% band held {Percent(c.Value)} of the time"));
        return words + ".";
    }

    private static string Beside(double ratio, int origins) =>
        ratio < 1 - NoDifference ? $"{Percent(1 - ratio)} better, which {origins} origins cannot tell from chance"
        : ratio <= 1 + NoDifference ? "no better"
        : $"{Percent(ratio - 1)} worse";

    private static double Ratio(Accuracy accuracy, Accuracy other) =>
        Judge.ErrorOf(other) > 0 ? Judge.ErrorOf(accuracy) / Judge.ErrorOf(other)
        : Judge.ErrorOf(accuracy) > 0 ? double.PositiveInfinity : 1;

    private static string Percent(double share) => (100 * share).ToString(share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + "%";
}
