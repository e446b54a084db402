namespace LstmService.Forecasting.Evaluation;

/// <summary>What the errors of one series are divided by, from differences one season apart in its training data.</summary>
/// <param name="Absolute">Their mean size: the unit of MASE and MSIS (Hyndman and Koehler 2006).</param>
/// <param name="RootSquare">The root of their mean square: the unit of RMSSE.</param>
public readonly record struct SeasonalUnit(double Absolute, double RootSquare)
{
    /// <summary>The unit of <paramref name="training"/>, NaN passed over; null where there are no differences or the data repeat exactly.</summary>
    public static SeasonalUnit? Of(ReadOnlySpan<double> training, int season)
    {
        int lag = training.Length > season ? Math.Max(season, 1) : 1;
        double sum = 0, squares = 0;
        int count = 0;
        for (int t = lag; t < training.Length; t++)
        {
            double difference = Math.Abs(training[t] - training[t - lag]);
            if (double.IsNaN(difference)) continue;
            sum += difference;
            squares += difference * difference;
            count++;
        }
        return count > 0 && sum > 0 ? new(sum / count, Math.Sqrt(squares / count)) : null;
    }
}
