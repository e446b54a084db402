using System.Text.Json;
using LstmService.Engine;
using LstmService.Engine.Explanation;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Explanation;

/// <summary>Reads what the gates of a predictor's networks do along a history. Safe to share by threads.</summary>
public sealed class GateReader(Predictor predictor)
{
    private const int MostSteps = 256; // the last ones: the answer stays bounded however long the window is
    private const int Digits = 4;
    private const double LongestKept = 1e6;

    /// <summary>Summaries over the units of all members.</summary>
    /// <param name="history">As for <see cref="Predictor.Forecast"/>.</param>
    /// <exception cref="UnexplainableException">No network was trained.</exception>
    public GateSummary Read(TimeSeries history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (predictor.Networks.Count == 0) throw new UnexplainableException(new ForecastExplainer(predictor).NothingLearnt()!);
        Plan plan = predictor.Plan;
        ExplainedWindow window = new(predictor, history, 0);
        Batch<float> batch = window.Batch(_ => true);
        Workspace<float> workspace = new(predictor.Networks[0], 1, plan.Steps);
        NetworkTrace[] traces = [.. predictor.Networks.Select(network =>
        {
            network.Forward(workspace, batch);
            return NetworkTrace.Of(network, workspace, 0);
        })];
        // steps before the history begins read nothing
        int[] steps = [.. Enumerable.Range(0, plan.Steps).Where(s => window.PointOf(LastOf(plan, s)) is not null).TakeLast(MostSteps)];
        return new(
            [.. steps.Select(s => window.TimeOf(window.PointOf(LastOf(plan, s))!.Value))], plan.Patch,
            [.. traces[0].Levels.SelectMany((level, i) => level.Select((_, d) =>
                Summarise([.. traces.Select(trace => trace.Levels[i][d])], steps, plan.Patch)))]);
    }

    private static int LastOf(Plan plan, int step) => (step + 1) * plan.Patch - 1;

    private static LayerGates Summarise(LayerTrace[] members, int[] steps, int patch)
    {
        LayerTrace one = members[0];
        Dictionary<string, UnitSummary> gates = [];
        foreach (Gate gate in one.Gates.Keys.Order())
            gates[JsonNamingPolicy.CamelCase.ConvertName(gate.ToString())] = Over(members, steps, trace => trace.Gates[gate]);
        return new(
            one.Layer + 1, one.Reverse ? "backward" : "forward", gates, Over(members, steps, trace => trace.Memory),
            Norm(members, steps, trace => trace.Memory), Over(members, steps, trace => trace.Hidden),
            Norm(members, steps, trace => trace.Hidden), one.Gates.ContainsKey(Gate.Forget) ? KeptFor(members, steps) * patch * one.Lag : null);
    }

    /// <summary>1/(1-f) of the middle unit, f the mean of its forget gate over the steps: the mean age of what a leaky sum holds.</summary>
    private static double KeptFor(LayerTrace[] members, int[] steps)
    {
        double[] kept = [.. members.SelectMany(trace => Enumerable.Range(0, trace.Hidden[0].Length).Select(unit =>
            Math.Min(LongestKept, 1 / Math.Max(1 / LongestKept, 1 - steps.Average(s => trace.Gates[Gate.Forget][s][unit])))))];
        Array.Sort(kept);
        return Rounded(kept[kept.Length / 2]);
    }

    private static UnitSummary Over(LayerTrace[] members, int[] steps, Func<LayerTrace, double[][]> of)
    {
        UnitSummary summary = new(new double[steps.Length], new double[steps.Length], new double[steps.Length], new double[steps.Length]);
        for (int s = 0; s < steps.Length; s++)
        {
            double[] units = [.. members.SelectMany(trace => of(trace)[steps[s]])];
            Array.Sort(units);
            summary.Mean[s] = Rounded(units.Average());
            summary.Lower[s] = Rounded(units[units.Length / 10]);
            summary.Median[s] = Rounded(units[units.Length / 2]);
            summary.Upper[s] = Rounded(units[units.Length - 1 - units.Length / 10]);
        }
        return summary;
    }

    private static double[] Norm(LayerTrace[] members, int[] steps, Func<LayerTrace, double[][]> of) =>
        [.. steps.Select(s => Rounded(Math.Sqrt(members.SelectMany(trace => of(trace)[s]).Average(value => value * value))))];

    private static double Rounded(double value) => Math.Round(value, Digits);
}
