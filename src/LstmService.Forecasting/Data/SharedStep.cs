using System.Globalization;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Data;

/// <summary>
/// The step that all series of an upload are laid on, for a model has one. Where nobody says it and they have several, or one has
/// none, the points are put together to the coarsest, as long as enough of every series is left.
/// </summary>
/// <param name="Step">The step; null for positions.</param>
/// <param name="Policies">What becomes of dirt, with the step that points are put together to.</param>
/// <param name="Said">What was chosen and why, for the report; null where nothing had to be.</param>
/// <param name="Problem">Why there is no such step; null where there is.</param>
internal sealed record SharedStep(Frequency? Step, PreparationPolicies Policies, string? Said = null, DataProblem? Problem = null)
{
    private const int FewestKept = BaselineModel.ShortestSeries;
    private const int MostNamed = 20;

    /// <summary>Agrees on a step.</summary>
    /// <param name="looks">The series.</param>
    /// <param name="given">The step the user says.</param>
    /// <param name="policies">The policies the user says.</param>
    /// <param name="areSymbols">Symbols cannot be put together.</param>
    public static SharedStep Of(IReadOnlyList<SeriesLook> looks, Frequency? given, PreparationPolicies policies, bool areSymbols)
    {
        if (policies.AggregateTo is { } told) return new(told, policies);
        SeriesLook[] stepped = [.. looks.Where(look => look.OwnStep is not null)];
        Frequency[] steps = [.. stepped.Select(look => look.OwnStep!).Distinct().OrderBy(step => step.AverageTicks)];
        bool allRegular = stepped.All(look => look.IsRegular);
        if (given is not null || steps.Length == 0) return new(given, policies);
        if (allRegular && steps.Length == 1) return new(steps[0], policies);
        if (allRegular && steps is [{ Unit: FrequencyUnit.Day, Count: 1 }, { Unit: FrequencyUnit.BusinessDay, Count: 1 }])
            return new(Frequency.Daily, policies, $"a model has one step, and the series have two: {Listed(stepped)}; all were laid on P1D, so that the weekends of some are missing");
        Frequency to = steps.LastOrDefault(step => PointAggregation.Refusal(step) is null) ?? steps[^1];
        if (areSymbols || PointAggregation.Refusal(to) is not null || stepped.Any(look => Kept(look, to) < FewestKept))
            return new(null, policies, Problem: Refusal(looks, stepped, steps, to, areSymbols));
        Aggregation aggregation = policies.Aggregation ?? Aggregation.Mean;
        string why = steps.Length > 1 ? $"a model has one step, and the series have several: {Listed(stepped)}" : $"the steps are not regular: {Listed(stepped)}";
        return new(to, policies with { Aggregate = to.ToString(), Aggregation = aggregation },
            $"{why}; all were put together to {to}; to choose another step set aggregate and aggregation, or send series of different steps apart");
    }

    /// <summary>Steps that the series has at a coarser frequency.</summary>
    private static int Kept(SeriesLook look, Frequency to) => to == look.OwnStep && look.IsRegular
        ? int.MaxValue // it stays as it is, however short
        : (int)Math.Min(look.Points, TimeGrid.StepsBetween(look.First, look.Last, to));

    private static DataProblem Refusal(IReadOnlyList<SeriesLook> looks, SeriesLook[] stepped, Frequency[] steps, Frequency to, bool areSymbols)
    {
        if (steps.Length == 1)
        {
            SeriesLook odd = stepped.First(look => !look.IsRegular);
            string most = odd.Step is { } step ? $": the most common, {step.Frequency}, explains {Percent(step.Confidence)} of its steps" : "";
            return new($"no regular step was found in series {odd.Id}{most}; give a frequency, or aggregate the points to one", IndexOf(odd));
        }
        Frequency common = stepped.GroupBy(look => look.OwnStep!).OrderByDescending(g => g.Sum(look => (long)look.Points)).First().Key;
        SeriesLook other = stepped.First(look => look.OwnStep != common);
        string why = areSymbols || PointAggregation.Refusal(to) is not null ? "they cannot be put together"
            : $"put together to the coarsest, {to}, fewer than {FewestKept} points of series {stepped.First(look => Kept(look, to) < FewestKept).Id} would be left";
        return new($"the series of an upload must share one frequency, and these have {steps.Length}: {Listed(stepped)}; {why}: send the series of each step apart{(areSymbols ? "" : ", or set aggregate to the step that all are put together to")}", IndexOf(other));

        int IndexOf(SeriesLook look) => Enumerable.Range(0, looks.Count).First(i => ReferenceEquals(looks[i], look));
    }

    /// <summary>Which series has which step, the finest first.</summary>
    private static string Listed(SeriesLook[] looks) => string.Join(", ", looks
        .GroupBy(look => (Step: look.Step?.Confidence >= SeriesLook.SureEnough ? look.Step.Frequency.ToString() : "no regular step", look.OwnStep!.AverageTicks))
        .OrderBy(group => group.Key.AverageTicks)
        .Select(group => $"{group.Key.Step} ({Named([.. group.Select(look => look.Id)])})"));

    private static string Named(string[] ids) => ids.Length <= MostNamed
        ? string.Join(", ", ids)
        : $"{string.Join(", ", ids[..MostNamed])} and {ids.Length - MostNamed} more";

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + "%";
}
