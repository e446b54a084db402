using System.Globalization;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Evaluation;

/// <summary>The judgement in numbers and in a sentence.</summary>
public static class Verdict
{
    private static readonly Dictionary<string, string> InWords = new()
    {
        ["naive"] = "repeating the last value",
        ["seasonalNaive"] = "repeating the last season",
        ["drift"] = "carrying on the line from first to last",
        ["theta"] = "the Theta method",
        ["damped"] = "damped trend smoothing",
    };

    /// <summary>Sums up a backtest.</summary>
    public static ModelEvaluation Of(Plan plan, RollingOrigins? origins, Judge judge, Composition composition, Accuracy? train)
    {
        Accuracy? test = judge.Accuracy(composition);
        IReadOnlyDictionary<string, Accuracy> baselines = judge.Baselines();
        if (test is null || origins is null || baselines.Count == 0)
            return new("none: the series are too short to keep anything back", 0, plan.Horizon, train, null, null, baselines, null, false,
                "Too short to be judged: nothing could be kept back from the training.");
        (string best, Accuracy accuracy) = baselines.MinBy(b => Judge.ErrorOf(b.Value));
        double ratio = Judge.ErrorOf(accuracy) > 0 ? Judge.ErrorOf(test) / Judge.ErrorOf(accuracy) : double.PositiveInfinity;
        string protocol = $"{origins.Count} rolling origins, {origins.Stride} points apart, {origins.Horizon} steps each; "
            + "the judged networks were trained once, on what lies before the earliest origin; weights of a blend were chosen on the same origins";
        return new(protocol, origins.Count, origins.Horizon, train, test,
            judge.Accuracy(Composition.LstmAlone) is { } alone ? alone with { CoverageByStep = null } : null, baselines, best,
            ratio < 1, Sentence(ratio, best, test), judge.OverallWeightedAverage(test));
    }

    private static string Sentence(double ratio, string best, Accuracy test)
    {
        string than = InWords[best];
        string words = ratio < 0.995 ? $"{Percent(1 - ratio)} better than {than}, the best baseline"
            : ratio <= 1.005 ? $"As good as {than}, the best baseline, and no better"
            : double.IsFinite(ratio) ? $"{Percent(ratio - 1)} worse than {than}, the best baseline"
            : $"Worse than {than}, which was exact";
        if (test.Coverage is { Count: > 0 } coverage)
            words += "; " + string.Join(", ", coverage.Select(c => $"the {c.Key}% band held {Percent(c.Value)} of the time"));
        return words + ".";
    }

    private static string Percent(double share) => (100 * share).ToString(share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + "%";
}
