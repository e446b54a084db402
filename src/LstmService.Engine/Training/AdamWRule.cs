using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Training;

/// <summary>AdamW (Loshchilov and Hutter 2019); the equations stand at its kernel, <see cref="Adam"/>.</summary>
internal sealed class AdamWRule<T>(TrainerOptions options, int length) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _first = new(length);
    private readonly AlignedBuffer<T> _second = new(length);

    public IReadOnlyList<AlignedBuffer<T>> Moments => [_first, _second];

    public void Step(Span<T> weights, ReadOnlySpan<T> gradient, double scale, double rate, long step)
    {
        double correction1 = 1 - Math.Pow(options.Beta1, step), correction2 = 1 - Math.Pow(options.Beta2, step);
        Adam.Step(weights, gradient, _first.Span, _second.Span, new AdamStep<T>(
            T.CreateTruncating(scale), T.CreateTruncating(options.Beta1), T.CreateTruncating(options.Beta2),
            T.CreateTruncating(rate / correction1), T.CreateTruncating(1 / Math.Sqrt(correction2)),
            T.CreateTruncating(options.Epsilon), T.CreateTruncating(1 - rate * options.WeightDecay)));
    }
}
