using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Training;

/// <summary>How a gradient moves the weights: one class for each optimiser.</summary>
internal interface IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What it remembers of earlier gradients, flat like the weights; 0 at the start.</summary>
    IReadOnlyList<AlignedBuffer<T>> Moments { get; }

    /// <summary>Takes one step.</summary>
    /// <param name="weights">Changed.</param>
    /// <param name="gradient">Of the weights.</param>
    /// <param name="scale">What the gradient is multiplied by: below 1 where it is clipped.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="step">Steps since the moments were 0, from 1.</param>
    void Step(Span<T> weights, ReadOnlySpan<T> gradient, double scale, double rate, long step);
}
