using System.Numerics;
using System.Runtime.CompilerServices;

namespace LstmService.Engine.Kernels;

/// <summary>
/// exp, sigmoid and tanh. In float vectors the absolute error of the last two is under 3e-7; in double they are as exact as the
/// base library's exp.
/// </summary>
internal static class Activation
{
    /// <summary>
    /// exp(x) = 2^n * exp(r) with n = round(x / ln 2), so that |r| is at most ln(2)/2 and a polynomial does
    /// (Cephes, Moshier 1992). ln 2 is taken off in two parts: the first is exact in float.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Exponential<T, TV>(TV x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        if (typeof(T) != typeof(float) || TV.Count == 1)
            return TV.ExponentialOfEach(x);
        x = TV.Clamp(x, TV.Constant(-87.0), TV.Constant(88.0));
        TV n = TV.Round(x * TV.Constant(1.44269504088896341));
        TV r = TV.MultiplyAdd(n, TV.Constant(-0.693359375), x);
        r = TV.MultiplyAdd(n, TV.Constant(2.12194440e-4), r);
        TV p = TV.MultiplyAdd(TV.Constant(1.9875691500e-4), r, TV.Constant(1.3981999507e-3));
        p = TV.MultiplyAdd(p, r, TV.Constant(8.3334519073e-3));
        p = TV.MultiplyAdd(p, r, TV.Constant(4.1665795894e-2));
        p = TV.MultiplyAdd(p, r, TV.Constant(1.6666665459e-1));
        p = TV.MultiplyAdd(p, r, TV.Constant(5.0000001201e-1));
        p = TV.MultiplyAdd(p * r, r, r) + TV.Constant(1.0);
        return TV.ScaleByPowerOfTwo(p, n);
    }

    /// <summary>sigmoid(x) = 1 / (1 + exp(-x))</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Sigmoid<T, TV>(TV x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        TV one = TV.Constant(1.0);
        return one / (one + Exponential<T, TV>(default(TV) - x));
    }

    /// <summary>tanh(x) = 2 sigmoid(2x) - 1; exactly 0 at 0, which keeps padded units at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Tanh<T, TV>(TV x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        TV one = TV.Constant(1.0);
        TV two = TV.Constant(2.0);
        return two / (one + Exponential<T, TV>(TV.Constant(-2.0) * x)) - one;
    }

    /// <summary>The plain form of <see cref="Sigmoid{T,TV}"/>.</summary>
    public static double SigmoidReference(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The plain form of <see cref="Tanh{T,TV}"/>.</summary>
    public static double TanhReference(double x) => Math.Tanh(x);
}
