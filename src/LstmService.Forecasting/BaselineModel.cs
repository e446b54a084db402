using LstmService.Forecasting.Data;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting;

/// <summary>The model of data that no network can learn from: one point, a constant, a handful of points. It says so.</summary>
internal static class BaselineModel
{
    /// <summary>Fewer points than this teach a network nothing.</summary>
    public const int ShortestSeries = 8;

    /// <summary>Why no network is trained, in words; null where one is.</summary>
    public static string? WhyOnly(IReadOnlyList<double[]> series)
    {
        int longest = series.Max(s => s.Length);
        if (longest == 1) return "one point: its value is repeated, and no interval can be known, so they have no width";
        if (series.All(IsConstant)) return "constant: the value is repeated, and intervals have no width because nothing ever moved";
        return longest < ShortestSeries
            ? $"{longest} points are too few for a network (at least {ShortestSeries}): a baseline answers, with intervals from the steps seen"
            : null;
    }

    /// <summary>The season repeated where two are known, the last value elsewhere.</summary>
    public static TrainedModel Make(IReadOnlyList<TimeSeries> series, PlannedTraining planned, IReadOnlyList<string> choices)
    {
        Plan plan = planned.Plan;
        string baseline = plan.Season > 1 ? "seasonalNaive" : "naive";
        PredictorState state = new()
        {
            FrequencyName = series[0].Axis.Frequency.ToString(),
            Horizon = planned.Horizon,
            Plan = plan,
            Global = new(0, 1),
            Composition = new(0, baseline),
            Calibration = Uncalibrated(plan),
        };
        ModelEvaluation evaluation = new("none: no network was trained", 0, plan.Horizon, null, null, null,
            new Dictionary<string, Accuracy>(), baseline, false, "No network could be trained; a baseline answers.");
        return new(new Predictor(state, null), evaluation, choices);
    }

    /// <summary>Errors that grow like those of a random walk, in units of the window.</summary>
    public static Calibration Uncalibrated(Plan plan) => new()
    {
        Quantiles = PlanRules.QuantileGrid,
        ErrorSize = [.. Enumerable.Range(0, plan.Horizon).Select(k => Math.Sqrt(1 + k / plan.Season))],
        Stretch = [.. PlanRules.QuantileGrid.Select(_ => 1.0)],
        Errors = 0,
    };

    private static bool IsConstant(double[] values)
    {
        double first = double.NaN;
        foreach (double v in values)
        {
            if (double.IsNaN(v)) continue;
            if (double.IsNaN(first)) first = v;
            else if (v != first) return false;
        }
        return true;
    }
}
