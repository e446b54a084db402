using System.Collections;
using LstmService.Api.Series.Columns;

namespace LstmService.Api.Series;

/// <summary>Which points of a series are kept: all of them, or those in a mask.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mask">[point]: is it kept? Null keeps all.</param>
internal sealed record PointSelection(int Count, BitArray? Mask)
{
    public static PointSelection All(int count) => new(count, null);

    public bool Holds(int point) => Mask is null || Mask[point];

    /// <summary>What stands at the points that are kept.</summary>
    /// <param name="visitAll">Shows what stands at all of them, in blocks.</param>
    public T[] Of<T>(Action<BlockVisitor<T>> visitAll)
    {
        T[] kept = GC.AllocateUninitializedArray<T>(Count);
        int at = 0;
        visitAll((start, block) =>
        {
            for (int i = 0; i < block.Length; i++)
                if (Holds(start + i)) kept[at++] = block[i];
        });
        return kept;
    }

    /// <summary>The number, among all points, of point <paramref name="index"/> of those kept.</summary>
    public int SourceOf(int index)
    {
        if (Mask is null) return index;
        int source = -1;
        for (int kept = -1; kept < index;)
            if (Mask[++source]) kept++;
        return source;
    }
}
