// Longer than a file of ours should be: one body serves every tile from 1x1 to 6x4, and its 24 sums must be 24
// local variables for the compiler to keep them in registers. The tests on Rows and Columns fold away.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LstmService.Engine.Kernels;

/// <summary>A number known when the code is compiled.</summary>
internal interface IConstant
{
    static abstract int Value { get; }
}

internal readonly struct One : IConstant
{
    public static int Value => 1;
}

internal readonly struct Two : IConstant
{
    public static int Value => 2;
}

internal readonly struct Three : IConstant
{
    public static int Value => 3;
}

internal readonly struct Four : IConstant
{
    public static int Value => 4;
}

internal readonly struct Six : IConstant
{
    public static int Value => 6;
}

/// <summary>
/// The matrix product behind every layer: C = A * B, or C += A * B. A is read one number at a time through two strides,
/// so it may be transposed at no cost; B is one panel, up to four vectors wide. Each element is a sum in ascending depth,
/// whatever the tile, so the same numbers give the same bits in any batch.
/// </summary>
internal static unsafe class Product
{
    /// <summary>c[r, j] (+)= sum over k of a[r, k] * b[k, j], for one panel of columns.</summary>
    /// <remarks>
    /// a: [rows, depth], element (r, k) at r * aRow + k * aDepth;  b: [depth, vectors * Count], row k at k * bDepth;
    /// c: [rows, vectors * Count], row r at r * cRow.
    /// </remarks>
    public static void Panel<T, TV>(
        T* a, nint aRow, nint aDepth, T* b, nint bDepth, T* c, nint cRow, int rows, int vectors, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        switch (vectors)
        {
            case 4: Rows<T, TV, Four>(a, aRow, aDepth, b, bDepth, c, cRow, rows, depth, accumulate); break;
            case 3: Rows<T, TV, Three>(a, aRow, aDepth, b, bDepth, c, cRow, rows, depth, accumulate); break;
            case 2: Rows<T, TV, Two>(a, aRow, aDepth, b, bDepth, c, cRow, rows, depth, accumulate); break;
            default: Rows<T, TV, One>(a, aRow, aDepth, b, bDepth, c, cRow, rows, depth, accumulate); break;
        }
    }

    /// <summary>The same as <see cref="Panel{T,TV}"/>, as it is written in a textbook.</summary>
    public static void PanelReference<T>(
        T* a, nint aRow, nint aDepth, T* b, nint bDepth, T* c, nint cRow, int rows, int columns, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < rows; r++)
            for (int j = 0; j < columns; j++)
            {
                T sum = accumulate ? c[r * cRow + j] : T.Zero;
                for (int k = 0; k < depth; k++)
                    sum += a[r * aRow + k * aDepth] * b[k * bDepth + j];
                c[r * cRow + j] = sum;
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T, TV, TColumns>(
        T* a, nint aRow, nint aDepth, T* b, nint bDepth, T* c, nint cRow, int rows, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
        where TColumns : unmanaged, IConstant
    {
        while (rows > 0)
        {
            int taken = TV.TileRows == 6
                ? rows switch { >= 10 or 6 or 7 or 9 => 6, 8 or 5 or 4 => 4, _ => rows }
                : rows switch { >= 3 => 3, _ => rows };
            switch (taken)
            {
                case 6: Tile<T, TV, Six, TColumns>(a, aRow, aDepth, b, bDepth, c, cRow, depth, accumulate); break;
                case 4: Tile<T, TV, Four, TColumns>(a, aRow, aDepth, b, bDepth, c, cRow, depth, accumulate); break;
                case 3: Tile<T, TV, Three, TColumns>(a, aRow, aDepth, b, bDepth, c, cRow, depth, accumulate); break;
                case 2: Tile<T, TV, Two, TColumns>(a, aRow, aDepth, b, bDepth, c, cRow, depth, accumulate); break;
                default: Tile<T, TV, One, TColumns>(a, aRow, aDepth, b, bDepth, c, cRow, depth, accumulate); break;
            }

            a += taken * aRow;
            c += taken * cRow;
            rows -= taken;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<T, TV, TRows, TColumns>(
        T* a, nint aRow, nint aDepth, T* b, nint bDepth, T* c, nint cRow, int depth, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
        where TRows : unmanaged, IConstant
        where TColumns : unmanaged, IConstant
    {
        // sum{r}{j}: row r, vector j of the tile.
        TV sum00 = default, sum01 = default, sum02 = default, sum03 = default;
        TV sum10 = default, sum11 = default, sum12 = default, sum13 = default;
        TV sum20 = default, sum21 = default, sum22 = default, sum23 = default;
        TV sum30 = default, sum31 = default, sum32 = default, sum33 = default;
        TV sum40 = default, sum41 = default, sum42 = default, sum43 = default;
        TV sum50 = default, sum51 = default, sum52 = default, sum53 = default;
        if (accumulate)
        {
            sum00 = TV.Load(c);
            if (TColumns.Value > 1) sum01 = TV.Load(c + TV.Count);
            if (TColumns.Value > 2) sum02 = TV.Load(c + 2 * TV.Count);
            if (TColumns.Value > 3) sum03 = TV.Load(c + 3 * TV.Count);
            if (TRows.Value > 1)
            {
                sum10 = TV.Load(c + cRow);
                if (TColumns.Value > 1) sum11 = TV.Load(c + cRow + TV.Count);
                if (TColumns.Value > 2) sum12 = TV.Load(c + cRow + 2 * TV.Count);
                if (TColumns.Value > 3) sum13 = TV.Load(c + cRow + 3 * TV.Count);
            }
            if (TRows.Value > 2)
            {
                sum20 = TV.Load(c + 2 * cRow);
                if (TColumns.Value > 1) sum21 = TV.Load(c + 2 * cRow + TV.Count);
                if (TColumns.Value > 2) sum22 = TV.Load(c + 2 * cRow + 2 * TV.Count);
                if (TColumns.Value > 3) sum23 = TV.Load(c + 2 * cRow + 3 * TV.Count);
            }
            if (TRows.Value > 3)
            {
                sum30 = TV.Load(c + 3 * cRow);
                if (TColumns.Value > 1) sum31 = TV.Load(c + 3 * cRow + TV.Count);
                if (TColumns.Value > 2) sum32 = TV.Load(c + 3 * cRow + 2 * TV.Count);
                if (TColumns.Value > 3) sum33 = TV.Load(c + 3 * cRow + 3 * TV.Count);
            }
            if (TRows.Value > 4)
            {
                sum40 = TV.Load(c + 4 * cRow);
                if (TColumns.Value > 1) sum41 = TV.Load(c + 4 * cRow + TV.Count);
                if (TColumns.Value > 2) sum42 = TV.Load(c + 4 * cRow + 2 * TV.Count);
                if (TColumns.Value > 3) sum43 = TV.Load(c + 4 * cRow + 3 * TV.Count);
            }
            if (TRows.Value > 5)
            {
                sum50 = TV.Load(c + 5 * cRow);
                if (TColumns.Value > 1) sum51 = TV.Load(c + 5 * cRow + TV.Count);
                if (TColumns.Value > 2) sum52 = TV.Load(c + 5 * cRow + 2 * TV.Count);
                if (TColumns.Value > 3) sum53 = TV.Load(c + 5 * cRow + 3 * TV.Count);
            }
        }

        for (int k = 0; k < depth; k++, a += aDepth, b += bDepth)
        {
            TV b0 = TV.Load(b);
            TV b1 = TColumns.Value > 1 ? TV.Load(b + TV.Count) : default;
            TV b2 = TColumns.Value > 2 ? TV.Load(b + 2 * TV.Count) : default;
            TV b3 = TColumns.Value > 3 ? TV.Load(b + 3 * TV.Count) : default;
            TV a0 = TV.Broadcast(a[0]);
            sum00 = TV.MultiplyAdd(a0, b0, sum00);
            if (TColumns.Value > 1) sum01 = TV.MultiplyAdd(a0, b1, sum01);
            if (TColumns.Value > 2) sum02 = TV.MultiplyAdd(a0, b2, sum02);
            if (TColumns.Value > 3) sum03 = TV.MultiplyAdd(a0, b3, sum03);
            if (TRows.Value > 1)
            {
                TV a1 = TV.Broadcast(a[aRow]);
                sum10 = TV.MultiplyAdd(a1, b0, sum10);
                if (TColumns.Value > 1) sum11 = TV.MultiplyAdd(a1, b1, sum11);
                if (TColumns.Value > 2) sum12 = TV.MultiplyAdd(a1, b2, sum12);
                if (TColumns.Value > 3) sum13 = TV.MultiplyAdd(a1, b3, sum13);
            }
            if (TRows.Value > 2)
            {
                TV a2 = TV.Broadcast(a[2 * aRow]);
                sum20 = TV.MultiplyAdd(a2, b0, sum20);
                if (TColumns.Value > 1) sum21 = TV.MultiplyAdd(a2, b1, sum21);
                if (TColumns.Value > 2) sum22 = TV.MultiplyAdd(a2, b2, sum22);
                if (TColumns.Value > 3) sum23 = TV.MultiplyAdd(a2, b3, sum23);
            }
            if (TRows.Value > 3)
            {
                TV a3 = TV.Broadcast(a[3 * aRow]);
                sum30 = TV.MultiplyAdd(a3, b0, sum30);
                if (TColumns.Value > 1) sum31 = TV.MultiplyAdd(a3, b1, sum31);
                if (TColumns.Value > 2) sum32 = TV.MultiplyAdd(a3, b2, sum32);
                if (TColumns.Value > 3) sum33 = TV.MultiplyAdd(a3, b3, sum33);
            }
            if (TRows.Value > 4)
            {
                TV a4 = TV.Broadcast(a[4 * aRow]);
                sum40 = TV.MultiplyAdd(a4, b0, sum40);
                if (TColumns.Value > 1) sum41 = TV.MultiplyAdd(a4, b1, sum41);
                if (TColumns.Value > 2) sum42 = TV.MultiplyAdd(a4, b2, sum42);
                if (TColumns.Value > 3) sum43 = TV.MultiplyAdd(a4, b3, sum43);
            }
            if (TRows.Value > 5)
            {
                TV a5 = TV.Broadcast(a[5 * aRow]);
                sum50 = TV.MultiplyAdd(a5, b0, sum50);
                if (TColumns.Value > 1) sum51 = TV.MultiplyAdd(a5, b1, sum51);
                if (TColumns.Value > 2) sum52 = TV.MultiplyAdd(a5, b2, sum52);
                if (TColumns.Value > 3) sum53 = TV.MultiplyAdd(a5, b3, sum53);
            }
        }

        TV.Store(sum00, c);
        if (TColumns.Value > 1) TV.Store(sum01, c + TV.Count);
        if (TColumns.Value > 2) TV.Store(sum02, c + 2 * TV.Count);
        if (TColumns.Value > 3) TV.Store(sum03, c + 3 * TV.Count);
        if (TRows.Value > 1)
        {
            TV.Store(sum10, c + cRow);
            if (TColumns.Value > 1) TV.Store(sum11, c + cRow + TV.Count);
            if (TColumns.Value > 2) TV.Store(sum12, c + cRow + 2 * TV.Count);
            if (TColumns.Value > 3) TV.Store(sum13, c + cRow + 3 * TV.Count);
        }

        if (TRows.Value > 2)
        {
            TV.Store(sum20, c + 2 * cRow);
            if (TColumns.Value > 1) TV.Store(sum21, c + 2 * cRow + TV.Count);
            if (TColumns.Value > 2) TV.Store(sum22, c + 2 * cRow + 2 * TV.Count);
            if (TColumns.Value > 3) TV.Store(sum23, c + 2 * cRow + 3 * TV.Count);
        }

        if (TRows.Value > 3)
        {
            TV.Store(sum30, c + 3 * cRow);
            if (TColumns.Value > 1) TV.Store(sum31, c + 3 * cRow + TV.Count);
            if (TColumns.Value > 2) TV.Store(sum32, c + 3 * cRow + 2 * TV.Count);
            if (TColumns.Value > 3) TV.Store(sum33, c + 3 * cRow + 3 * TV.Count);
        }

        if (TRows.Value > 4)
        {
            TV.Store(sum40, c + 4 * cRow);
            if (TColumns.Value > 1) TV.Store(sum41, c + 4 * cRow + TV.Count);
            if (TColumns.Value > 2) TV.Store(sum42, c + 4 * cRow + 2 * TV.Count);
            if (TColumns.Value > 3) TV.Store(sum43, c + 4 * cRow + 3 * TV.Count);
        }

        if (TRows.Value > 5)
        {
            TV.Store(sum50, c + 5 * cRow);
            if (TColumns.Value > 1) TV.Store(sum51, c + 5 * cRow + TV.Count);
            if (TColumns.Value > 2) TV.Store(sum52, c + 5 * cRow + 2 * TV.Count);
            if (TColumns.Value > 3) TV.Store(sum53, c + 5 * cRow + 3 * TV.Count);
        }
    }
}
