namespace LstmService.Engine.Explanation;

/// <summary>
/// The epsilon rule (Bach et al. 2015, equation 58; Arras et al. 2017, equation 3): of a sum z, each part takes the share of
/// the relevance that it has in the sum, <c>R(part) = part / (z + epsilon size sign(z)) R(z)</c>. Epsilon keeps parts that cancel
/// from blowing relevance up. The literature takes an absolute one, which over a long window eats up what passes through a
/// small memory; here it is measured by the size of the parts, the sum of their absolute values, so that units do not matter.
/// What falls to biases and to epsilon is kept account of, so that nothing is lost.
/// </summary>
internal sealed class EpsilonRule(double epsilon)
{
    /// <summary>What fell to biases.</summary>
    public double ToBiases { get; private set; }

    /// <summary>What epsilon took.</summary>
    public double Absorbed { get; private set; }

    /// <summary>What each unit of a part of a sum takes; what epsilon takes goes to the account.</summary>
    /// <param name="z">The sum.</param>
    /// <param name="size">The sum of the parts' absolute values.</param>
    /// <param name="relevance">R(z).</param>
    public double Share(double z, double size, double relevance)
    {
        double share = size == 0 ? 0 : relevance / (z + (z >= 0 ? epsilon : -epsilon) * size);
        Absorbed += relevance - share * z;
        return share;
    }

    /// <summary>A bias takes its share.</summary>
    public void Take(double bias, double share) => ToBiases += bias * share;
}
