using System.Numerics;

namespace LstmService.Engine.Explanation;

/// <summary>
/// Layer-wise relevance propagation for recurrent networks (Bach et al. 2015; Arras, Montavon, Müller and Samek 2017,
/// "Explaining recurrent neural network predictions in sentiment analysis"; Arras et al. 2019, "Explaining and interpreting
/// LSTMs"): an answer is handed back, share by share, to the numbers that made it, and none of it is lost on the way.
/// <para>
/// <see cref="HeadRelevance"/> has the rules of the heads, <see cref="CellRelevance"/> those of the cells. A residual is a sum
/// and goes by the epsilon rule; two directions stand side by side and need none; a dilated layer hands back over its own
/// distance; a category takes what its vector takes.
/// </para>
/// </summary>
public static class RelevancePropagation
{
    /// <summary>The stabiliser: at a step that nothing cancels in, it takes a hundred thousandth.</summary>
    public const double DefaultEpsilon = 1e-5;

    /// <summary>Why the rules do not serve a network or one of its answers; null where they do.</summary>
    public static string? Refusal(NetworkSpec spec, int output)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Decoder is not null
            ? "a decoder starts from states and looks back by an attention for which no conserving rule is agreed on: "
                + "relevance explains networks without one, integrated gradients explain both"
            : HeadRelevance.Refusal(spec.Head, output);
    }

    /// <summary>Explains one answer for one window.</summary>
    /// <param name="network">The network.</param>
    /// <param name="workspace">As <see cref="Network{T}.Forward"/> without dropout and from zero states left it.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="output">Which of the head's outputs.</param>
    /// <param name="window">Which window, from 0.</param>
    /// <param name="step">Of a network that answers at every step, which; the window's last where null.</param>
    /// <param name="epsilon">The stabiliser of the epsilon rule.</param>
    /// <exception cref="NotSupportedException">The rules do not serve this; the message says why.</exception>
    public static Relevance Explain<T>(
        Network<T> network, Workspace<T> workspace, Batch<T> batch, int output, int window = 0, int? step = null,
        double epsilon = DefaultEpsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, network.Spec.Head.Outputs);
        if (Refusal(network.Spec, output) is { } reason)
            throw new NotSupportedException(reason);
        NetworkTrace trace = NetworkTrace.Of(network, workspace, window);
        var rule = new EpsilonRule(epsilon);
        var levels = new LevelRelevance(network.Spec, trace);
        HeadRelevance head = HeadRelevance.Of(network, levels.Read(step), batch, window, output);
        double[][] relevance = levels.Spread(head.Hidden, step);
        for (int level = trace.Levels.Count - 1; level >= 0; level--)
            relevance = levels.Propagate(network, level, relevance, rule);
        return new(
            head.Output, ToInputs(network.Spec, relevance, batch.Steps), head.Alternatives, head.Skip,
            head.ToBiases + rule.ToBiases, rule.Absorbed);
    }

    /// <summary>From [numbers | vectors of the categories] at each step to the inputs as they were given.</summary>
    private static double[] ToInputs(NetworkSpec spec, double[][] relevance, int steps)
    {
        var inputs = new double[steps * spec.InputSize];
        int[] numbers = [.. Enumerable.Range(0, spec.InputSize).Except(spec.Embeddings.Select(e => e.Column))];
        for (int t = 0; t < relevance.Length; t++)
        {
            Span<double> row = inputs.AsSpan(t * spec.InputSize, spec.InputSize);
            int next = 0;
            foreach (int column in numbers)
                row[column] = relevance[t][next++];
            foreach (EmbeddingSpec embedding in spec.Embeddings)
                for (int i = 0; i < embedding.Size; i++)
                    row[embedding.Column] += relevance[t][next++];
        }

        return inputs;
    }
}
