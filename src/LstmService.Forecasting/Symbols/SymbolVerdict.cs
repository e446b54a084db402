using System.Globalization;
using LstmService.Forecasting.Evaluation;

namespace LstmService.Forecasting.Symbols;

/// <summary>The judgement in numbers and in a sentence.</summary>
internal static class SymbolVerdict
{
    private const double NoDifference = 0.005; // a smaller share is no skill anybody would notice

    private static readonly Dictionary<string, string> InWords = new()
    {
        [SymbolBaselines.MostFrequent] = "always saying the frequencies",
        [SymbolBaselines.Last] = "repeating the last symbol",
        [SymbolBaselines.Seasonal] = "repeating the last season",
        [SymbolBaselines.Markov1] = "a first-order Markov chain",
        [SymbolBaselines.Markov2] = "a second-order Markov chain",
    };

    public static SymbolEvaluation Of(SymbolPlan plan, RollingOrigins? origins, SymbolJudge judge)
    {
        if (origins is null || judge.Baselines.Count == 0 || judge.Test() is not { } test)
            return new("none: the series are too short to keep anything back", 0, plan.Horizon, null, null, judge.Baselines, null, false,
                "Too short to be judged: nothing could be kept back from the training.");
        (string best, SymbolAccuracy accuracy) = judge.Baselines.MinBy(b => b.Value.LogLoss);
        int overlap = (origins.Horizon + origins.Stride - 1) / origins.Stride;
        double ratio = accuracy.LogLoss > 0 ? test.LogLoss / accuracy.LogLoss : 1;
        bool lower = ratio < 1 - NoDifference, beats = lower && judge.BeatsBeyondChance(best, overlap);
        string than = $"{InWords[best]}, the best baseline";
        string words = beats ? $"{Percent(1 - ratio)} less log loss than {than}"
            : lower ? $"{Percent(1 - ratio)} less log loss than {than}, which {origins.Count} origins cannot tell from chance"
            : ratio <= 1 + NoDifference ? $"As good as {than}, and no better"
            : $"{Percent(ratio - 1)} more log loss than {than}";
        return new(Protocol(origins), origins.Count, origins.Horizon, test, judge.LstmAlone(), judge.Baselines, best, beats,
            $"{words}; the most likely symbol came {Percent(test.HitRate)} of the time, that baseline's {Percent(accuracy.HitRate)}.");
    }

    private static string Protocol(RollingOrigins origins) =>
        $"{origins.Count} rolling origins, {origins.Stride} points apart, {origins.Horizon} steps each, log loss over all points; the judged "
        + "networks and baselines learnt once, from what lies before the earliest origin, and the published ones anew from everything; "
        + (origins.Count == 1 ? "the blend was chosen on the origin it is judged on"
            : "the blend judged on the odd origins was chosen on the even ones, and the other way round, the published one on all");

    private static string Percent(double share) => (100 * share).ToString(share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + "%";
}
