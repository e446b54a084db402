namespace LstmService.Forecasting.Evaluation;

/// <summary>Adds up the errors of point forecasts window by window, and says their means; definitions in <see cref="Accuracy"/>.</summary>
public sealed class AccuracyTally
{
    private double _absolute, _squared, _actual, _smape, _mape, _mase, _rmsse;
    private int _points, _windows, _scaled;
    private bool _zeros;

    /// <summary>Adds one forecast window.</summary>
    /// <param name="actual">[horizon]: what happened; NaN is passed over.</param>
    /// <param name="forecast">[horizon]: the point forecast.</param>
    /// <param name="unit">The unit of scaled errors; null where there is none.</param>
    public void Add(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, SeasonalUnit? unit)
    {
        double absolute = 0, squared = 0, smape = 0, mape = 0;
        int points = 0;
        for (int k = 0; k < actual.Length; k++)
        {
            if (double.IsNaN(actual[k])) continue;
            double error = Math.Abs(actual[k] - forecast[k]);
            absolute += error;
            squared += error * error;
            _actual += Math.Abs(actual[k]);
            smape += Metrics.SymmetricPercentage(actual[k], forecast[k]);
            mape += 100 * error / Math.Abs(actual[k]);
            _zeros |= actual[k] == 0;
            points++;
        }
        if (points == 0) return;
        _points += points;
        _absolute += absolute;
        _squared += squared;
        _smape += smape / points;
        _mape += mape / points;
        _windows++;
        if (unit is not { } u) return;
        _mase += absolute / points / u.Absolute;
        _rmsse += Math.Sqrt(squared / points) / u.RootSquare;
        _scaled++;
    }

    /// <summary>The means; null where nothing was added.</summary>
    public Accuracy? Result() => _points == 0
        ? null
        : new(_points, _absolute / _points, Math.Sqrt(_squared / _points), _smape / _windows,
            Metrics.Finite(_mase / _scaled), Metrics.Finite(_absolute / _actual), null)
        {
            Mape = _zeros ? null : Metrics.Finite(_mape / _windows),
            Rmsse = Metrics.Finite(_rmsse / _scaled),
        };
}
