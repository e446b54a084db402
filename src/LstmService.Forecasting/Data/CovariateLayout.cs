using LstmService.Forecasting.Covariates;

namespace LstmService.Forecasting.Data;

/// <summary>Lays covariates on the grid of their series; gaps inside are filled, what follows the last value is the future.</summary>
internal static class CovariateLayout
{
    /// <summary>One array a covariate, from the first point of <paramref name="series"/> on.</summary>
    /// <param name="points">The points they stand beside.</param>
    /// <param name="steps">[point]: the grid step of each, from the first point laid.</param>
    /// <param name="first">The grid step that the series begins at.</param>
    /// <param name="series">The series as it was laid.</param>
    /// <param name="changes">Told what was filled.</param>
    public static IReadOnlyList<Covariate> Lay(OrderedPoints points, long[] steps, int first, TimeSeries series, Notes changes)
    {
        int rows = steps.Length, laid = rows == 0 ? 0 : (int)steps[^1] + 1;
        int[] rowAt = new int[laid];
        Array.Fill(rowAt, -1);
        for (int i = 0; i < rows; i++) rowAt[steps[i]] = i;
        List<Covariate> all = [];
        foreach (Covariate covariate in points.Covariates)
        {
            if (covariate.Role == CovariateRole.Static)
            {
                all.Add(covariate);
                continue;
            }
            int beyond = Math.Max(0, covariate.Length - rows);
            Covariate grid = covariate.Pick(laid + beyond - first, i => Row(i + first));
            int length = covariate.Role == CovariateRole.Past ? series.Length : Math.Max(series.Length, grid.GivenLength());
            grid = grid.Pick(length, i => i < grid.Length ? i : -1);
            all.Add(Fill(grid, series.Id, changes));

            int Row(int step) => step >= laid ? rows + step - laid : rowAt[step] is var row && row < covariate.Length ? row : -1;
        }
        return all;
    }

    /// <summary>
    /// A missing value is the one before it, or the first where there is none before: a price holds until it changes. In a column
    /// that knows one number alone, a mark, missing is 0.
    /// </summary>
    internal static Covariate Fill(Covariate covariate, string id, Notes changes)
    {
        int missing = Enumerable.Range(0, covariate.Length).Count(i => !covariate.IsGiven(i));
        int given = Enumerable.Range(0, covariate.Length).FirstOrDefault(covariate.IsGiven, -1);
        if (missing == 0 || given < 0 || covariate.Numbers is not { } numbers) return covariate;
        double mark = numbers[given];
        bool isMark = mark != 0 && numbers.All(v => double.IsNaN(v) || v == mark);
        double[] filled = [.. numbers];
        double before = isMark ? 0 : mark;
        for (int i = 0; i < filled.Length; i++)
        {
            if (double.IsNaN(filled[i])) filled[i] = before;
            else if (!isMark) before = filled[i];
        }
        changes.Add(id, $"{missing} missing value(s) of {covariate.Name} were taken as {(isMark ? "0" : "the value before")}");
        return covariate with { Numbers = filled };
    }
}
