namespace LstmService.Engine.Explanation;

/// <summary>
/// Gauss-Lobatto quadrature with eight nodes on -1..1, exact for polynomials up to the degree 13. It has a node at each end, so
/// the values there come with the integral.
/// </summary>
internal static class GaussLobatto
{
    private const double A = 0.2092992179024788687687, B = 0.5917001814331423021445, C = 0.8717401485096066153375;
    private const double WeightEnd = 1.0 / 28, WeightA = 0.4124587946587038815671;
    private const double WeightB = 0.3411226924835043647642, WeightC = 0.2107042271435060393830;

    public static ReadOnlySpan<double> Nodes => [-1, -C, -B, -A, A, B, C, 1];

    public static ReadOnlySpan<double> Weights =>
        [WeightEnd, WeightC, WeightB, WeightA, WeightA, WeightB, WeightC, WeightEnd];
}
