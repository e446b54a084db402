using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Search;

/// <summary>
/// What points are compared on: rolling origins inside the part that the judged networks of the model may learn from. They all
/// end before the earliest judged origin, so that choosing the best point spoils nothing of the published evaluation.
/// </summary>
internal sealed class SearchFold
{
    private const int MostSeries = 400; // judged, evenly chosen

    private readonly TimeSeries[] _known;
    private readonly RollingOrigins _origins;
    private readonly TrainingCovariates? _covariates;
    private readonly int _season;
    private readonly IReadOnlyList<double> _levels;

    private SearchFold(TimeSeries[] known, RollingOrigins origins, Plan plan, TrainingCovariates? covariates) =>
        (_known, _origins, _covariates, _season, _levels) = (known, origins, covariates, plan.Season, plan.Levels);

    /// <summary>The fold of a training; null where its series are too short to have one.</summary>
    public static SearchFold? For(TrainingRequest request, PlannedTraining planned)
    {
        (IReadOnlyList<TimeSeries> series, Plan plan) = (request.Series, planned.Plan);
        RollingOrigins? judged = RollingOrigins.For([.. series.Select(s => s.Values)], plan.Horizon, plan.Season);
        TimeSeries[] known = judged is null
            ? [.. series]
            : [.. series.Select(s => s.Head(Backtest.Known(s.Values, judged).Length)).Where(s => s.Length > 0)];
        if (known.Length == 0) return null;
        RollingOrigins? origins = RollingOrigins.For([.. known.Select(s => s.Values)], planned.Horizon, plan.Season);
        return origins is null ? null : new(known, origins, plan, TrainingCovariates.Of(request with { Series = known }, plan));
    }

    /// <summary>The plan of a point, with room for the covariates.</summary>
    public Plan Widen(Plan plan) => _covariates?.Widen(plan) ?? plan;

    /// <summary>What a point learns from: all that lies before the earliest origin of the fold.</summary>
    public EncodedSeries[] Training(Plan plan) => Estimator.Known([.. _known.Select(s => s.Values)], _origins, plan, _covariates);

    /// <summary>The fold in words.</summary>
    public string InWords => $"{_origins.Count} rolling origins, {_origins.Stride} points apart, {_origins.Horizon} steps each, of at most {MostSeries} series, "
        + "all of them before the earliest judged origin; the networks learnt from what lies before the earliest of these";

    /// <summary>How far the networks' own forecasts, without blend, calibration and linear part, were from what happened; null where nothing did.</summary>
    public Accuracy? Judge(Ensemble ensemble, Plan plan, CancellationToken cancellation)
    {
        Predictor predictor = Bare(ensemble, plan);
        AccuracyTally points = new();
        IntervalTally intervals = new(PlanRules.QuantileGrid, _levels, _origins.Horizon);
        double[] levels = [.. PlanRules.QuantileGrid.Where(q => q < 0.5).Select(q => Math.Round(100 - 200 * q, 6)).Union(_levels)];
        for (int i = 0, every = (_known.Length + MostSeries - 1) / MostSeries; i < _known.Length; i += every)
        {
            TimeSeries series = _known[i];
            var unit = SeasonalUnit.Of(Backtest.Known(series.Values, _origins), _season);
            for (int o = 0; o < _origins.Count; o++)
            {
                cancellation.ThrowIfCancellationRequested();
                int origin = _origins.Origin(series.Length, o);
                if (origin < 1 || Array.TrueForAll(series.Values[..origin], double.IsNaN)) continue;
                double[] actual = series.Values[origin..(origin + _origins.Horizon)];
                IReadOnlyList<ForecastPoint> said = Forecast(predictor, series, origin, levels);
                points.Add(actual, [.. said.Select(p => p.Value)], unit);
                AddIntervals(intervals, actual, said);
                intervals.EndWindow(unit);
            }
        }
        return points.Result() is { } accuracy ? intervals.AddTo(accuracy) : null;
    }

    /// <summary>The steps from <paramref name="origin"/> on; a predictor starts after the last observed value, which may lie before.</summary>
    private IReadOnlyList<ForecastPoint> Forecast(Predictor predictor, TimeSeries series, int origin, double[] levels)
    {
        int gap = 0;
        while (double.IsNaN(series.Values[origin - 1 - gap])) gap++;
        return [.. predictor.Forecast(series.Head(origin), _origins.Horizon + gap, levels).Points.Skip(gap)];
    }

    private void AddIntervals(IntervalTally tally, double[] actual, IReadOnlyList<ForecastPoint> said)
    {
        for (int k = 0; k < actual.Length; k++)
        {
            if (double.IsNaN(actual[k])) continue;
            IReadOnlyDictionary<string, double> quantiles = said[k].Quantiles;
            tally.Add(k, actual[k], [.. PlanRules.QuantileGrid.Select(q => quantiles[Name(q)])], [.. _levels.Select(level => said[k].Intervals[Name(level)])]);
        }

        static string Name(double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The networks alone; where their loss knows no quantiles, all of them are the point.</summary>
    private Predictor Bare(Ensemble ensemble, Plan plan) => new(
        new()
        {
            FrequencyName = "",
            Horizon = plan.Horizon,
            Plan = plan,
            Global = ensemble.Global,
            Composition = Composition.LstmAlone,
            Covariates = _covariates?.Model,
            Calibration = new()
            {
                Quantiles = PlanRules.QuantileGrid,
                ErrorSize = plan.SaysQuantiles ? null : [0],
                Stretch = [.. PlanRules.QuantileGrid.Select(_ => 1.0)],
                Errors = 0,
            },
        },
        ensemble);
}
