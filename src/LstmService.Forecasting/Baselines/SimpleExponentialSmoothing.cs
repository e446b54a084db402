namespace LstmService.Forecasting.Baselines;

/// <summary>
/// l(t) = α y(t) + (1-α) l(t-1). The starting level is the one that minimises the squared errors for each α (it enters
/// linearly, so in closed form), and α minimises them over 0.0001 to 0.9999: a grid of 21, then golden section.
/// </summary>
public static class SimpleExponentialSmoothing
{
    private const double Lowest = 1e-4, Highest = 0.9999;
    private const int GridSteps = 20, GoldenSteps = 25;

    /// <summary>The level after the last point, which is the forecast of every later one.</summary>
    public static double LastLevel(ReadOnlySpan<double> series)
    {
        int best = 0;
        double bestError = double.PositiveInfinity;
        for (int i = 0; i <= GridSteps; i++)
        {
            double error = Fit(series, GridPoint(i)).SquaredError;
            if (error < bestError) (best, bestError) = (i, error);
        }
        double low = GridPoint(Math.Max(best - 1, 0)), high = GridPoint(Math.Min(best + 1, GridSteps));
        double golden = (Math.Sqrt(5) - 1) / 2;
        double left = high - golden * (high - low), right = low + golden * (high - low);
        double leftError = Fit(series, left).SquaredError, rightError = Fit(series, right).SquaredError;
        for (int i = 0; i < GoldenSteps; i++)
        {
            if (leftError < rightError)
            {
                (high, right, rightError) = (right, left, leftError);
                left = high - golden * (high - low);
                leftError = Fit(series, left).SquaredError;
            }
            else
            {
                (low, left, leftError) = (left, right, rightError);
                right = low + golden * (high - low);
                rightError = Fit(series, right).SquaredError;
            }
        }
        return Fit(series, (low + high) / 2).Level;
    }

    private static double GridPoint(int i) => Lowest + (Highest - Lowest) * i / GridSteps;

    private static (double SquaredError, double Level) Fit(ReadOnlySpan<double> series, double alpha)
    {
        // the error at t is u(t) - w(t) * start, with the smoothed part `smoothed` grown from a start of 0
        double smoothed = 0, weight = 1, uu = 0, uw = 0, ww = 0;
        foreach (double y in series)
        {
            double u = y - smoothed;
            uu += u * u;
            uw += u * weight;
            ww += weight * weight;
            smoothed = alpha * y + (1 - alpha) * smoothed;
            weight *= 1 - alpha;
        }
        double start = uw / ww;
        return (uu - 2 * start * uw + start * start * ww, smoothed + weight * start);
    }
}
