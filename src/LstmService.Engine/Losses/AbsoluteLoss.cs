using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>|output - target|, whose best answer is the median. Its derivative at 0 is taken as 0.</summary>
public sealed class AbsoluteLoss<T> : ILoss<T>
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
                dOutputs[0] = error > T.Zero ? T.One : error < T.Zero ? T.NegativeOne : T.Zero;
            // Not sign * error: an infinite or undefined error must stay so.
            return T.Abs(error);
        }
    }
}
