using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Tests.Kernels;

/// <summary>The kernels that walk along one array, at every width and at lengths 0..257, against their references.</summary>
public sealed unsafe class ElementwiseTests
{
    [Fact]
    public void AStepOfAdamMatchesTheReferenceAtEveryWidthAndLength()
    {
        for (int length = 0; length <= 257; length++)
        {
            CheckAdam<float, V512<float>>(length, 1e-6);
            CheckAdam<float, V256<float>>(length, 1e-6);
            CheckAdam<float, V128<float>>(length, 1e-6);
            CheckAdam<float, Scalar<float>>(length, 1e-6);
            CheckAdam<double, V512<double>>(length, 1e-14);
            CheckAdam<double, V256<double>>(length, 1e-14);
            CheckAdam<double, V128<double>>(length, 1e-14);
        }
    }

    [Fact]
    public void AStepOfMomentumMatchesTheReferenceAtEveryWidthAndLength()
    {
        for (int length = 0; length <= 257; length++)
        {
            CheckMomentum<float, V512<float>>(length, 1e-6);
            CheckMomentum<float, V256<float>>(length, 1e-6);
            CheckMomentum<float, V128<float>>(length, 1e-6);
            CheckMomentum<double, V512<double>>(length, 1e-14);
            CheckMomentum<double, Scalar<double>>(length, 1e-14);
        }
    }

    [Fact]
    public void TheSumOfSquaresMatchesTheReferenceAtEveryWidthAndLength()
    {
        foreach (int length in Enumerable.Range(0, 258).Concat([1023, 1024, 1025, 5000]))
        {
            CheckSum<float, V512<float>>(length, 1e-6);
            CheckSum<float, V256<float>>(length, 1e-6);
            CheckSum<float, V128<float>>(length, 1e-6);
            CheckSum<double, V512<double>>(length, 1e-13);
            CheckSum<double, Scalar<double>>(length, 1e-13);
        }
    }

    [Fact]
    public void TheMovingAverageMatchesTheReferenceAtEveryWidthAndLength()
    {
        for (int length = 0; length <= 257; length++)
        {
            CheckAverage<float, V512<float>>(length, 1e-6);
            CheckAverage<float, V256<float>>(length, 1e-6);
            CheckAverage<float, V128<float>>(length, 1e-6);
            CheckAverage<double, Scalar<double>>(length, 1e-14);
        }
    }

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(10, 2, 5)]
    [InlineData(40, 1, 39)]
    [InlineData(7, 3, 4)]
    public void PackingTransposedMatchesTheReference(int rows, int firstRow, int count)
    {
        foreach (int columns in (int[])[16, 24, 64, 80])
        {
            var from = new PackedMatrix(0, rows, columns, 32);
            var to = new PackedMatrix(0, columns, (count + 7) / 8 * 8, 32);
            float[] source = Numbers.Float(from.Length, 5), expected = new float[to.Length], actual = Numbers.Float(to.Length, 6);
            fixed (float* s = source, e = expected, t = actual)
            {
                Transpose.PackReference(s, from, firstRow, count, e, to);
                Transpose.Pack(s, from, firstRow, count, t, to);
            }

            Assert.Equal(expected, actual);
        }
    }

    private static void CheckAdam<T, TV>(int length, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        T[] w = Numbers.Of<T>(length + 1, 1), g = Numbers.Of<T>(length + 1, 2), m = Numbers.Of<T>(length + 1, 3);
        T[] v = [.. Numbers.Of<T>(length + 1, 4).Select(T.Abs)];
        T[] w2 = [.. w], m2 = [.. m], v2 = [.. v];
        static T Of(double value) => T.CreateTruncating(value);
        var step = new AdamStep<T>(Of(0.5), Of(0.9), Of(0.999), Of(0.01), Of(1.5), Of(1e-8), Of(0.99));
        fixed (T* pw = w, pg = g, pm = m, pv = v, pw2 = w2, pm2 = m2, pv2 = v2)
        {
            Adam.Reference(pw, pg, pm, pv, length, step);
            Adam.Run<T, TV>(pw2, pg, pm2, pv2, length, step);
        }

        Numbers.AssertClose(w, w2, tolerance, $"weights, {typeof(TV).Name} length {length}");
        Numbers.AssertClose(m, m2, tolerance, $"first moment, {typeof(TV).Name} length {length}");
        Numbers.AssertClose(v, v2, tolerance, $"second moment, {typeof(TV).Name} length {length}");
    }

    private static void CheckMomentum<T, TV>(int length, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        T[] w = Numbers.Of<T>(length + 1, 1), g = Numbers.Of<T>(length + 1, 2), u = Numbers.Of<T>(length + 1, 3);
        T[] w2 = [.. w], u2 = [.. u];
        static T Of(double value) => T.CreateTruncating(value);
        var step = new MomentumStep<T>(Of(0.5), Of(0.9), Of(0.01), Of(0.99));
        fixed (T* pw = w, pg = g, pu = u, pw2 = w2, pu2 = u2)
        {
            Momentum.Reference(pw, pg, pu, length, step);
            Momentum.Run<T, TV>(pw2, pg, pu2, length, step);
        }

        Numbers.AssertClose(w, w2, tolerance, $"weights, {typeof(TV).Name} length {length}");
        Numbers.AssertClose(u, u2, tolerance, $"velocity, {typeof(TV).Name} length {length}");
    }

    private static void CheckSum<T, TV>(int length, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        T[] x = Numbers.Of<T>(length + 1, 1);
        fixed (T* p = x)
        {
            double expected = SumOfSquares.Reference(p, length), actual = SumOfSquares.Run<T, TV>(p, length);
            Assert.True(
                Math.Abs(expected - actual) <= tolerance * (1 + expected),
                $"{typeof(TV).Name} length {length}: {expected}, {actual}");
        }
    }

    private static void CheckAverage<T, TV>(int length, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        T[] average = Numbers.Of<T>(length + 1, 1), values = Numbers.Of<T>(length + 1, 2), actual = [.. average];
        fixed (T* e = average, x = values, a = actual)
        {
            MovingAverage.Reference(e, x, length, T.CreateTruncating(0.97));
            MovingAverage.Run<T, TV>(a, x, length, T.CreateTruncating(0.97));
        }

        Numbers.AssertClose(average, actual, tolerance, $"{typeof(TV).Name} length {length}");
    }
}
