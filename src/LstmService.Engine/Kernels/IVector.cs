using System.Numerics;

namespace LstmService.Engine.Kernels;

/// <summary>
/// A few numbers worked on at once: what the equations are written in, so that they exist once and run at every width.
/// The implementations are <see cref="V512{T}"/>, <see cref="V256{T}"/>, <see cref="V128{T}"/> and <see cref="Scalar{T}"/>.
/// Zero is <c>default</c>.
/// </summary>
internal unsafe interface IVector<TSelf, T>
    where TSelf : unmanaged, IVector<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many numbers it holds.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of a product's tile that, four vectors wide, stay in this machine's registers.</summary>
    static abstract int TileRows { get; }

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf value, T* destination);

    static abstract TSelf Broadcast(T value);

    /// <summary>The same constant in every place; folded when the code is compiled.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>a * b + c, in one rounding where the machine has the instruction.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf SquareRoot(TSelf a);

    /// <summary>value held between the bounds; NaN stays NaN.</summary>
    static abstract TSelf Clamp(TSelf value, TSelf low, TSelf high);

    static abstract TSelf Round(TSelf a);

    /// <summary>value * 2^power for whole powers within -126..127; float only.</summary>
    static abstract TSelf ScaleByPowerOfTwo(TSelf value, TSelf power);

    /// <summary>exp of each number by the base library: exact, and slow.</summary>
    static abstract TSelf ExponentialOfEach(TSelf a);
}
