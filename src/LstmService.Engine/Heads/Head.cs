using System.Numerics;

namespace LstmService.Engine.Heads;

/// <summary>The size of the hidden state a head reads.</summary>
/// <param name="Units">True units.</param>
/// <param name="Padded">Units with padding to whole vectors; the padding is 0.</param>
internal readonly record struct HiddenSize(int Units, int Padded);

/// <summary>The numbers a head keeps between its forward and its backward pass.</summary>
internal abstract class HeadState;

/// <summary>
/// What a network answers from its last hidden state: immutable in shape, its weights in the network's flat parameters.
/// </summary>
internal abstract unsafe class Head<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public abstract HeadState CreateState(int maxBatch);

    /// <summary>Answers a batch.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">From <see cref="CreateState"/>.</param>
    /// <param name="hidden">[batch, padded hidden]: row r is at r * hiddenRow.</param>
    /// <param name="hiddenRow">The stride of the rows.</param>
    /// <param name="batch">Holds what the head needs beside the hidden state.</param>
    /// <param name="outputs">[batch, outputs]: filled.</param>
    public abstract void Forward(T* parameters, HeadState state, T* hidden, nint hiddenRow, Batch<T> batch, T* outputs);

    /// <summary>Goes back from the gradient of the outputs to that of the weights and of the hidden state.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">As the forward pass left it.</param>
    /// <param name="hidden">As in the forward pass.</param>
    /// <param name="hiddenRow">The stride of the rows.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="dOutputs">[batch, outputs].</param>
    /// <param name="gradient">Flat like the parameters: the head's part is overwritten.</param>
    /// <param name="dHidden">[batch, padded hidden], dense: overwritten.</param>
    public abstract void Backward(
        T* parameters, HeadState state, T* hidden, nint hiddenRow, Batch<T> batch, T* dOutputs, T* gradient, T* dHidden);
}
