using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmService.Engine.Kernels;

/// <summary>What one step of gradient descent with momentum takes.</summary>
/// <param name="GradientScale">What the gradient is multiplied by: below 1 where it is clipped.</param>
/// <param name="Decay">How much of the velocity stays.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Keep">1 - learning rate * weight decay.</param>
internal readonly record struct MomentumStep<T>(T GradientScale, T Decay, T Rate, T Keep);

/// <summary>One step of gradient descent with momentum (Polyak 1964), in the form of Sutskever et al. 2013.</summary>
internal static unsafe class Momentum
{
    /// <summary>u = decay u + g;  w = w (1 - rate weightDecay) - rate u</summary>
    public static void Step<T>(Span<T> weights, ReadOnlySpan<T> gradient, Span<T> velocity, in MomentumStep<T> step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = weights.Length;
        if (gradient.Length != length || velocity.Length != length)
            throw new ArgumentException($"the gradient and the velocity must have {length} elements like the weights");
        fixed (T* w = weights, g = gradient, u = velocity)
        {
            if (Vector512.IsHardwareAccelerated)
                Run<T, V512<T>>(w, g, u, length, step);
            else if (Vector256.IsHardwareAccelerated)
                Run<T, V256<T>>(w, g, u, length, step);
            else if (Vector128.IsHardwareAccelerated)
                Run<T, V128<T>>(w, g, u, length, step);
            else
                Reference(w, g, u, length, step);
        }
    }

    /// <summary>The step at one width, the rest of the length one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TV>(T* w, T* g, T* u, int length, in MomentumStep<T> step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        TV scale = TV.Broadcast(step.GradientScale), decay = TV.Broadcast(step.Decay);
        TV rate = TV.Broadcast(step.Rate), keep = TV.Broadcast(step.Keep);
        int i = 0;
        for (; i <= length - TV.Count; i += TV.Count)
        {
            TV velocity = TV.MultiplyAdd(decay, TV.Load(u + i), TV.Load(g + i) * scale);
            TV.Store(velocity, u + i);
            TV.Store(TV.Load(w + i) * keep - rate * velocity, w + i);
        }

        Reference(w + i, g + i, u + i, length - i, step);
    }

    /// <summary>The step one weight at a time.</summary>
    public static void Reference<T>(T* w, T* g, T* u, int length, in MomentumStep<T> step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < length; i++)
        {
            u[i] = step.Decay * u[i] + g[i] * step.GradientScale;
            w[i] = w[i] * step.Keep - step.Rate * u[i];
        }
    }
}
