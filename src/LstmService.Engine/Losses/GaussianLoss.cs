using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>
/// -log of the normal density with mean m and deviation s (Salinas et al. 2020, equation 3): with e = (target - m) / s,
/// <code>
/// loss = log(s) + log(2 pi) / 2 + e^2 / 2
/// dm   = -e / s
/// ds   = (1 - e^2) / s
/// </code>
/// </summary>
public sealed class GaussianLoss<T>() : LikelihoodLoss<T>(Likelihood.Gaussian)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public override LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) =>
        LossTerms.Sum(outputs, batch, dOutputs, Parameters, terms: 1, default(Term));

    private protected override double Draw(ReadOnlySpan<T> parameters, ref Xoshiro256 random) =>
        double.CreateTruncating(parameters[0]) + double.CreateTruncating(parameters[1]) * random.NextGaussian();

    private readonly struct Term : ILossTerm<T>
    {
        // log(2 pi) / 2
        private const double Constant = 0.91893853320467274;

        public T At(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs)
        {
            T deviation = outputs[1], e = (target - outputs[0]) / deviation;
            if (!dOutputs.IsEmpty)
            {
                dOutputs[0] = -e / deviation;
                dOutputs[1] = (T.One - e * e) / deviation;
            }

            return T.Log(deviation) + T.CreateTruncating(Constant) + e * e * T.CreateTruncating(0.5);
        }
    }
}
