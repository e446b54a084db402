using System.Text.Json;
using LstmService.Engine;
using LstmService.Engine.Explanation;

namespace LstmService.Forecasting.Explanation;

/// <summary>What a gate, or a state, was at each step, over the units of a layer in every member.</summary>
/// <param name="Mean">[step].</param>
/// <param name="Lower">[step]: a tenth of the units lie below.</param>
/// <param name="Median">[step].</param>
/// <param name="Upper">[step]: a tenth of the units lie above.</param>
public sealed record UnitSummary(double[] Mean, double[] Lower, double[] Median, double[] Upper);

/// <summary>What one layer, run one way, did along the window.</summary>
/// <param name="Layer">From 1, the bottom.</param>
/// <param name="Direction"><c>forward</c> or <c>backward</c>.</param>
/// <param name="Gates">By their names: <c>input</c>, <c>forget</c>, <c>output</c>, <c>reset</c>, <c>candidate</c>, those the cell has.</param>
/// <param name="CellState">c.</param>
/// <param name="CellNorm">[step]: the root mean square of c.</param>
/// <param name="HiddenState">h.</param>
/// <param name="HiddenNorm">[step]: the root mean square of h.</param>
/// <param name="KeptFor">About how many points the memory of the middle unit keeps what it took in: 1/(1-f) steps, with f its mean forget gate; null in a cell without one.</param>
public sealed record LayerGates(
    int Layer, string Direction, IReadOnlyDictionary<string, UnitSummary> Gates, UnitSummary CellState, double[] CellNorm,
    UnitSummary HiddenState, double[] HiddenNorm, double? KeptFor);

/// <summary>What the gates did while a history was read.</summary>
/// <param name="Times">[step]: the time of each step's last point.</param>
/// <param name="PointsAStep">Points that one step reads.</param>
/// <param name="Layers">Bottom first.</param>
public sealed record GateSummary(IReadOnlyList<string> Times, int PointsAStep, IReadOnlyList<LayerGates> Layers)
{
    /// <summary>The last steps that are told of: the answer stays bounded however long the window is.</summary>
    internal const int MostSteps = 256;

    private const int Digits = 4;
    private const double LongestKept = 1e6;

    /// <summary>The summary over the units of all networks, at some steps of a window.</summary>
    internal static GateSummary Of(
        IReadOnlyList<Network<float>> networks, Workspace<float> workspace, Batch<float> window, int[] steps, IReadOnlyList<string> times, int pointsAStep)
    {
        NetworkTrace[] traces = [.. networks.Select(network =>
        {
            network.Forward(workspace, window);
            return NetworkTrace.Of(network, workspace, 0);
        })];
        return new(times, pointsAStep, [.. traces[0].Levels.SelectMany((level, i) => level.Select((_, d) =>
            Summarise([.. traces.Select(trace => trace.Levels[i][d])], steps, pointsAStep)))]);
    }

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
