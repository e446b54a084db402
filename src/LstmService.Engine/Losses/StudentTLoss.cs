using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>
/// -log of Student's t density (Student 1908) with location m, scale s and v degrees of freedom: with e = (target - m) / s,
/// <code>
/// loss = log(s) + log(v pi) / 2 + logGamma(v / 2) - logGamma((v + 1) / 2) + (v + 1) / 2 log(1 + e^2 / v)
/// dm   = -(v + 1) e / ((v + e^2) s)
/// ds   = (1 - (v + 1) e^2 / (v + e^2)) / s
/// dv   = (1 / v + digamma(v / 2) - digamma((v + 1) / 2) + log(1 + e^2 / v) - (v + 1) e^2 / (v (v + e^2))) / 2
/// </code>
/// </summary>
public sealed class StudentTLoss<T>() : LikelihoodLoss<T>(Likelihood.StudentT)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public override LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) =>
        LossTerms.Sum(outputs, batch, dOutputs, Parameters, terms: 1, default(Term));

    /// <summary>A normal draw over the root of a chi-squared one by its degrees.</summary>
    private protected override double Draw(ReadOnlySpan<T> parameters, ref Xoshiro256 random)
    {
        double v = double.CreateTruncating(parameters[2]), normal = random.NextGaussian();
        double t = normal / Math.Sqrt(2 * random.NextGamma(v / 2) / v);
        return double.CreateTruncating(parameters[0]) + double.CreateTruncating(parameters[1]) * t;
    }

    private readonly struct Term : ILossTerm<T>
    {
        // In double whatever T is: the gamma functions nearly cancel where v is large.
        public T At(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs)
        {
            double s = double.CreateTruncating(outputs[1]), v = double.CreateTruncating(outputs[2]);
            double e = double.CreateTruncating(target - outputs[0]) / s, e2 = e * e;
            double log = Math.Log(1 + e2 / v), share = (v + 1) * e2 / (v + e2);
            if (!dOutputs.IsEmpty)
            {
                dOutputs[0] = T.CreateTruncating(-(v + 1) * e / ((v + e2) * s));
                dOutputs[1] = T.CreateTruncating((1 - share) / s);
                dOutputs[2] = T.CreateTruncating(
                    0.5 * (1 / v + GammaFunctions.Digamma(v / 2) - GammaFunctions.Digamma((v + 1) / 2) + log - share / v));
            }

            return T.CreateTruncating(
                Math.Log(s) + 0.5 * Math.Log(v * Math.PI) + GammaFunctions.LogGamma(v / 2)
                - GammaFunctions.LogGamma((v + 1) / 2) + 0.5 * (v + 1) * log);
        }
    }
}
