using LstmService.Forecasting.Data;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Explanation;

/// <summary>Reads what the gates of a predictor's networks do along a history. Safe to share by threads.</summary>
public sealed class GateReader(Predictor predictor)
{
    /// <summary>Summaries over the units of all members.</summary>
    /// <param name="history">As for <see cref="Predictor.Forecast"/>.</param>
    /// <exception cref="UnexplainableException">No network was trained.</exception>
    public GateSummary Read(TimeSeries history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (predictor.Networks.Count == 0) throw new UnexplainableException(new ForecastExplainer(predictor).NothingLearnt()!);
        Plan plan = predictor.Plan;
        ExplainedWindow window = new(predictor, history, 0);
        // steps before the history begins read nothing
        int[] steps = [.. Enumerable.Range(0, plan.Steps).Where(s => window.PointOf(LastOf(plan, s)) is not null).TakeLast(GateSummary.MostSteps)];
        return GateSummary.Of(
            predictor.Networks, new(predictor.Networks[0], 1, plan.Steps), window.Batch(_ => true), steps,
            [.. steps.Select(s => window.TimeOf(window.PointOf(LastOf(plan, s))!.Value))], plan.Patch);
    }

    private static int LastOf(Plan plan, int step) => (step + 1) * plan.Patch - 1;
}
