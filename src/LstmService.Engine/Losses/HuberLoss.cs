using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>
/// Squared near the target and absolute far from it (Huber 1964): with e = output - target, e^2 / 2 where |e| is at most
/// delta, and delta (|e| - delta / 2) beyond, so that a wild target pulls no harder than a target delta away.
/// </summary>
public sealed class HuberLoss<T> : ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _delta;

    /// <summary>The loss with a bend.</summary>
    /// <param name="delta">Where the square ends, above 0 and finite.</param>
    /// <exception cref="ArgumentException">It is not above 0 and finite.</exception>
    public HuberLoss(double delta = 1)
    {
        if (!(delta is > 0 and < double.PositiveInfinity))
            throw new ArgumentException($"delta must be above 0 and finite, was {delta}", nameof(delta));
        Delta = delta;
        _delta = T.CreateTruncating(delta);
    }

    /// <summary>Where the square ends.</summary>
    public double Delta { get; }

    /// <inheritdoc />
    public LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) =>
        LossTerms.Sum(outputs, batch, dOutputs, width: 1, terms: 1, new Term(_delta, T.CreateTruncating(0.5)));

    private readonly struct Term(T delta, T half) : ILossTerm<T>
    {
        public T At(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs)
        {
            T error = outputs[0] - target, size = T.Abs(error);
            if (!dOutputs.IsEmpty)
                dOutputs[0] = T.Clamp(error, -delta, delta);
            return size <= delta ? half * error * error : delta * (size - half * delta);
        }
    }
}
