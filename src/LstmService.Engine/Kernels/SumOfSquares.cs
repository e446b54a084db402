using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmService.Engine.Kernels;

/// <summary>The sum of squares, from partial sums in a fixed order: the same numbers give the same bits.</summary>
internal static unsafe class SumOfSquares
{
    // Elements summed in the element type before the sum moves to double: short enough to lose nothing that matters.
    private const int Block = 1024;

    /// <summary>sum over i of values[i]^2</summary>
    public static double Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* x = values)
        {
            if (Vector512.IsHardwareAccelerated)
                return Run<T, V512<T>>(x, values.Length);
            if (Vector256.IsHardwareAccelerated)
                return Run<T, V256<T>>(x, values.Length);
            return Vector128.IsHardwareAccelerated ? Run<T, V128<T>>(x, values.Length) : Reference(x, values.Length);
        }
    }

    /// <summary>The sum at one width, the rest of the length one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Run<T, TV>(T* x, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        T* lanes = stackalloc T[TV.Count];
        double total = 0;
        int i = 0;
        while (i <= length - TV.Count)
        {
            int end = Math.Min(i + Block, length);
            TV sum = default;
            for (; i <= end - TV.Count; i += TV.Count)
            {
                TV value = TV.Load(x + i);
                sum = TV.MultiplyAdd(value, value, sum);
            }

            TV.Store(sum, lanes);
            for (int lane = 0; lane < TV.Count; lane++)
                total += double.CreateTruncating(lanes[lane]);
        }

        return total + Reference(x + i, length - i);
    }

    /// <summary>The sum one number at a time.</summary>
    public static double Reference<T>(T* x, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double total = 0;
        for (int i = 0; i < length; i++)
            total += double.CreateTruncating(x[i]) * double.CreateTruncating(x[i]);
        return total;
    }
}
