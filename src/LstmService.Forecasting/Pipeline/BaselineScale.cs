namespace LstmService.Forecasting.Pipeline;

/// <summary>The unit of intervals where no network was trained: how far the baseline's kind of step moves in this history.</summary>
public static class BaselineScale
{
    /// <summary>The root mean square of differences one season apart, transformed units; 0 where the series never moves.</summary>
    public static double Of(EncodedSeries series, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(plan);
        int lag = series.Length > 2 * plan.Season ? plan.Season : 1;
        double squares = 0;
        for (int t = lag; t < series.Length; t++)
        {
            double step = series.Filled[t] - series.Filled[t - lag];
            squares += step * step;
        }
        return series.Length > lag ? Math.Sqrt(squares / (series.Length - lag)) : 0;
    }
}
