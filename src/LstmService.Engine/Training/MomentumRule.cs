using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Training;

/// <summary>
/// Stochastic gradient descent with momentum (Polyak 1964) and decoupled weight decay; the equations stand at its kernel,
/// <see cref="Momentum"/>.
/// </summary>
internal sealed class MomentumRule<T>(TrainerOptions options, int length) : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _velocity = new(length);

    public IReadOnlyList<AlignedBuffer<T>> Moments => [_velocity];

    public void Step(Span<T> weights, ReadOnlySpan<T> gradient, double scale, double rate, long step) =>
        Momentum.Step(weights, gradient, _velocity.Span, new MomentumStep<T>(
            T.CreateTruncating(scale), T.CreateTruncating(options.Momentum), T.CreateTruncating(rate),
            T.CreateTruncating(1 - rate * options.WeightDecay)));
}
