using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmService.Engine.Kernels;

/// <summary>What one step of AdamW takes, with the corrections of this step already in them.</summary>
/// <param name="GradientScale">What the gradient is multiplied by: below 1 where it is clipped.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Rate">learning rate / (1 - beta1^t).</param>
/// <param name="SecondScale">1 / sqrt(1 - beta2^t).</param>
/// <param name="Epsilon">Keeps the division finite.</param>
/// <param name="Keep">1 - learning rate * weight decay.</param>
internal readonly record struct AdamStep<T>(
    T GradientScale, T Beta1, T Beta2, T Rate, T SecondScale, T Epsilon, T Keep);

/// <summary>
/// One step of Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2).
/// </summary>
internal static unsafe class Adam
{
    /// <summary>
    /// m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;  w = w (1 - rate decay) - rate mHat / (sqrt(vHat) + epsilon)
    /// </summary>
    public static void Step<T>(Span<T> weights, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second, in AdamStep<T> step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = weights.Length;
        if (gradient.Length != length || first.Length != length || second.Length != length)
            throw new ArgumentException($"the gradient and the moments must have {length} elements like the weights");
        fixed (T* w = weights, g = gradient, m = first, v = second)
        {
            if (Vector512.IsHardwareAccelerated)
                Run<T, V512<T>>(w, g, m, v, length, step);
            else if (Vector256.IsHardwareAccelerated)
                Run<T, V256<T>>(w, g, m, v, length, step);
            else if (Vector128.IsHardwareAccelerated)
                Run<T, V128<T>>(w, g, m, v, length, step);
            else
                Run<T, Scalar<T>>(w, g, m, v, length, step);
        }
    }

    /// <summary>The step at one width, the rest of the length one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TV>(T* w, T* g, T* m, T* v, int length, in AdamStep<T> step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        TV scale = TV.Broadcast(step.GradientScale), keep = TV.Broadcast(step.Keep);
        TV beta1 = TV.Broadcast(step.Beta1), rest1 = TV.Broadcast(T.One - step.Beta1);
        TV beta2 = TV.Broadcast(step.Beta2), rest2 = TV.Broadcast(T.One - step.Beta2);
        TV rate = TV.Broadcast(step.Rate), secondScale = TV.Broadcast(step.SecondScale), epsilon = TV.Broadcast(step.Epsilon);
        int i = 0;
        for (; i <= length - TV.Count; i += TV.Count)
        {
            TV gradient = TV.Load(g + i) * scale;
            TV first = TV.MultiplyAdd(beta1, TV.Load(m + i), rest1 * gradient);
            TV second = TV.MultiplyAdd(beta2, TV.Load(v + i), rest2 * gradient * gradient);
            TV change = rate * first / TV.MultiplyAdd(TV.SquareRoot(second), secondScale, epsilon);
            TV.Store(first, m + i);
            TV.Store(second, v + i);
            TV.Store(TV.Load(w + i) * keep - change, w + i);
        }

        if (i < length)
            Reference(w + i, g + i, m + i, v + i, length - i, step);
    }

    /// <summary>The step one weight at a time.</summary>
    public static void Reference<T>(T* w, T* g, T* m, T* v, int length, in AdamStep<T> step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < length; i++)
        {
            T gradient = g[i] * step.GradientScale;
            m[i] = step.Beta1 * m[i] + (T.One - step.Beta1) * gradient;
            v[i] = step.Beta2 * v[i] + (T.One - step.Beta2) * gradient * gradient;
            w[i] = w[i] * step.Keep - step.Rate * m[i] / (T.Sqrt(v[i]) * step.SecondScale + step.Epsilon);
        }
    }
}
