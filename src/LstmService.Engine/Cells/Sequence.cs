using System.Numerics;

namespace LstmService.Engine.Cells;

/// <summary>
/// Rows of numbers over time, [steps, batch, width], wherever they lie: row t * batch + r is the window r at step t.
/// </summary>
/// <param name="pointer">The first row.</param>
/// <param name="row">The stride of the rows.</param>
internal readonly unsafe struct Sequence<T>(T* pointer, nint row)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first row.</summary>
    public T* Pointer { get; } = pointer;

    /// <summary>The stride of the rows.</summary>
    public nint Row { get; } = row;

    /// <summary>The row of this number.</summary>
    public T* At(nint number) => Pointer + number * Row;
}
