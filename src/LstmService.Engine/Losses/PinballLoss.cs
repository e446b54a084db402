using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>
/// The pinball loss (Koenker and Bassett 1978), whose best answer is the quantile: with e = target - output,
/// max(tau e, (tau - 1) e). Its derivative at 0 is taken as 0. Targets are [count, horizon], outputs [count, horizon, quantiles].
/// </summary>
public sealed class PinballLoss<T> : ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _quantiles;

    /// <summary>The loss of these quantiles.</summary>
    /// <param name="quantiles">Each between 0 and 1, in the order of the outputs.</param>
    /// <exception cref="ArgumentException">There is none, or one is not between 0 and 1.</exception>
    public PinballLoss(IReadOnlyList<double> quantiles)
    {
        ArgumentNullException.ThrowIfNull(quantiles);
        var failures = new List<string>();
        if (quantiles.Count == 0)
            failures.Add("quantiles must have at least one, had none");
        foreach (double quantile in quantiles)
            if (!(quantile is > 0 and < 1))
                failures.Add($"a quantile must be between 0 and 1, was {quantile}");
        Bounds.ThrowIfAny(failures, nameof(quantiles));
        Quantiles = [.. quantiles];
        _quantiles = [.. quantiles.Select(T.CreateTruncating)];
    }

    /// <summary>The quantiles, in the order of the outputs.</summary>
    public IReadOnlyList<double> Quantiles { get; }

    /// <inheritdoc />
    public LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) =>
        LossTerms.Sum(outputs, batch, dOutputs, width: _quantiles.Length, terms: _quantiles.Length, new Term(_quantiles));

    private readonly struct Term(T[] quantiles) : ILossTerm<T>
    {
        public T At(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs)
        {
            T sum = T.Zero;
            for (int q = 0; q < quantiles.Length; q++)
            {
                T tau = quantiles[q], error = target - outputs[q];
                (T value, T derivative) = error > T.Zero ? (tau * error, -tau)
                    : error < T.Zero ? ((tau - T.One) * error, T.One - tau)
                    : (error, T.Zero);
                sum += value;
                if (!dOutputs.IsEmpty)
                    dOutputs[q] = derivative;
            }

            return sum;
        }
    }
}
