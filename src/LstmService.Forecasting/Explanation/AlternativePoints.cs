using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Explanation;

/// <summary>One past point in an alternative forecast.</summary>
/// <param name="Point">Its place in the history, from 0.</param>
/// <param name="Weight">What one unit of it adds to the forecast.</param>
internal readonly record struct WeighedPoint(int Point, double Weight);

/// <summary>
/// Of which past points the alternatives of <see cref="AlternativeForecasts"/> are made: each is a weighted sum of them, while level,
/// profile and slope stand.
/// </summary>
internal static class AlternativePoints
{
    /// <summary>For each alternative its points, in the order in which <see cref="AlternativeForecasts.Fill"/> writes them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="length">Points of the history.</param>
    /// <param name="k">The step ahead, from 0.</param>
    public static IReadOnlyList<IReadOnlyList<WeighedPoint>> Of(Plan plan, int length, int k)
    {
        List<IReadOnlyList<WeighedPoint>> alternatives = [];
        if (!plan.Gates) return alternatives;
        foreach (int season in plan.Seasons) AddSeason(alternatives, season / plan.Season * plan.Season, length, k);
        alternatives.Add(MeanOfWindow(plan, length));
        while (alternatives.Count < AlternativeForecasts.Count(plan)) alternatives.Add([]); // level, profile and slope alone; covariates
        return alternatives;
    }

    private static void AddSeason(List<IReadOnlyList<WeighedPoint>> alternatives, int m, int length, int k)
    {
        int known = Math.Min(length / m, AlternativeForecasts.SeasonsAveraged);
        if (known == 0)
        {
            alternatives.AddRange([[], [], []]);
            return;
        }
        WeighedPoint last = new(length - m + k % m, 1);
        double growth = known >= 2 ? (1.0 + k / m) / m : 0;
        alternatives.Add([last]);
        alternatives.Add([last, .. Enumerable.Range(1, known >= 2 ? 2 * m : 0).Select(back => new WeighedPoint(length - back, back <= m ? growth : -growth))]);
        alternatives.Add([.. Enumerable.Range(1, known).Select(s => new WeighedPoint(length - s * m + k % m, 1.0 / known))]);
    }

    private static WeighedPoint[] MeanOfWindow(Plan plan, int length)
    {
        int known = Math.Min(length, plan.Lookback);
        WeighedPoint[] points = [.. Enumerable.Range(length - known, known).Select(t => new WeighedPoint(t, 1.0 / plan.Lookback))];
        // the first known value stands for those before it
        points[0] = points[0] with { Weight = (plan.Lookback - known + 1.0) / plan.Lookback };
        return points;
    }
}
