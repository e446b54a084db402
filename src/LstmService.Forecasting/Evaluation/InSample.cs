using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Evaluation;

/// <summary>How well the networks say the data they learnt from, one step ahead: far better than on the origins means overfitting.</summary>
public static class InSample
{
    private const int MostWindows = 2_000;

    /// <summary>One step ahead at evenly chosen training origins.</summary>
    public static Accuracy? OneStep(IReadOnlyList<EncodedSeries> series, Plan plan, Ensemble ensemble, CancellationToken cancellation)
    {
        AccuracyTally tally = new();
        OriginRange[] ranges = [.. series.Select(s => TrainingWindows.RangeFor(s, plan)).OfType<OriginRange>()];
        long total = ranges.Sum(r => (long)r.Count), every = Math.Max(1, total / MostWindows), at = 0;
        foreach (OriginRange range in ranges)
        {
            SeasonalUnit? unit = SeasonalUnit.Of(range.Series.Values, plan.Season);
            for (int origin = range.First; origin < range.Series.Length; origin++)
            {
                if (at++ % every != 0 || double.IsNaN(range.Series.Values[origin])) continue;
                cancellation.ThrowIfCancellationRequested();
                double point = range.Series.Transform.Inverse(ensemble.Predict(range.Series, origin).Point[0]);
                tally.Add([range.Series.Values[origin]], [point], unit);
            }
        }
        return tally.Result();
    }
}
