using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Tests.Kernels;

/// <summary>exp, sigmoid and tanh against the base library.</summary>
public sealed unsafe class ActivationTests
{
    [Fact]
    public void FloatSigmoidAndTanhAreWithin3e7AtEveryWidth()
    {
        Check<float, V512<float>>(3e-7);
        Check<float, V256<float>>(3e-7);
        Check<float, V128<float>>(3e-7);
        Check<float, Scalar<float>>(3e-7);
    }

    [Fact]
    public void DoubleSigmoidAndTanhAreExactAtEveryWidth()
    {
        Check<double, V512<double>>(5e-16);
        Check<double, V256<double>>(5e-16);
        Check<double, V128<double>>(5e-16);
        Check<double, Scalar<double>>(5e-16);
    }

    [Fact]
    public void TheFloatExponentialIsWithinTwoRoundings()
    {
        CheckExponential<V512<float>>();
        CheckExponential<V256<float>>();
        CheckExponential<V128<float>>();
    }

    [Fact]
    public void TanhOfZeroIsExactlyZero()
    {
        Assert.All(Apply<float, V512<float>>(0, tanh: true), value => Assert.Equal(0f, value));
        Assert.All(Apply<float, V128<float>>(0, tanh: true), value => Assert.Equal(0f, value));
        Assert.All(Apply<double, Scalar<double>>(0, tanh: true), value => Assert.Equal(0.0, value));
    }

    [Fact]
    public void NaNStaysNaNAndInfinityGivesTheLimits()
    {
        CheckLimits<float, V512<float>>();
        CheckLimits<float, V256<float>>();
        CheckLimits<float, V128<float>>();
        CheckLimits<float, Scalar<float>>();
        CheckLimits<double, V256<double>>();
    }

    private static void CheckExponential<TV>()
        where TV : unmanaged, IVector<TV, float>
    {
        var result = new float[TV.Count];
        fixed (float* r = result)
            for (float x = -86.5f; x <= 87.5f; x += 0.0137f)
            {
                TV.Store(Activation.Exponential<float, TV>(TV.Broadcast(x)), r);
                double expected = Math.Exp(x);
                Assert.True(Math.Abs(result[0] - expected) <= 2.4e-7 * expected, $"at {x}: {expected}, was {result[0]}");
            }
    }

    private static void CheckLimits<T, TV>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        foreach (bool tanh in (bool[])[false, true])
        {
            Assert.All(Apply<T, TV>(double.NaN, tanh), value => Assert.True(T.IsNaN(value)));
            Assert.All(Apply<T, TV>(double.PositiveInfinity, tanh), value => Assert.Equal(T.One, value));
            double low = tanh ? -1 : 0;
            Assert.All(
                Apply<T, TV>(double.NegativeInfinity, tanh),
                value => Assert.Equal(low, double.CreateTruncating(value), 1e-30));
        }
    }

    private static void Check<T, TV>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        for (int i = -20_000; i <= 20_000; i++)
        {
            // Dense near 0, and out to a hundred.
            double x = i / 1000.0 * (Math.Abs(i) > 15_000 ? 5 : 1);
            x = double.CreateTruncating(T.CreateTruncating(x));
            AssertWithin(Activation.SigmoidReference(x), Apply<T, TV>(x, tanh: false)[^1], tolerance, x);
            AssertWithin(Activation.TanhReference(x), Apply<T, TV>(x, tanh: true)[^1], tolerance, x);
        }
    }

    private static void AssertWithin<T>(double expected, T actual, double tolerance, double x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Assert.True(Math.Abs(expected - double.CreateTruncating(actual)) <= tolerance, $"at {x}: {expected}, was {actual}");

    private static T[] Apply<T, TV>(double x, bool tanh)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        var result = new T[TV.Count];
        TV value = TV.Broadcast(T.CreateTruncating(x));
        fixed (T* r = result)
            TV.Store(tanh ? Activation.Tanh<T, TV>(value) : Activation.Sigmoid<T, TV>(value), r);
        return result;
    }
}
