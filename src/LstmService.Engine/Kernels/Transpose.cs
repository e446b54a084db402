using System.Numerics;

namespace LstmService.Engine.Kernels;

/// <summary>Packs some rows of a packed matrix as columns, so that a product can go through the weights backwards.</summary>
internal static unsafe class Transpose
{
    /// <summary>target[column, r] = source[firstRow + r, column]; columns of the target without a row are 0.</summary>
    /// <param name="source">The packed matrix, from its own first element.</param>
    /// <param name="from">How the source lies; its offset is not used.</param>
    /// <param name="firstRow">The first row taken.</param>
    /// <param name="count">How many rows are taken.</param>
    /// <param name="target">[from.Columns, to.Columns], packed.</param>
    /// <param name="to">How the target lies; its offset is not used.</param>
    public static void Pack<T>(T* source, PackedMatrix from, int firstRow, int count, T* target, PackedMatrix to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int start = 0; start < to.Columns; start += to.PanelWidth)
        {
            int width = to.WidthAt(start);
            int filled = Math.Clamp(count - start, 0, width);
            T* panel = target + start * to.Rows;
            for (int fromStart = 0; fromStart < from.Columns; fromStart += from.PanelWidth)
            {
                int stride = from.WidthAt(fromStart);
                T* first = source + fromStart * from.Rows + (firstRow + start) * stride;
                for (int column = 0; column < stride; column++)
                {
                    T* row = panel + (fromStart + column) * width;
                    for (int r = 0; r < filled; r++)
                        row[r] = first[r * stride + column];
                    for (int r = filled; r < width; r++)
                        row[r] = T.Zero;
                }
            }
        }
    }

    /// <summary>The same as <see cref="Pack{T}"/>, element by element.</summary>
    public static void PackReference<T>(T* source, PackedMatrix from, int firstRow, int count, T* target, PackedMatrix to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int column = 0; column < from.Columns; column++)
            for (int r = 0; r < to.Columns; r++)
                target[to.Index(column, r) - to.Offset] =
                    r < count ? source[from.Index(firstRow + r, column) - from.Offset] : T.Zero;
    }
}
