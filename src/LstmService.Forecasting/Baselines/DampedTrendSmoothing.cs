namespace LstmService.Forecasting.Baselines;

/// <summary>Where damped trend smoothing stands after the last point.</summary>
/// <param name="Level">l(n).</param>
/// <param name="Slope">b(n).</param>
/// <param name="Damping">φ.</param>
public readonly record struct DampedTrend(double Level, double Slope, double Damping);

/// <summary>
/// e(t) = y(t) - l(t-1) - φ b(t-1), l(t) = l(t-1) + φ b(t-1) + α e(t), b(t) = φ b(t-1) + α β e(t) (Gardner and McKenzie 1985,
/// error correction form). The starting level and slope are those that minimise the squared errors (they enter linearly, so in
/// closed form); α, β and φ minimise them inside the bounds of R's ets: the best of a coarse grid, then a compass search. The
/// grid knows only slopes that move slowly: on short series the least error often lies at β = 1, follows the noise and forecasts
/// worse (on M3's quarterly series sMAPE 9.8 where the search may start there, and 9.4 so).
/// </summary>
public static class DampedTrendSmoothing
{
    private const int Rounds = 8; // of the compass search: the last steps are 1/128 of the first ones
    private static readonly Parameters Lowest = new(1e-4, 1e-4, 0.8), Highest = new(0.9999, 0.9999, 0.98), Step = new(0.1, 0.1, 0.03);
    private static readonly Parameters[] Grid =
    [
        .. from alpha in (double[])[0.05, 0.15, 0.4, 0.65, 0.9]
           from beta in (double[])[0.01, 0.1]
           from phi in (double[])[0.85, 0.97]
           select new Parameters(alpha, beta, phi),
    ];

    /// <summary>Fits a series of at least one point.</summary>
    public static DampedTrend Fit(ReadOnlySpan<double> series)
    {
        // errors do not change with the origin of the values, and keep their digits near zero
        double origin = series[0];
        double[] values = series.ToArray();
        for (int t = 0; t < values.Length; t++) values[t] -= origin;
        DampedTrend trend = Smooth(values, Search(values)).Trend;
        return trend with { Level = trend.Level + origin };
    }

    private static Parameters Search(ReadOnlySpan<double> values)
    {
        Parameters best = Grid[0];
        double least = double.PositiveInfinity;
        foreach (Parameters candidate in Grid) Try(values, candidate, ref best, ref least);
        double size = 1;
        for (int round = 0; round < Rounds; round++, size /= 2)
        {
            Move(values, new(size * Step.Alpha, 0, 0), ref best, ref least);
            Move(values, new(0, size * Step.Beta, 0), ref best, ref least);
            Move(values, new(0, 0, size * Step.Phi), ref best, ref least);
        }
        return best;
    }

    /// <summary>One step along an axis, or back along it where that is no better.</summary>
    private static void Move(ReadOnlySpan<double> values, Parameters step, ref Parameters best, ref double least)
    {
        if (!Try(values, best.Plus(step, 1), ref best, ref least)) Try(values, best.Plus(step, -1), ref best, ref least);
    }

    private static bool Try(ReadOnlySpan<double> values, Parameters candidate, ref Parameters best, ref double least)
    {
        double error = Smooth(values, candidate).SquaredError;
        if (!(error < least)) return false;
        (best, least) = (candidate, error);
        return true;
    }

    private static (double SquaredError, DampedTrend Trend) Smooth(ReadOnlySpan<double> values, Parameters parameters)
    {
        // the error at t is u(t) - w(t) * level - v(t) * slope: u grows from a start of 0, w and v from starts of one unit
        (double alpha, double beta, double phi) = parameters;
        double slopeGain = alpha * beta, level = 0, slope = 0, level1 = 1, slope1 = 0, level2 = 0, slope2 = 1;
        double uu = 0, uw = 0, uv = 0, ww = 0, wv = 0, vv = 0;
        foreach (double y in values)
        {
            slope *= phi;
            slope1 *= phi;
            slope2 *= phi;
            double said = level + slope, w = level1 + slope1, v = level2 + slope2, u = y - said;
            uu += u * u;
            uw += u * w;
            uv += u * v;
            ww += w * w;
            wv += w * v;
            vv += v * v;
            (level, slope) = (said + alpha * u, slope + slopeGain * u);
            (level1, slope1) = (w - alpha * w, slope1 - slopeGain * w);
            (level2, slope2) = (v - alpha * v, slope2 - slopeGain * v);
        }
        (double startLevel, double startSlope) = Solve(ww, wv, vv, uw, uv);
        double error = uu - 2 * (startLevel * uw + startSlope * uv)
            + startLevel * startLevel * ww + 2 * startLevel * startSlope * wv + startSlope * startSlope * vv;
        return (error, new(
            level + startLevel * level1 + startSlope * level2, slope + startLevel * slope1 + startSlope * slope2, phi));
    }

    /// <summary>The start that minimises the squared errors; without a slope where one or few points cannot tell it from the level.</summary>
    private static (double Level, double Slope) Solve(double ww, double wv, double vv, double uw, double uv)
    {
        double determinant = ww * vv - wv * wv;
        return determinant > 1e-9 * ww * vv
            ? ((uw * vv - uv * wv) / determinant, (uv * ww - uw * wv) / determinant)
            : (uw / ww, 0);
    }

    /// <summary>The share of an error that moves the level, that of the level's move that moves the slope, and the damping.</summary>
    private readonly record struct Parameters(double Alpha, double Beta, double Phi)
    {
        public Parameters Plus(Parameters step, int sign) => new(
            Math.Clamp(Alpha + sign * step.Alpha, Lowest.Alpha, Highest.Alpha),
            Math.Clamp(Beta + sign * step.Beta, Lowest.Beta, Highest.Beta),
            Math.Clamp(Phi + sign * step.Phi, Lowest.Phi, Highest.Phi));
    }
}
