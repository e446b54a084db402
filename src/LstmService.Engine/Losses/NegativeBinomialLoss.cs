using System.Buffers;
using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>
/// -log of the negative binomial probability of a count z with mean m and dispersion a (Salinas et al. 2020, equation 4), whose
/// variance is m + a m^2: with r = 1 / a,
/// <code>
/// loss = logGamma(r) + logGamma(z + 1) - logGamma(z + r) + r log(1 + a m) - z log(a m / (1 + a m))
/// dm   = (m - z) / (m (1 + a m))
/// dr   = digamma(r) - digamma(z + r) + log(1 + a m) + (z - m) / (r + m)
/// da   = -r^2 dr
/// </code>
/// Counts keep their own unit: where a window's scale is s (<see cref="Batch{T}.Scales"/>), the outputs m' and a' stand for
/// m = s m' and a = a' / sqrt(s) (Salinas et al. 2020, section 3.3).
/// </summary>
public sealed class NegativeBinomialLoss<T>() : LikelihoodLoss<T>(Likelihood.NegativeBinomial)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    /// <exception cref="ArgumentException">A target is below 0.</exception>
    public override LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs)
    {
        ArgumentNullException.ThrowIfNull(batch);
        T[] rented = ArrayPool<T>.Shared.Rent(outputs.Length);
        Span<T> scaled = rented.AsSpan(0, outputs.Length);
        outputs.CopyTo(scaled);
        Scale(scaled, batch);
        LossValue value = LossTerms.Sum(scaled, batch, dOutputs, Parameters, terms: 1, default(Term));
        Scale(dOutputs, batch); // by the chain rule the same factors
        ArrayPool<T>.Shared.Return(rented);
        return value;
    }

    private static void Scale(Span<T> pairs, Batch<T> batch)
    {
        int targets = Math.Max(1, batch.Shape.Targets);
        for (int i = 0; i + 1 < pairs.Length; i += 2)
        {
            T scale = batch.Scales[i / 2 / targets % batch.Count];
            pairs[i] *= scale;
            pairs[i + 1] /= T.Sqrt(scale);
        }
    }

    /// <summary>A Poisson draw whose mean is a gamma draw.</summary>
    private protected override double Draw(ReadOnlySpan<T> parameters, ref Xoshiro256 random)
    {
        double m = double.CreateTruncating(parameters[0]), a = double.CreateTruncating(parameters[1]);
        return random.NextPoisson(Math.Min(m * a * random.NextGamma(1 / a), Xoshiro256.MostPoissonMean));
    }

    private readonly struct Term : ILossTerm<T>
    {
        // In double whatever T is: the gamma functions nearly cancel where a is small.
        public T At(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs)
        {
            if (target < T.Zero)
                throw new ArgumentException($"a target must be a count of at least 0, was {target}");
            double m = double.CreateTruncating(outputs[0]), a = double.CreateTruncating(outputs[1]);
            double z = double.CreateTruncating(target), r = 1 / a, log = Math.Log(1 + a * m);
            if (!dOutputs.IsEmpty)
            {
                double dr = GammaFunctions.Digamma(r) - GammaFunctions.Digamma(z + r) + log + (z - m) / (r + m);
                dOutputs[0] = T.CreateTruncating((m - z) / (m * (1 + a * m)));
                dOutputs[1] = T.CreateTruncating(-r * r * dr);
            }

            return T.CreateTruncating(
                GammaFunctions.LogGamma(r) + GammaFunctions.LogGamma(z + 1) - GammaFunctions.LogGamma(z + r) + r * log
                - z * (Math.Log(a * m) - log));
        }
    }
}
