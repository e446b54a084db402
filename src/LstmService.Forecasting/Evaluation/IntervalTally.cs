using System.Globalization;

namespace LstmService.Forecasting.Evaluation;

/// <summary>Adds up how quantiles and intervals did, point by point, and says their means; definitions in <see cref="Accuracy"/>.</summary>
/// <param name="quantiles">[quantile]: the grid, ascending.</param>
/// <param name="levels">[level]: those of the intervals, in percent.</param>
/// <param name="horizon">The most steps of a window.</param>
public sealed class IntervalTally(IReadOnlyList<double> quantiles, IReadOnlyList<double> levels, int horizon)
{
    private const double Miss = 0.05; // the share that lies outside a 95% interval, which MSIS judges
    private const double Rounding = 1e-9; // a transform and its inverse may move the last digits

    private readonly int _low = IndexOf(quantiles, Miss / 2), _high = IndexOf(quantiles, 1 - Miss / 2);
    private readonly int[,] _inside = new int[levels.Count, horizon];
    private readonly int[] _seen = new int[horizon];
    private readonly double[] _widths = new double[levels.Count];
    private double _pinball, _actual, _intervalScore, _windowScore;
    private int _windowPoints, _scaled;

    /// <summary>Adds one point.</summary>
    /// <param name="step">The step of the horizon, from 0.</param>
    /// <param name="actual">What happened, not NaN.</param>
    /// <param name="said">[quantile]: the quantiles that were said.</param>
    /// <param name="intervals">[level]: the intervals that were said.</param>
    public void Add(int step, double actual, ReadOnlySpan<double> said, ReadOnlySpan<Interval> intervals)
    {
        _seen[step]++;
        _actual += Math.Abs(actual);
        double pinball = 0;
        for (int q = 0; q < said.Length; q++) pinball += Metrics.Pinball(actual, said[q], quantiles[q]);
        _pinball += pinball / said.Length;
        for (int l = 0; l < intervals.Length; l++)
        {
            (double lower, double upper) = (intervals[l].Lower, intervals[l].Upper);
            _widths[l] += upper - lower;
            if (actual >= lower - Rounding * Math.Abs(lower) && actual <= upper + Rounding * Math.Abs(upper)) _inside[l, step]++;
        }
        if (_low < 0 || _high < 0) return;
        _windowScore += Metrics.IntervalScore(actual, new(said[_low], said[_high]), Miss);
        _windowPoints++;
    }

    /// <summary>Ends a window: its points count as one in MSIS. Windows without a unit or a point have none.</summary>
    public void EndWindow(SeasonalUnit? unit)
    {
        if (unit is { } u && _windowPoints > 0)
        {
            _intervalScore += _windowScore / _windowPoints / u.Absolute;
            _scaled++;
        }
        (_windowScore, _windowPoints) = (0, 0);
    }

    /// <summary><paramref name="points"/> with the measures of quantiles and intervals; itself where nothing was added.</summary>
    public Accuracy AddTo(Accuracy points)
    {
        ArgumentNullException.ThrowIfNull(points);
        int seen = _seen.Sum();
        if (seen == 0) return points;
        Dictionary<string, double> coverage = [], width = [];
        Dictionary<string, IReadOnlyList<double?>> byStep = [];
        for (int l = 0; l < levels.Count; l++)
        {
            string name = levels[l].ToString(CultureInfo.InvariantCulture);
            int[] inside = [.. Enumerable.Range(0, horizon).Select(step => _inside[l, step])];
            coverage[name] = (double)inside.Sum() / seen;
            width[name] = _widths[l] / seen;
            byStep[name] = [.. inside.Select((count, step) => _seen[step] > 0 ? (double?)count / _seen[step] : null)];
        }
        return points with
        {
            Coverage = coverage,
            CoverageByStep = byStep,
            Width = width,
            Crps = 2 * _pinball / seen,
            Wql = Metrics.Finite(2 * _pinball / _actual),
            Msis = Metrics.Finite(_intervalScore / _scaled),
        };
    }

    private static int IndexOf(IReadOnlyList<double> quantiles, double quantile)
    {
        for (int q = 0; q < quantiles.Count; q++)
            if (Math.Abs(quantiles[q] - quantile) < 1e-9) return q;
        return -1;
    }
}
