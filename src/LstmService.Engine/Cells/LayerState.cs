using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// The numbers of one layer for one thread. Row t * batch + r of <see cref="Rows"/> holds what the layer reads at step t:
/// [h(t - lag) | x(t) | 1]; so the hidden states of a layer are the first columns from row lag * batch on. A block is the
/// batch rows of one step; the first lag blocks hold the states from before the window.
/// </summary>
internal abstract unsafe class LayerState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _maxBatch;
    private readonly int _maxSteps;

    protected LayerState(RecurrentLayer<T> layer, int maxBatch, int maxSteps, int rowStride)
    {
        (_maxBatch, _maxSteps) = (maxBatch, maxSteps);
        Lag = layer.Lag;
        Padded = layer.Hidden.Padded;
        RowStride = rowStride;
        Rows = new(((long)maxSteps + Lag) * maxBatch * rowStride);
    }

    /// <summary>Steps of the pass that is under way.</summary>
    public int Steps { get; private set; }

    /// <summary>Windows of the pass that is under way.</summary>
    public int Batch { get; private set; }

    /// <summary>How many steps back the recurrence reaches.</summary>
    public int Lag { get; }

    /// <summary>Units with padding.</summary>
    public int Padded { get; }

    /// <summary>[(steps + lag) * batch, stride].</summary>
    public AlignedBuffer<T> Rows { get; }

    /// <summary>The stride of a row.</summary>
    public int RowStride { get; }

    /// <summary>Does <see cref="Mask"/> lie on the recurrence in this pass?</summary>
    public bool IsMasked { get; private set; }

    /// <summary>
    /// [batch, padded]: what h is multiplied by before it enters the next step, the same at every step (Gal and Ghahramani
    /// 2016). While it lies on, the rows hold h times the mask and <see cref="Unmasked"/> holds h.
    /// </summary>
    public AlignedBuffer<T> Mask => field ??= new((long)_maxBatch * Padded);

    /// <summary>[(steps + lag) * batch, padded].</summary>
    public AlignedBuffer<T> Unmasked => field ??= new(((long)_maxSteps + Lag) * _maxBatch * Padded);

    /// <summary>
    /// [steps, batch, padded]: the gradient of each step's hidden state, filled from above; made when first needed.
    /// </summary>
    public AlignedBuffer<T> DHidden => field ??= new((long)_maxSteps * _maxBatch * Padded);

    /// <summary>[lag, batch, padded]: the gradient of the hidden states from before the window.</summary>
    public AlignedBuffer<T> DInitial => field ??= new((long)Lag * _maxBatch * Padded);

    /// <summary>[batch, padded]: room for a product that is masked before it is added.</summary>
    public AlignedBuffer<T> Scratch => field ??= new((long)_maxBatch * Padded);

    /// <summary>The inputs, to be filled by whoever runs the layer.</summary>
    public Sequence<T> Inputs => new(Rows.Pointer + Padded, RowStride);

    /// <summary>The hidden states by block, those from before the window first.</summary>
    public Sequence<T> Blocks => IsMasked ? new(Unmasked.Pointer, Padded) : new(Rows.Pointer, RowStride);

    /// <summary>The hidden states after each step.</summary>
    public Sequence<T> Outputs => new(Blocks.At((nint)Lag * Batch), Blocks.Row);

    /// <summary>Takes a size, and sets the states from before the window to 0.</summary>
    public void Begin(int steps, int batch, bool masked)
    {
        (Steps, Batch, IsMasked) = (steps, batch, masked);
        for (int n = 0; n < Lag * batch; n++)
            new Span<T>(Blocks.At(n), Padded).Clear();
        ClearMemory();
    }

    /// <summary>Copies c of one window out of a block, or into it, [padded]; a cell without memory leaves all as it is.</summary>
    public abstract void CopyMemory(int block, int window, T* other, bool into);

    /// <summary>
    /// The gradient of c of one window that passes to the block (block mod lag), [padded]: added to, or read into
    /// <paramref name="other"/>.
    /// </summary>
    public abstract void CopyDMemory(int block, int window, T* other, bool into);

    /// <summary>
    /// Copies one of the cell's columns of one window at a step, [padded]: after a forward pass its activation, after a
    /// backward pass its gradient.
    /// </summary>
    public abstract void CopyColumn(int step, int window, int column, T* other);

    protected abstract void ClearMemory();
}
