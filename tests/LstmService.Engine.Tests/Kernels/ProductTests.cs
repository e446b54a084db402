using LstmService.Engine.Kernels;

namespace LstmService.Engine.Tests.Kernels;

/// <summary>Every tile of the product, at every width, against the triple loop.</summary>
public sealed unsafe class ProductTests
{
    [Fact]
    public void TheFloatProductMatchesTheTripleLoopAtEveryWidth()
    {
        CheckShapes<float, V512<float>>(1e-5);
        CheckShapes<float, V256<float>>(1e-5);
        CheckShapes<float, V128<float>>(1e-5);
        CheckShapes<float, Scalar<float>>(1e-5);
    }

    [Fact]
    public void TheDoubleProductMatchesTheTripleLoopAtEveryWidth()
    {
        CheckShapes<double, V512<double>>(1e-13);
        CheckShapes<double, V256<double>>(1e-13);
        CheckShapes<double, V128<double>>(1e-13);
        CheckShapes<double, Scalar<double>>(1e-13);
    }

    [Fact]
    public void EveryRowCountUpToAHundredIsCovered()
    {
        for (int rows = 1; rows <= 100; rows++)
            Check<float, V256<float>>(rows, 4, 3, 1e-5, transposedA: false, accumulate: false);
    }

    [Fact]
    public void ARowsSumsDoNotDependOnTheRowsBesideIt()
    {
        const int Rows = 23, Depth = 37, Columns = 64;
        float[] a = Numbers.Float(Rows * Depth, 1), b = Numbers.Float(Depth * Columns, 2);
        float[] together = new float[Rows * Columns], alone = new float[Rows * Columns];
        fixed (float* pa = a, pb = b, pc = together, pd = alone)
        {
            Product.Panel<float, V512<float>>(pa, Depth, 1, pb, Columns, pc, Columns, Rows, 4, Depth, false);
            for (int r = 0; r < Rows; r++)
                Product.Panel<float, V512<float>>(
                    pa + r * Depth, Depth, 1, pb, Columns, pd + r * Columns, Columns, 1, 4, Depth, false);
        }

        Assert.Equal(alone, together);
    }

    private static void CheckShapes<T, TV>(double tolerance)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        for (int vectors = 1; vectors <= 4; vectors++)
            foreach (int rows in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 17, 32])
                foreach (int depth in (int[])[0, 1, 2, 5, 17, 64, 257])
                {
                    Check<T, TV>(rows, vectors, depth, tolerance, transposedA: false, accumulate: false);
                    Check<T, TV>(rows, vectors, depth, tolerance, transposedA: true, accumulate: true);
                }
    }

    private static void Check<T, TV>(int rows, int vectors, int depth, double tolerance, bool transposedA, bool accumulate)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        int columns = vectors * TV.Count, bDepth = columns + 3, cRow = columns + 5;
        (int aRow, int aDepth) = transposedA ? (1, rows + 2) : (depth + 1, 1);
        T[] a = Numbers.Of<T>((rows + 2) * (depth + 2), 1), b = Numbers.Of<T>((depth + 1) * bDepth, 2);
        T[] expected = Numbers.Of<T>(rows * cRow, 3), actual = [.. expected];
        fixed (T* pa = a, pb = b, pe = expected, pc = actual)
        {
            Product.PanelReference(pa, aRow, aDepth, pb, bDepth, pe, cRow, rows, columns, depth, accumulate);
            Product.Panel<T, TV>(pa, aRow, aDepth, pb, bDepth, pc, cRow, rows, vectors, depth, accumulate);
        }

        // What lies between the rows must not be touched, so all of it is compared.
        Numbers.AssertClose(expected, actual, tolerance * Math.Max(1, depth),
            $"{typeof(TV).Name} rows {rows}, vectors {vectors}, depth {depth}");
    }
}
