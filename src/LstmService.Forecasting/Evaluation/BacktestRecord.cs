using System.Globalization;
using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Data;

namespace LstmService.Forecasting.Evaluation;

/// <summary>One past origin of a series: what was forecast there by every method, and what happened.</summary>
/// <param name="Origin">The last time that was known.</param>
/// <param name="Times">[step].</param>
/// <param name="Actual">[step]: what happened; NaN where nothing was observed.</param>
/// <param name="Forecast">[step]: the model's answer, its blend chosen on other origins, as <see cref="ModelEvaluation.Test"/> is judged.</param>
/// <param name="Intervals">[step] for each level: the model's intervals, chosen on other origins too.</param>
/// <param name="LstmAlone">[step]: the LSTM without the blend.</param>
/// <param name="Baselines">[step] for each baseline by name.</param>
public sealed record BacktestOrigin(
    string Origin, IReadOnlyList<string> Times, IReadOnlyList<double> Actual, IReadOnlyList<double> Forecast,
    IReadOnlyDictionary<string, IReadOnlyList<Interval>> Intervals, IReadOnlyList<double> LstmAlone,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Baselines);

/// <summary>The backtest of one series, the earliest origin first.</summary>
public sealed record SeriesBacktest(string Series, IReadOnlyList<BacktestOrigin> Origins);

/// <summary>Keeps some of a backtest to be looked at: evenly chosen series and origins, so that its size is bounded.</summary>
public static class BacktestRecord
{
    /// <summary>The most series that are kept.</summary>
    public const int MostSeries = 12;

    private const int MostSteps = 6_000; // forecast steps over all that is kept: about a megabyte of text
    private const int FewestOrigins = 2;

    /// <summary>What is kept of the windows a judge has seen.</summary>
    public static IReadOnlyList<SeriesBacktest> Of(
        IReadOnlyList<TimeSeries> series, IReadOnlyList<double> levels, RollingOrigins origins, IReadOnlyList<BacktestWindow> windows, Judge judge)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(judge);
        HashSet<int> kept = [.. Evenly([.. windows.Select(window => window.Series).Distinct()], MostSeries)];
        if (kept.Count == 0) return [];
        int most = Math.Max(FewestOrigins, MostSteps / (kept.Count * origins.Horizon));
        HashSet<int> keptOrigins = [.. Evenly([.. Enumerable.Range(0, origins.Count)], most)];
        return
        [
            .. judge.Judged(window => kept.Contains(window.Series) && keptOrigins.Contains(window.Origin))
                .GroupBy(judged => judged.Window.Series)
                .Select(group => new SeriesBacktest(
                    series[group.Key].Id, [.. group.Select(judged => Origin(series[group.Key], levels, origins, judged))])),
        ];
    }

    private static BacktestOrigin Origin(TimeSeries series, IReadOnlyList<double> levels, RollingOrigins origins, Judge.JudgedWindow judged)
    {
        BacktestWindow window = judged.Window;
        int first = origins.Origin(series.Length, window.Origin), steps = window.Actual.Length;
        return new(
            series.Axis.TimeOf(first - 1),
            [.. Enumerable.Range(first, steps).Select(i => series.Axis.TimeOf(i))],
            window.Actual,
            judged.Points,
            levels.Index().ToDictionary(
                level => level.Item.ToString(CultureInfo.InvariantCulture), level => (IReadOnlyList<Interval>)[.. judged.Intervals.Select(at => at[level.Index])]),
            judged.Alone,
            BaselineCatalogue.All.Index().ToDictionary(
                baseline => baseline.Item.Key, baseline => (IReadOnlyList<double>)window.Baselines[baseline.Index][..steps]));
    }

    /// <summary>At most <paramref name="most"/> of the items, the first and the last among them.</summary>
    private static IEnumerable<int> Evenly(IReadOnlyList<int> items, int most) => items.Count <= most
        ? items
        : Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))]);
}
