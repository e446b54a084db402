using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>(output - target)^2, whose best answer is the mean.</summary>
public sealed class SquaredLoss<T> : ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) =>
        LossTerms.Sum(outputs, batch, dOutputs, width: 1, terms: 1, default(Term));

    private readonly struct Term : ILossTerm<T>
    {
        public T At(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs)
        {
            T error = outputs[0] - target;
            if (!dOutputs.IsEmpty)
                dOutputs[0] = error + error;
            return error * error;
        }
    }
}
