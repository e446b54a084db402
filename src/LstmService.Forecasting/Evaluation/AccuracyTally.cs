namespace LstmService.Forecasting.Evaluation;

/// <summary>Adds up errors window by window, and says their means.</summary>
public sealed class AccuracyTally
{
    private readonly SortedDictionary<double, int> _inside = [];
    private double _absolute, _squared, _actual, _smape, _mase;
    private int _points, _windows, _scaled;

    /// <summary>Adds one forecast window.</summary>
    /// <param name="actual">[horizon]: what happened; NaN is passed over.</param>
    /// <param name="forecast">[horizon]: the point forecast.</param>
    /// <param name="scale">The unit of MASE; null where there is none.</param>
    public void Add(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, double? scale)
    {
        double absolute = 0, smape = 0;
        int points = 0;
        for (int k = 0; k < actual.Length; k++)
        {
            if (double.IsNaN(actual[k])) continue;
            double error = Math.Abs(actual[k] - forecast[k]);
            absolute += error;
            _squared += error * error;
            _actual += Math.Abs(actual[k]);
            smape += Metrics.SymmetricPercentage(actual[k], forecast[k]);
            points++;
        }
        if (points == 0) return;
        _points += points;
        _absolute += absolute;
        _smape += smape / points;
        _windows++;
        if (scale is not { } unit) return;
        _mase += absolute / points / unit;
        _scaled++;
    }

    /// <summary>Adds one value that lies inside the interval of <paramref name="level"/> percent, or does not.</summary>
    public void AddInside(double level, bool inside)
    {
        _inside.TryGetValue(level, out int count);
        _inside[level] = count + (inside ? 1 : 0);
    }

    /// <summary>The means; null where nothing was added.</summary>
    public Accuracy? Result()
    {
        if (_points == 0) return null;
        Dictionary<string, double>? coverage = _inside.Count == 0
            ? null
            : _inside.ToDictionary(p => p.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), p => (double)p.Value / _points);
        return new(
            _points, _absolute / _points, Math.Sqrt(_squared / _points), _smape / _windows,
            _scaled > 0 ? _mase / _scaled : null, _actual > 0 ? _absolute / _actual : null, coverage);
    }
}
