using System.Numerics;

namespace LstmService.Engine.Losses;

/// <summary>What a loss says of one target.</summary>
internal interface ILossTerm<T>
{
    /// <summary>The value at one target.</summary>
    /// <param name="outputs">[width]: all outputs that speak of this target.</param>
    /// <param name="target">Known.</param>
    /// <param name="dOutputs">[width]: the derivative by each, overwritten; empty where it is not wanted.</param>
    T At(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs);
}

/// <summary>The walk that all losses share: masks, weights and the mean.</summary>
internal static class LossTerms
{
    /// <summary>Sums a term over a batch.</summary>
    /// <param name="outputs">[target rows, targets, width].</param>
    /// <param name="batch">Targets [target rows, targets] and weights [count].</param>
    /// <param name="dOutputs">Like outputs, or empty.</param>
    /// <param name="width">Outputs for each target.</param>
    /// <param name="terms">How many terms of the mean a target counts as.</param>
    /// <param name="term">The loss itself.</param>
    public static LossValue Sum<T, TTerm>(
        ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs, int width, int terms, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ILossTerm<T>
    {
        ArgumentNullException.ThrowIfNull(batch);
        int targets = batch.Shape.Targets, rows = batch.TargetRows, length = rows * targets * width;
        if (outputs.Length != length)
            throw new ArgumentException(
                $"{rows} rows of {targets} targets need {length} outputs, were {outputs.Length}", nameof(outputs));
        if (!dOutputs.IsEmpty && dOutputs.Length != length)
            throw new ArgumentException($"dOutputs must have {length} elements, had {dOutputs.Length}", nameof(dOutputs));
        ReadOnlySpan<T> target = batch.Targets.AsSpan(0, rows * targets);
        long count = 0;
        foreach (T value in target)
            count += T.IsNaN(value) ? 0 : terms;

        T share = count == 0 ? T.Zero : T.One / T.CreateTruncating(count);
        double sum = 0;
        for (int i = 0; i < target.Length; i++)
        {
            T weight = batch.Weights[i / targets % batch.Count];
            Span<T> d = dOutputs.IsEmpty ? default : dOutputs.Slice(i * width, width);
            if (T.IsNaN(target[i]))
            {
                d.Clear();
                continue;
            }

            sum += double.CreateTruncating(weight * term.At(outputs.Slice(i * width, width), target[i], d));
            T scale = weight * share;
            for (int k = 0; k < d.Length; k++)
                d[k] *= scale;
        }

        return new(sum, count);
    }
}
