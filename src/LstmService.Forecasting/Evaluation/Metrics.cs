namespace LstmService.Forecasting.Evaluation;

/// <summary>The field's error measures. Forecasts and actuals have one length; an actual that is NaN is passed over.</summary>
public static class Metrics
{
    /// <summary>
    /// The unit of MASE (Hyndman and Koehler 2006): the mean absolute difference of values one season apart in the training
    /// data; null where there are none or the data repeat exactly.
    /// </summary>
    public static double? SeasonalScale(ReadOnlySpan<double> training, int season)
    {
        int lag = training.Length > season ? Math.Max(season, 1) : 1;
        double sum = 0;
        int count = 0;
        for (int t = lag; t < training.Length; t++)
        {
            double difference = Math.Abs(training[t] - training[t - lag]);
            if (double.IsNaN(difference)) continue;
            sum += difference;
            count++;
        }
        return count > 0 && sum > 0 ? sum / count : null;
    }

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
}
