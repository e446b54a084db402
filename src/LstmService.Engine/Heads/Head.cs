using System.Numerics;

namespace LstmService.Engine.Heads;

/// <summary>The size of a hidden state: what a head or the layer above reads.</summary>
/// <param name="Units">True units.</param>
/// <param name="Padded">Units with padding to whole vectors; the padding is 0.</param>
/// <param name="Parts">Equal parts side by side, each with its padding after it: 2 where a layer runs both ways.</param>
internal readonly record struct HiddenSize(int Units, int Padded, int Parts = 1)
{
    /// <summary>Where a true unit lies among the padded ones.</summary>
    public int Place(int unit) => unit / (Units / Parts) * (Padded / Parts) + unit % (Units / Parts);
}

/// <summary>The numbers a head keeps between its forward and its backward pass.</summary>
internal abstract class HeadState;

/// <summary>
/// What a network answers from a hidden state: immutable in shape, its weights in the network's flat parameters. A row is a
/// window, or a window at one step where the network answers at every step.
/// </summary>
internal abstract unsafe class Head<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public abstract HeadState CreateState(int maxRows);

    /// <summary>Answers a batch.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">From <see cref="CreateState"/>.</param>
    /// <param name="hidden">[rows, padded hidden]: row r is at r * hiddenRow.</param>
    /// <param name="hiddenRow">The stride of the rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="batch">Holds what the head needs beside the hidden state.</param>
    /// <param name="outputs">[rows, outputs]: filled.</param>
    public abstract void Forward(
        T* parameters, HeadState state, T* hidden, nint hiddenRow, int rows, Batch<T> batch, T* outputs);

    /// <summary>Goes back from the gradient of the outputs to that of the weights and of the hidden state.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">As the forward pass left it.</param>
    /// <param name="hidden">As in the forward pass.</param>
    /// <param name="hiddenRow">The stride of the rows.</param>
    /// <param name="rows">As in the forward pass.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="dOutputs">[rows, outputs].</param>
    /// <param name="gradient">Flat like the parameters: the head's part is overwritten.</param>
    /// <param name="dHidden">[rows, padded hidden], dense: overwritten.</param>
    public abstract void Backward(
        T* parameters, HeadState state, T* hidden, nint hiddenRow, int rows, Batch<T> batch, T* dOutputs, T* gradient,
        T* dHidden);

    /// <summary>
    /// The gradient of what the head reads of the window beside the hidden state; between the forward and the backward pass.
    /// </summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">As the forward pass left it.</param>
    /// <param name="rows">As in the forward pass.</param>
    /// <param name="dOutputs">[rows, outputs].</param>
    /// <param name="dAlternatives">[rows, horizon, alternatives]: overwritten.</param>
    /// <param name="dSkip">[rows, skip]: overwritten.</param>
    public virtual void WindowGradient(
        T* parameters, HeadState state, int rows, T* dOutputs, Span<T> dAlternatives, Span<T> dSkip)
    {
        dAlternatives.Clear();
        dSkip.Clear();
    }
}
