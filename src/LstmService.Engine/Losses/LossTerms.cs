using System.Numerics;

namespace LstmService.Engine.Losses;

/// <summary>One term of a loss: its value and its derivative by the output.</summary>
internal interface ILossTerm<T>
{
    (T Value, T Derivative) At(T output, T target, int quantile);
}

/// <summary>The walk that all losses share: masks, weights and the mean.</summary>
internal static class LossTerms
{
    /// <summary>Sums a term over a batch.</summary>
    /// <param name="outputs">[target rows, targets, quantiles].</param>
    /// <param name="batch">Targets [target rows, targets] and weights [count].</param>
    /// <param name="dOutputs">Like outputs, or empty.</param>
    /// <param name="quantiles">Outputs for each target.</param>
    /// <param name="term">The loss itself.</param>
    public static LossValue Sum<T, TTerm>(
        ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs, int quantiles, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ILossTerm<T>
    {
        ArgumentNullException.ThrowIfNull(batch);
        int targets = batch.Shape.Targets, rows = batch.TargetRows, length = rows * targets * quantiles;
        if (outputs.Length != length)
            throw new ArgumentException(
                $"{rows} rows of {targets} targets need {length} outputs, were {outputs.Length}", nameof(outputs));
        if (!dOutputs.IsEmpty && dOutputs.Length != length)
            throw new ArgumentException($"dOutputs must have {length} elements, had {dOutputs.Length}", nameof(dOutputs));
        ReadOnlySpan<T> target = batch.Targets.AsSpan(0, rows * targets);
        long count = 0;
        foreach (T value in target)
            count += T.IsNaN(value) ? 0 : quantiles;

        T share = count == 0 ? T.Zero : T.One / T.CreateTruncating(count);
        double sum = 0;
        for (int i = 0; i < target.Length; i++)
        {
            T weight = batch.Weights[i / targets % batch.Count];
            Span<T> d = dOutputs.IsEmpty ? default : dOutputs.Slice(i * quantiles, quantiles);
            if (T.IsNaN(target[i]))
                d.Clear();
            else
                sum += double.CreateTruncating(
                    weight * SumOfTarget(outputs.Slice(i * quantiles, quantiles), target[i], d, weight * share, term));
        }

        return new(sum, count);
    }

    private static T SumOfTarget<T, TTerm>(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs, T scale, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ILossTerm<T>
    {
        T sum = T.Zero;
        for (int q = 0; q < outputs.Length; q++)
        {
            (T value, T derivative) = term.At(outputs[q], target, q);
            sum += value;
            if (q < dOutputs.Length)
                dOutputs[q] = derivative * scale;
        }

        return sum;
    }
}
