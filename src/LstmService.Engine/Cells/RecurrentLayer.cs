using System.Numerics;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// The numbers of one layer for one thread. Row t * batch + r of <see cref="Rows"/> holds what the layer reads at step t:
/// [h(t-1) | x(t) | 1]; so the hidden states of a layer are the first columns from row batch on.
/// </summary>
internal abstract class LayerState<T>(long rows, int rowStride, long dHidden)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>[(steps + 1) * batch, stride].</summary>
    public AlignedBuffer<T> Rows { get; } = new(rows * rowStride);

    /// <summary>The stride of a row.</summary>
    public int RowStride { get; } = rowStride;

    /// <summary>
    /// [steps, batch, padded hidden]: the gradient of each step's hidden state, filled from above; made when first needed.
    /// </summary>
    public AlignedBuffer<T> DHidden => field ??= new(dHidden);
}

/// <summary>
/// A recurrent layer: immutable in shape, its weights in the network's flat parameters. A cell is one class of this kind.
/// </summary>
internal abstract unsafe class RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Units, true and padded.</summary>
    public abstract HiddenSize Hidden { get; }

    /// <summary>The stride of a row of dInputs: the inputs padded to whole vectors.</summary>
    public abstract int InputWidth { get; }

    public abstract LayerState<T> CreateState(int maxBatch, int maxSteps);

    /// <summary>Runs all steps; the hidden states are left in the state's rows.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">From <see cref="CreateState"/>.</param>
    /// <param name="inputs">[steps, batch, inputs]: row n is at n * inputRow.</param>
    /// <param name="inputRow">The stride of the rows.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="batch">Windows.</param>
    public abstract void Forward(T* parameters, LayerState<T> state, T* inputs, nint inputRow, int steps, int batch);

    /// <summary>Backpropagation through time (Werbos 1990).</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">As the forward pass left it, with its DHidden filled.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="batch">Windows.</param>
    /// <param name="everyStep">Is DHidden filled at every step, or only at the last?</param>
    /// <param name="gradient">Flat like the parameters: the layer's part is overwritten.</param>
    /// <param name="dInputs">[steps, batch, InputWidth], dense: overwritten. Null where nobody asks.</param>
    public abstract void Backward(
        T* parameters, LayerState<T> state, int steps, int batch, bool everyStep, T* gradient, T* dInputs);
}
