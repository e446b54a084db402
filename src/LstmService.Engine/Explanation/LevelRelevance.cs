using System.Numerics;

namespace LstmService.Engine.Explanation;

/// <summary>Relevance between the levels of a stack: what the head read, the directions side by side, the residual.</summary>
internal sealed class LevelRelevance(NetworkSpec spec, NetworkTrace trace)
{
    private int Units => spec.Hidden;

    /// <summary>[width]: what the head read of the top level, at a step where it answers at every step.</summary>
    public double[] Read(int? step)
    {
        int top = trace.Levels.Count - 1;
        var read = new double[trace.Levels[top].Count * Units];
        for (int i = 0; i < read.Length; i++)
            read[i] = OutputAt(top, StepOf(step, i), i);
        return read;
    }

    /// <summary>Puts the relevance of what the head read where it was read, [steps][width].</summary>
    public double[][] Spread(double[] read, int? step)
    {
        double[][] relevance = Zeros(trace.Levels[^1][0].Steps, read.Length);
        for (int i = 0; i < read.Length; i++)
            relevance[StepOf(step, i)][i] = read[i];
        return relevance;
    }

    /// <summary>From what left a level, [steps][width], to what entered it, [steps][inputs].</summary>
    public double[][] Propagate<T>(Network<T> network, int level, double[][] relevance, EpsilonRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IReadOnlyList<LayerTrace> directions = trace.Levels[level];
        double[][] below = Zeros(relevance.Length, directions[0].Inputs[0].Length);
        if (IsResidual(level))
            ShareResidual(level, relevance, below, rule);
        for (int d = 0; d < directions.Count; d++)
            CellRelevance.Propagate(
                network, directions[d], rule, Array.ConvertAll(relevance, row => row[(d * Units)..((d + 1) * Units)]), below);
        return below;
    }

    /// <summary>output = h + x: both take their shares.</summary>
    private void ShareResidual(int level, double[][] relevance, double[][] below, EpsilonRule rule)
    {
        for (int t = 0; t < relevance.Length; t++)
            for (int i = 0; i < relevance[t].Length; i++)
            {
                double h = trace.Levels[level][i / Units].Hidden[t][i % Units], x = trace.Levels[level][0].Inputs[t][i];
                double share = rule.Share(h + x, Math.Abs(h) + Math.Abs(x), relevance[t][i]);
                below[t][i] += x * share;
                relevance[t][i] = h * share;
            }
    }

    private double OutputAt(int level, int step, int unit)
    {
        double hidden = trace.Levels[level][unit / Units].Hidden[step][unit % Units];
        return IsResidual(level) ? hidden + trace.Levels[level][0].Inputs[step][unit] : hidden;
    }

    private bool IsResidual(int level) => spec.Residual && level > 0;

    /// <summary>Where the head reads a unit: of the backward half, whose last state is that of the first step, perhaps there.</summary>
    private int StepOf(int? step, int unit) => spec.Summary switch
    {
        Summary.EveryStep when step is { } chosen => chosen,
        Summary.FinalStates when unit >= Units => 0,
        _ => trace.Levels[^1][0].Steps - 1,
    };

    private static double[][] Zeros(int steps, int width) =>
        [.. Enumerable.Range(0, steps).Select(_ => new double[width])];
}
