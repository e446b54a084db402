using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmService.Engine.Kernels;

/// <summary>The exponential moving average of the weights.</summary>
internal static unsafe class MovingAverage
{
    /// <summary>average = decay average + (1 - decay) values</summary>
    public static void Update<T>(Span<T> average, ReadOnlySpan<T> values, T decay)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (average.Length != values.Length)
            throw new ArgumentException($"the average must have {values.Length} elements, had {average.Length}");
        fixed (T* a = average, x = values)
        {
            if (Vector512.IsHardwareAccelerated)
                Run<T, V512<T>>(a, x, values.Length, decay);
            else if (Vector256.IsHardwareAccelerated)
                Run<T, V256<T>>(a, x, values.Length, decay);
            else if (Vector128.IsHardwareAccelerated)
                Run<T, V128<T>>(a, x, values.Length, decay);
            else
                Reference(a, x, values.Length, decay);
        }
    }

    /// <summary>The update at one width, the rest of the length one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TV>(T* average, T* values, int length, T decay)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        TV kept = TV.Broadcast(decay), added = TV.Broadcast(T.One - decay);
        int i = 0;
        for (; i <= length - TV.Count; i += TV.Count)
            TV.Store(TV.MultiplyAdd(kept, TV.Load(average + i), added * TV.Load(values + i)), average + i);
        Reference(average + i, values + i, length - i, decay);
    }

    /// <summary>The update one number at a time.</summary>
    public static void Reference<T>(T* average, T* values, int length, T decay)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < length; i++)
            average[i] = decay * average[i] + (T.One - decay) * values[i];
    }
}
