using System.Numerics;

namespace LstmService.Engine.Explanation;

/// <summary>What a decoder hears of its own answer: one of the outputs of a step is one of its inputs at the next.</summary>
/// <param name="Output">Which output.</param>
/// <param name="Input">Which input.</param>
public sealed record DecoderEcho(int Output, int Input)
{
    // What an echo of an echo adds is forgotten below this share of the largest gradient.
    private const double Faint = 1e-7;

    /// <summary>Puts each answer where the decoder hears it, and leaves the other inputs as the batch has them.</summary>
    public DecoderFeed<T> FeedOf<T>(NetworkSpec spec)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(spec);
        int outputs = spec.Head.Outputs, inputs = spec.Decoder!.InputSize;
        return (_, answers, next) =>
        {
            for (int row = 0; row < answers.Length / outputs; row++)
                next[row * inputs + Input] = answers[row * outputs + Output];
        };
    }

    /// <summary>
    /// The gradient of the inputs through a roll-out. The gradient by what was heard is added to that of the answer it was, and
    /// the pass back is made again: an echo goes one step back each time, so that after as many passes as there are steps
    /// nothing is left, and mostly long before.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="workspace">Any state.</param>
    /// <param name="batch">As <see cref="Network{T}.RollOut"/> left it.</param>
    /// <param name="dOutputs">[decoderSteps, count, outputs]: the gradient by the answers themselves.</param>
    /// <param name="gradient">[<see cref="Network{T}.ParameterCount"/>]: overwritten.</param>
    /// <param name="dInputs">[steps, count, inputSize]: overwritten.</param>
    public void Backward<T>(
        Network<T> network, Workspace<T> workspace, Batch<T> batch, ReadOnlySpan<T> dOutputs, Span<T> gradient, Span<T> dInputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batch);
        T[] all = dOutputs.ToArray(), heard = new T[batch.DecoderSteps * batch.Count * batch.Shape.DecoderInputSize];
        int passes = 0;
        do
        {
            network.Forward(workspace, batch);
            network.Backward(workspace, batch, all, gradient, dInputs, heard);
        }
        while (++passes <= batch.DecoderSteps && Add(network.Spec, batch.Count, dOutputs, heard, all));
    }

    /// <summary>all = dOutputs + what was heard of each; did that change anything?</summary>
    private bool Add<T>(NetworkSpec spec, int count, ReadOnlySpan<T> dOutputs, T[] heard, T[] all)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = spec.Head.Outputs, inputs = spec.Decoder!.InputSize;
        T change = T.Zero, largest = T.Zero;
        for (int row = count; row < heard.Length / inputs; row++)
        {
            int at = (row - count) * outputs + Output; // the same window, a step earlier
            T sum = dOutputs[at] + heard[row * inputs + Input];
            (change, largest) = (T.Max(change, T.Abs(sum - all[at])), T.Max(largest, T.Abs(sum)));
            all[at] = sum;
        }

        return change > T.CreateTruncating(Faint) * largest;
    }
}
