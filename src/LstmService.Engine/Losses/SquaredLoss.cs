using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>(output - target)^2, whose best answer is the mean.</summary>
public sealed class SquaredLoss<T> : ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) =>
        LossTerms.Sum(outputs, batch, dOutputs, 1, default(Term));

    private readonly struct Term : ILossTerm<T>
    {
        public (T Value, T Derivative) At(T output, T target, int quantile)
        {
            T error = output - target;
            return (error * error, error + error);
        }
    }
}
