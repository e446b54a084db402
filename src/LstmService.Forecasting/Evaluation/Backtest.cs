using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Evaluation;

/// <summary>One series at one past origin: what was said, and what happened.</summary>
public sealed class BacktestWindow
{
    /// <summary>The number of the series.</summary>
    public int Series { get; init; }
    /// <summary>The number of the origin, the earliest 0.</summary>
    public required int Origin { get; init; }
    /// <summary>[horizon]: what happened; NaN where nothing was observed.</summary>
    public required double[] Actual { get; init; }
    /// <summary>[baseline][horizon], in the order of <see cref="BaselineCatalogue.All"/>.</summary>
    public required double[][] Baselines { get; init; }
    /// <summary>[horizon]: the forecast that OWA compares with.</summary>
    public required double[] Naive2 { get; init; }
    /// <summary>What the networks said, in transformed units; null where none were trained.</summary>
    public required LatentForecast? Lstm { get; init; }
    /// <summary>The transform of the series, as it was known at the earliest origin.</summary>
    public required ValueTransform Transform { get; init; }
    /// <summary>The unit of scaled errors, from what lies before the earliest origin; null where that does not move.</summary>
    public required SeasonalUnit? Unit { get; init; }
    /// <summary>What answers from before the origin are held in.</summary>
    public required AnswerBounds Bounds { get; init; }
}

/// <summary>Forecasts every series at every rolling origin, by networks that saw nothing after the earliest one.</summary>
public static class Backtest
{
    /// <summary>The most series judged, evenly chosen: more would cost memory and change no digit that matters.</summary>
    public const int MostSeries = 2_000;

    /// <summary>Runs the origins that have a point before them and one after.</summary>
    /// <param name="series">All series, whole.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="origins">Where.</param>
    /// <param name="ensemble">Networks trained on <see cref="Known"/>; null judges the baselines alone.</param>
    /// <param name="cancellation">Ends it between windows.</param>
    /// <param name="covariates">Of each series, with the linear part of the judged networks; known ones reach over the horizons as they were.</param>
    public static List<BacktestWindow> Run(
        IReadOnlyList<double[]> series, Plan plan, RollingOrigins origins, Ensemble? ensemble, CancellationToken cancellation,
        IReadOnlyList<CovariateChannels>? covariates = null)
    {
        List<BacktestWindow> windows = [];
        int every = (series.Count + MostSeries - 1) / MostSeries;
        for (int i = 0; i < series.Count; i += every)
        {
            double[] values = series[i], known = Known(values, origins);
            if (known.Length == 0) continue;
            // transform and unit are those of the known part; the windows then move forward over the whole
            EncodedSeries past = new(known, plan, covariates: covariates?[i]);
            EncodedSeries whole = new(values, plan, past.Transform, covariates?[i]);
            SeasonalUnit? unit = SeasonalUnit.Of(known, plan.Season);
            for (int o = 0; o < origins.Count; o++)
            {
                cancellation.ThrowIfCancellationRequested();
                int origin = origins.Origin(values.Length, o);
                // a gap that reaches over the origin must not be filled from behind it
                EncodedSeries seen = double.IsNaN(values[origin - 1]) ? new(values[..origin], plan, past.Transform, covariates?[i]) : whole;
                double[] filled = MissingValues.Fill(values.AsSpan(0, origin), plan.Season);
                windows.Add(new()
                {
                    Series = i,
                    Origin = o,
                    Actual = values[origin..Math.Min(origin + origins.Horizon, values.Length)],
                    Baselines = [.. BaselineCatalogue.All.Select(b => Forecast(b.Value, filled, plan.Season, origins.Horizon))],
                    Naive2 = Forecast(Naive2.Forecast, filled, plan.Season, origins.Horizon),
                    Lstm = ensemble?.Predict(seen, origin),
                    Transform = past.Transform,
                    Unit = unit,
                    Bounds = AnswerBounds.Of(plan, filled),
                });
            }
        }
        return windows;
    }

    /// <summary>What a judged network may learn from: the points before the earliest origin; none where that leaves no observed value.</summary>
    public static double[] Known(double[] values, RollingOrigins origins)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(origins);
        int earliest = origins.Earliest(values.Length);
        double[] known = earliest >= 1 ? values[..earliest] : [];
        return Array.TrueForAll(known, double.IsNaN) ? [] : known;
    }

    private static double[] Forecast(Baseline baseline, double[] history, int season, int horizon)
    {
        double[] forecast = new double[horizon];
        baseline(history, season, forecast);
        return forecast;
    }
}
