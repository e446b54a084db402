namespace LstmService.Forecasting.Search;

/// <summary>A rung of successive halving.</summary>
/// <param name="Points">The points that reach it.</param>
/// <param name="Share">The share of its epochs that a point has done when it is judged here.</param>
internal readonly record struct Rung(int Points, double Share);

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016, Figure 1, with η = 3 as Li et al. 2018 advise): all points are trained for a
/// few of their epochs, the best third goes on for three times as many, and so on until the last rung, which trains to the end.
/// </summary>
internal static class Halving
{
    private const int Reduction = 3;

    /// <summary>The rungs for so many points, each of a third of the points before and three times their epochs.</summary>
    public static IReadOnlyList<Rung> Rungs(int points)
    {
        int last = 0;
        for (int left = points; left >= Reduction; left /= Reduction) last++;
        List<Rung> rungs = [];
        for (int i = 0, left = points; i <= last; i++, left /= Reduction) rungs.Add(new(left, Math.Pow(Reduction, i - last)));
        return rungs;
    }
}
