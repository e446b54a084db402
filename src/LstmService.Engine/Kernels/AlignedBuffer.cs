using System.Numerics;
using System.Runtime.CompilerServices;

namespace LstmService.Engine.Kernels;

/// <summary>
/// Memory of a fixed length that never moves and starts on a cache line: a vector load that crosses two lines costs double.
/// It is collected like any array; whoever uses <see cref="Pointer"/> keeps the buffer reachable meanwhile.
/// </summary>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int CacheLine = 64;
    private const int Most = 0x7000_0000;
    private readonly T[] _array;
    private readonly int _start;

    /// <summary>Makes a buffer of zeros.</summary>
    /// <param name="length">Long, so that a product of sizes cannot wrap round to a buffer that is too short.</param>
    public AlignedBuffer(long length)
    {
        if (length < 0 || length > Most)
            throw new ArgumentOutOfRangeException(nameof(length), $"a buffer must have 0..{Most} elements, was {length}");
        Length = (int)length;
        _array = GC.AllocateArray<T>(Length + CacheLine / sizeof(T), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref _array[0]);
        _start = (int)((CacheLine - address % CacheLine) % CacheLine) / sizeof(T);
        Pointer = (T*)address + _start;
    }

    /// <summary>How many elements it holds; they start as 0.</summary>
    public int Length { get; }

    /// <summary>The first element.</summary>
    public T* Pointer { get; }

    /// <summary>All elements.</summary>
    public Span<T> Span => _array.AsSpan(_start, Length);
}
