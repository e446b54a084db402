using System.Numerics;
using LstmService.Engine.Heads;

namespace LstmService.Engine;

/// <summary>The distribution a <see cref="LikelihoodHeadSpec"/> speaks of.</summary>
public enum Likelihood
{
    /// <summary>mean, deviation: errors of both signs alike.</summary>
    Gaussian,

    /// <summary>location, scale, degrees of freedom: as the Gaussian, with tails as heavy as the data's.</summary>
    StudentT,

    /// <summary>mean, dispersion: counts whose variance is above their mean.</summary>
    NegativeBinomial,
}

/// <summary>
/// The negative logarithm of a distribution's likelihood: targets are [rows, horizon], outputs its parameters,
/// [rows, horizon, parameters], as <see cref="LikelihoodHeadSpec"/> answers them.
/// </summary>
public abstract class LikelihoodLoss<T> : ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected LikelihoodLoss(Likelihood likelihood)
    {
        Likelihood = likelihood;
        Parameters = LikelihoodLoss.LinksOf(likelihood).Length;
    }

    /// <summary>Which distribution.</summary>
    public Likelihood Likelihood { get; }

    /// <summary>How many parameters it has.</summary>
    public int Parameters { get; }

    /// <inheritdoc />
    public abstract LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs);

    /// <summary>Draws from the distribution.</summary>
    /// <param name="parameters">[parameters]: the outputs for one target.</param>
    /// <param name="random">Where chance comes from.</param>
    public double Sample(ReadOnlySpan<T> parameters, ref Xoshiro256 random)
    {
        if (parameters.Length != Parameters)
            throw new ArgumentException(
                $"parameters must have {Parameters} elements, had {parameters.Length}", nameof(parameters));
        return Draw(parameters, ref random);
    }

    private protected abstract double Draw(ReadOnlySpan<T> parameters, ref Xoshiro256 random);
}

/// <summary>Makes the loss of a distribution.</summary>
public static class LikelihoodLoss
{
    /// <summary>The loss of this distribution.</summary>
    public static LikelihoodLoss<T> For<T>(Likelihood likelihood)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => likelihood switch
        {
            Likelihood.Gaussian => new GaussianLoss<T>(),
            Likelihood.StudentT => new StudentTLoss<T>(),
            Likelihood.NegativeBinomial => new NegativeBinomialLoss<T>(),
            _ => throw new ArgumentOutOfRangeException(nameof(likelihood), $"there is no likelihood {likelihood}"),
        };

    /// <summary>How the head makes each parameter of a distribution; a distribution that is none has none.</summary>
    internal static ReadOnlySpan<Link> LinksOf(Likelihood likelihood) => likelihood switch
    {
        Likelihood.Gaussian => [Link.Same, Link.Positive],
        Likelihood.StudentT => [Link.Same, Link.Positive, Link.AboveTwo],
        Likelihood.NegativeBinomial => [Link.Positive, Link.Positive],
        _ => [],
    };
}
