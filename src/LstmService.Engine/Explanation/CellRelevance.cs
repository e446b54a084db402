using System.Numerics;

namespace LstmService.Engine.Explanation;

/// <summary>
/// Relevance back through one layer and through time. Where a gate multiplies a signal, the signal takes all (Arras et al. 2017,
/// section 3; 2019, "LRP-all"): a gate only decides how much passes. Sums go by the epsilon rule, and tanh passes all on. So
/// <code>
/// h' = o tanh(c')        all to c'
/// c' = f c + i g         shares to f c, which is c's, and to i g, which is g's
/// g = tanh(W x + U h + b)        shares to x, h and b
/// </code>
/// serve the LSTM; its peepholes go to gates, which take nothing, and coupling only sets f = 1 - i. A GRU's
/// <c>h' = (1 - z) n + z h</c> shares like c', and its r is a gate on the part of n that comes from h. The plain network is g
/// alone.
/// </summary>
internal sealed class CellRelevance
{
    private readonly EpsilonRule _rule;
    private readonly LayerTrace _trace;
    private readonly Cell _cell;
    private readonly int _units;
    private readonly double[] _weightInput;
    private readonly double[] _weightHidden;
    private readonly double[] _bias;
    private readonly double[] _biasHidden;

    private CellRelevance(EpsilonRule rule, LayerTrace trace, Cell cell, Func<string, double[]> tensor)
    {
        (_rule, _trace, _cell, _units) = (rule, trace, cell, trace.Hidden[0].Length);
        int first = CellGates.CandidateRows(cell) * _units, inputs = trace.Inputs[0].Length;
        _weightInput = tensor("weight_input")[(first * inputs)..((first + _units) * inputs)];
        _weightHidden = tensor("weight_hidden")[(first * _units)..((first + _units) * _units)];
        _bias = tensor("bias")[first..(first + _units)];
        _biasHidden = cell == Cell.Gru ? tensor("bias_hidden") : [];
    }

    /// <summary>Takes the relevance of a layer's hidden states to that of its inputs.</summary>
    /// <param name="network">Whose weights they are.</param>
    /// <param name="trace">What the layer did.</param>
    /// <param name="rule">Keeps account.</param>
    /// <param name="ofHidden">[steps][units], in the order of the window.</param>
    /// <param name="ofInputs">[steps][inputs]: added to.</param>
    public static void Propagate<T>(
        Network<T> network, LayerTrace trace, EpsilonRule rule, double[][] ofHidden, double[][] ofInputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"layers.{trace.Layer}.{(trace.Reverse ? "reverse." : "")}";
        new CellRelevance(rule, trace, network.Spec.Cell, tensor => Tensors.Of(network, name + tensor)).Walk(ofHidden, ofInputs);
    }

    private void Walk(double[][] ofHidden, double[][] ofInputs)
    {
        double[][] hidden = Array.ConvertAll(ofHidden, row => (double[])row.Clone());
        double[][] memory = Array.ConvertAll(ofHidden, row => new double[row.Length]);
        for (int order = _trace.Steps - 1; order >= 0; order--)
        {
            int at = _trace.PositionOf(order);
            int? before = order >= _trace.Lag ? _trace.PositionOf(order - _trace.Lag) : null;
            double[] candidate = _cell switch
            {
                Cell.Rnn => hidden[at],
                Cell.Gru => ShareMemory(at, before, hidden[at], hidden),
                _ => ShareMemory(at, before, [.. hidden[at].Zip(memory[at], (h, c) => h + c)], memory),
            };
            for (int unit = 0; unit < _units; unit++)
                ShareCandidate(at, before, unit, candidate[unit], ofInputs[at], hidden);
        }
    }

    /// <summary>The memory before and the candidate take their shares of the memory; answers the candidate's.</summary>
    private double[] ShareMemory(int at, int? before, double[] ofMemory, double[][] kept)
    {
        var written = new double[_units];
        for (int unit = 0; unit < _units; unit++)
        {
            double stays = before is { } then ? _trace.Gates[Gate.Forget][at][unit] * _trace.Memory[then][unit] : 0;
            double enters = _trace.Gates[Gate.Input][at][unit] * _trace.Gates[Gate.Candidate][at][unit];
            double share = _rule.Share(stays + enters, Math.Abs(stays) + Math.Abs(enters), ofMemory[unit]);
            if (before is { } step)
                kept[step][unit] += stays * share;
            written[unit] = enters * share;
        }

        return written;
    }

    private void ShareCandidate(int at, int? before, int unit, double relevance, double[] ofInputs, double[][] ofHidden)
    {
        if (relevance == 0)
            return;
        double[] x = _trace.Inputs[at];
        double gate = _cell == Cell.Gru ? _trace.Gates[Gate.Reset][at][unit] : 1;
        double bias = _bias[unit] + (_cell == Cell.Gru ? gate * _biasHidden[unit] : 0);
        double sum = bias, size = Math.Abs(bias);
        ReadOnlySpan<double> weights = _weightInput.AsSpan(unit * x.Length, x.Length);
        ReadOnlySpan<double> recurrent = _weightHidden.AsSpan(unit * _units, _units);
        double[] h = before is { } then ? _trace.Hidden[then] : [];
        for (int i = 0; i < x.Length; i++)
            (sum, size) = (sum + weights[i] * x[i], size + Math.Abs(weights[i] * x[i]));
        for (int i = 0; i < h.Length; i++)
            (sum, size) = (sum + gate * recurrent[i] * h[i], size + Math.Abs(gate * recurrent[i] * h[i]));
        double share = _rule.Share(sum, size, relevance);
        _rule.Take(bias, share);
        for (int i = 0; i < x.Length; i++)
            ofInputs[i] += weights[i] * x[i] * share;
        for (int i = 0; i < h.Length; i++)
            ofHidden[before!.Value][i] += gate * recurrent[i] * h[i] * share;
    }
}
