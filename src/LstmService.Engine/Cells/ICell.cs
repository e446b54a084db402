using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// The equations of a cell, forward and backward, over one vector of units for every window of a batch. What all cells share,
/// the products, the walk through time and the gradient of the weights, is in <see cref="CellLayer{T,TV,TCell}"/>.
/// <para>
/// A layer gives the cell some columns for each unit, each W x + U h + b with weights of its own. A column that is not among
/// <see cref="InputColumns"/> has no W, one that is not among <see cref="HiddenColumns"/> has no U.
/// </para>
/// </summary>
internal unsafe interface ICell<T, TV>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    /// <summary>Columns for each unit, 1..4.</summary>
    static abstract int Columns { get; }

    /// <summary>The columns of weight_input and bias, in the order of their rows.</summary>
    static abstract int[] InputColumns { get; }

    /// <summary>The columns of weight_hidden, in the order of its rows.</summary>
    static abstract int[] HiddenColumns { get; }

    /// <summary>The column whose bias starts at 1; -1 is none.</summary>
    static abstract int OpenColumn { get; }

    /// <summary>Weights from a unit's memory to its own gates.</summary>
    static abstract int Peepholes { get; }

    /// <summary>Is there a memory c beside the hidden state?</summary>
    static abstract bool HasMemory { get; }

    /// <summary>Columns become activations; h', and where there is a memory c' and tanh(c'), follow.</summary>
    static abstract void Forward(in CellStep<T> step);

    /// <summary>
    /// Activations become the gradients of the columns, from those of h' and of what comes straight from the step after.
    /// </summary>
    static abstract void Backward(in CellStep<T> step);
}

/// <summary>Where the numbers of one vector of units at one step lie; row r is the window r.</summary>
internal readonly unsafe struct CellStep<T>
    where T : unmanaged
{
    /// <summary>Windows.</summary>
    public int Batch { get; init; }

    /// <summary>[batch, columns * vector], dense.</summary>
    public T* Gates { get; init; }

    /// <summary>[batch, vector] of h, the hidden state before; the stride of a row is <see cref="HiddenRow"/>.</summary>
    public T* Hidden { get; init; }

    /// <summary>[batch, vector] of h', with the same stride.</summary>
    public T* NewHidden { get; init; }

    public nint HiddenRow { get; init; }

    /// <summary>[batch, vector] of c, dense; null in a cell without memory.</summary>
    public T* Memory { get; init; }

    /// <summary>[batch, vector] of c', dense.</summary>
    public T* NewMemory { get; init; }

    /// <summary>[batch, vector] of tanh(c'), dense.</summary>
    public T* TanhMemory { get; init; }

    /// <summary>[peepholes, vector].</summary>
    public T* Peepholes { get; init; }

    /// <summary>[peepholes, vector]: their gradient, added to.</summary>
    public T* DPeepholes { get; init; }

    /// <summary>[batch, vector] of the gradient of h'; the stride of a row is <see cref="DHiddenRow"/>.</summary>
    public T* DHidden { get; init; }

    public nint DHiddenRow { get; init; }

    /// <summary>
    /// [batch, vector], dense: the gradient that passes between steps without a product. Comes from the step after, and is
    /// left for the step before: that of c, or in a cell without memory that of h beside its products.
    /// </summary>
    public T* DMemory { get; init; }
}
