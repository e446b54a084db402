using System.Numerics;

namespace LstmService.Engine;

/// <summary>A loss before it is averaged.</summary>
/// <param name="Sum">The weighted sum over everything that is known.</param>
/// <param name="Count">How many terms that is.</param>
public readonly record struct LossValue(double Sum, long Count)
{
    /// <summary>The mean; 0 where nothing is known.</summary>
    public double Mean => Count == 0 ? 0 : Sum / Count;

    /// <summary>The loss of two batches together.</summary>
    public static LossValue operator +(LossValue a, LossValue b) => new(a.Sum + b.Sum, a.Count + b.Count);

    /// <summary>The loss of two batches together.</summary>
    public LossValue Add(LossValue other) => this + other;
}

/// <summary>
/// How far outputs are from targets. The mean is over the rows of targets (windows, or each of their steps), targets and
/// quantiles, each window's terms times its weight; a target that is NaN is unknown: it adds nothing and is not counted.
/// The weights are not normalised.
/// </summary>
public interface ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The loss of a batch, and its gradient.</summary>
    /// <param name="outputs">[target rows, outputs] as the network gave them.</param>
    /// <param name="batch">The targets and weights.</param>
    /// <param name="dOutputs">
    /// [target rows, outputs]: the gradient of the mean, overwritten; empty where it is not wanted.
    /// </param>
    LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs);
}
