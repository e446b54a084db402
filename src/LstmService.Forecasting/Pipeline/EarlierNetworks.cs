using LstmService.Engine;
using LstmService.Forecasting.Covariates;

namespace LstmService.Forecasting.Pipeline;

/// <summary>The networks of an earlier model from which new ones of the same shape may start.</summary>
internal static class EarlierNetworks
{
    /// <summary>The networks of <paramref name="earlier"/>; none, with the reason, where they answer another question.</summary>
    /// <param name="earlier">The model to start from; null where there is none.</param>
    /// <param name="plan">The new plan.</param>
    /// <param name="covariates">What the new networks read beside values; null for nothing.</param>
    /// <param name="wanted">Was a warm start asked for?</param>
    /// <param name="reasons">What was done is said here.</param>
    public static IReadOnlyList<Network<float>> For(
        Predictor? earlier, Plan plan, CovariateCoding? covariates, bool wanted, ICollection<string> reasons)
    {
        if (!wanted) return [];
        if (WhyNot(earlier, plan, covariates) is { } why)
        {
            reasons.Add($"started fresh: {why}");
            return [];
        }
        reasons.Add("started from the champion's weights; the judged networks started fresh, because the champion may have learnt from the origins");
        return earlier!.Networks;
    }

    private static string? WhyNot(Predictor? earlier, Plan plan, CovariateCoding? covariates)
    {
        if (earlier is null) return "there is no champion to start from";
        if (earlier.Networks.Count == 0) return "the champion has no network";
        NetworkSpec before = WindowBatch.NetworkFor(earlier.Plan), now = WindowBatch.NetworkFor(plan);
        // dropout has no weights: it may change
        if (before with { Dropout = now.Dropout, RecurrentDropout = now.RecurrentDropout } != now)
            return "the champion's networks have another shape";
        if (Meaning(earlier.Plan) != Meaning(plan)) return "the champion's networks read or answer other units";
        return Channels(earlier.Covariates).SequenceEqual(Channels(covariates)) ? null : "the champion's networks read other covariates";
    }

    /// <summary>What each channel of the covariates holds.</summary>
    private static IEnumerable<(string, CovariateRole, string?)> Channels(CovariateCoding? covariates) =>
    [
        .. covariates?.Columns.SelectMany(column => (column.Categories ?? [""]).Select(category => (column.Name, column.Role, (string?)category))) ?? [],
        .. covariates?.Calendar is null ? [] : new[] { ("", CovariateRole.Known, (string?)null) },
    ];

    /// <summary>What inputs and answers mean, beside their number.</summary>
    private static (int, int, int, bool, ScalingKind, AnchorKind, LossKind, TransformKind?) Meaning(Plan plan) =>
        (plan.Lookback, plan.Patch, plan.AnchorSeason, plan.Mask, plan.Scaling, plan.Anchor, plan.Loss, plan.Transform);
}
