namespace LstmService.Forecasting.Evaluation;

/// <summary>The field's error measures. Forecasts and actuals have one length; an actual that is NaN is passed over.</summary>
public static class Metrics
{
    /// <summary>
    /// The unit of MASE (Hyndman and Koehler 2006): the mean absolute difference of values one season apart in the training
    /// data; null where there are none or the data repeat exactly.
    /// </summary>
    public static double? SeasonalScale(ReadOnlySpan<double> training, int season) => SeasonalUnit.Of(training, season)?.Absolute;

    /// <summary>One term of M4's sMAPE: 200 |y-f| / (|y|+|f|), and 0 where both are 0.</summary>
    public static double SymmetricPercentage(double actual, double forecast)
    {
        double size = Math.Abs(actual) + Math.Abs(forecast);
        return size == 0 ? 0 : 200 * Math.Abs(actual - forecast) / size;
    }

    /// <summary>max(q (y-f), (q-1) (y-f)): the loss whose minimum is the quantile (Koenker and Bassett 1978).</summary>
    public static double Pinball(double actual, double forecast, double quantile)
    {
        double error = actual - forecast;
        return Math.Max(quantile * error, (quantile - 1) * error);
    }

    /// <summary>(u - l) + 2/α (l - y)⁺ + 2/α (y - u)⁺: an interval's width and what it pays for a miss (Gneiting and Raftery 2007).</summary>
    public static double IntervalScore(double actual, Interval interval, double miss) => interval.Upper - interval.Lower
        + 2 / miss * (Math.Max(0, interval.Lower - actual) + Math.Max(0, actual - interval.Upper));

    /// <summary>
    /// OWA as M4 has it: the mean of the ratios of sMAPE and MASE to those of Naive2 on the same points; null where one is not
    /// defined.
    /// </summary>
    public static double? OverallWeightedAverage(Accuracy? forecast, Accuracy? naive2) =>
        forecast is { Mase: { } mase } && naive2 is { Mase: { } naiveMase }
            ? Finite(0.5 * (forecast.Smape / naive2.Smape + mase / naiveMase))
            : null;

    /// <summary><paramref name="value"/>; null where a division by nothing left no number.</summary>
    internal static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
