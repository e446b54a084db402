namespace LstmService.Forecasting.Pipeline;

/// <summary>Scaling that is one for all windows: <c>(z - offset) / scale</c>.</summary>
/// <param name="Offset">In transformed units.</param>
/// <param name="Scale">In transformed units, above 0.</param>
public readonly record struct GlobalScale(double Offset, double Scale);

/// <summary>One window: what the network reads of the past before an origin, and what its answer is measured from.</summary>
public sealed class Window
{
    /// <summary>Buffers for windows of <paramref name="plan"/>.</summary>
    public Window(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Inputs = new float[plan.Steps * plan.StepInputs];
        Anchor = new double[plan.Horizon];
        AlternativeCount = AlternativeForecasts.Count(plan);
        Alternatives = new float[plan.Horizon * AlternativeCount];
        Skip = new float[plan.SkipSize];
        Deseasonalised = new double[plan.Lookback];
        Profile = new double[Math.Max(plan.AnchorSeason, 1)];
        Future = new float[plan.Horizon * plan.KnownChannels];
    }

    /// <summary>[step, channel, patch]: values, profile and mask, scaled; then [slot, channel] of the covariates.</summary>
    public float[] Inputs { get; }
    /// <summary>[horizon]: what the output is added to, transformed units.</summary>
    public double[] Anchor { get; }
    /// <summary>How many alternative forecasts the gates weigh.</summary>
    public int AlternativeCount { get; }
    /// <summary>[horizon, alternative]: alternative forecasts minus the anchor, scaled.</summary>
    public float[] Alternatives { get; }
    /// <summary>[lookback]: the scaled window, for the linear map; then [lookback, channel] of past covariates.</summary>
    public float[] Skip { get; }
    /// <summary>[lookback]: transformed values freed of their season; padded with the first known one.</summary>
    public double[] Deseasonalised { get; }
    /// <summary>[season]: phase of origin + k.</summary>
    public double[] Profile { get; }
    /// <summary>[horizon, channel]: what is known of the times ahead.</summary>
    public float[] Future { get; }
    /// <summary>Where the window lies, transformed units.</summary>
    public double Level { get; set; }
    /// <summary>The change a step, transformed units.</summary>
    public double Slope { get; set; }
    /// <summary>What one unit of the network is worth, transformed units, above 0.</summary>
    public double Scale { get; set; }

    /// <summary>Level and profile so many points after the origin, or before it where negative.</summary>
    public double AnchorAt(int ahead) => Level + Profile[(ahead % Profile.Length + Profile.Length) % Profile.Length];
}

/// <summary>
/// Cuts the window before an origin: deseasonalise, level, spread, anchor, alternatives. Nothing at or after the origin is read,
/// but covariates that are known ahead.
/// </summary>
public sealed class WindowEncoder(Plan plan, GlobalScale global)
{
    private const double SmallestScale = 1e-9;

    /// <summary>Fills <paramref name="window"/> for <paramref name="origin"/>, the number of points before it, at least 1.</summary>
    public void Encode(EncodedSeries series, int origin, Window window)
    {
        ReadOnlySpan<double> history = series.Filled.AsSpan(0, origin);
        FillProfile(history, window);
        Deseasonalise(history, window);
        FillScale(history, window);
        FillAnchor(history, window);
        if (series.Covariates is { } covariates) CovariateInputs.Write(plan, covariates, origin, window);
        AlternativeForecasts.Fill(plan, history, window);
        WriteInputs(series, origin, window);
    }

    private void FillProfile(ReadOnlySpan<double> history, Window window)
    {
        window.Profile.AsSpan().Clear();
        if (plan.HasProfile) SeasonalProfile.Compute(history, plan.ProfileSeasons, window.Profile);
        window.Slope = plan.AnchorSeason > 1
            ? SeasonalProfile.Slope(history, plan.ProfileSeasons, plan.AnchorSeason)
            : SlopeOfDifferences(history);
    }

    /// <summary>The mean change over the lookback, from its first third to its last, which one outlier does not turn.</summary>
    private double SlopeOfDifferences(ReadOnlySpan<double> history)
    {
        ReadOnlySpan<double> recent = history.Length > plan.Lookback ? history[^plan.Lookback..] : history;
        int third = recent.Length / 3;
        if (third == 0) return 0;
        return (Mean(recent[^third..]) - Mean(recent[..third])) / (recent.Length - third);
    }

    private void Deseasonalise(ReadOnlySpan<double> history, Window window)
    {
        int known = Math.Min(history.Length, plan.Lookback), padding = plan.Lookback - known, m = window.Profile.Length;
        for (int i = 0; i < known; i++)
        {
            int back = known - i; // the point lies `back` steps before the origin
            window.Deseasonalised[padding + i] = history[^back] - window.Profile[(m - back % m) % m];
        }
        window.Deseasonalised.AsSpan(0, padding).Fill(window.Deseasonalised[padding]);
    }

    private void FillScale(ReadOnlySpan<double> history, Window window)
    {
        if (!plan.ScalesByWindow)
        {
            (window.Level, window.Scale) = (global.Offset, global.Scale);
            return;
        }
        ReadOnlySpan<double> known = window.Deseasonalised.AsSpan(plan.Lookback - Math.Min(history.Length, plan.Lookback));
        if (plan.Scaling == ScalingKind.Mean)
        {
            (window.Level, window.Scale) = (0, 1 + MeanSize(known));
            return;
        }
        window.Level = Mean(known[^Math.Min(plan.LevelPoints, known.Length)..]);
        double mean = Mean(known), squares = 0, steps = 0;
        for (int i = 0; i < known.Length; i++)
        {
            squares += (known[i] - mean) * (known[i] - mean);
            if (i > 0) steps += Math.Abs(known[i] - known[i - 1]);
        }
        // a floor of the mean step keeps a flat stretch of a moving series from blowing noise up
        double scale = Math.Max(Math.Sqrt(squares / known.Length), 0.5 * steps / known.Length);
        window.Scale = scale > SmallestScale * (1 + Math.Abs(window.Level)) ? scale : 1;
    }

    private void FillAnchor(ReadOnlySpan<double> history, Window window)
    {
        int m = plan.AnchorSeason;
        bool seasonalNaive = plan.Anchor == AnchorKind.SeasonalNaive && m > 1 && history.Length >= m;
        for (int k = 0; k < plan.Horizon; k++)
        {
            double forecast = seasonalNaive ? history[history.Length - m + k % m] : window.Level + window.Profile[k % window.Profile.Length];
            window.Anchor[k] = forecast + plan.Drift * window.Slope * (k + 1);
        }
    }

    private void WriteInputs(EncodedSeries series, int origin, Window window)
    {
        int first = origin - plan.Lookback, m = window.Profile.Length, stride = plan.StepInputs;
        bool mask = plan.Mask, profile = plan.HasProfile;
        for (int i = 0; i < plan.Lookback; i++)
        {
            int t = first + i, at = i / plan.Patch * stride + i % plan.Patch;
            bool observed = t >= 0 && !double.IsNaN(series.Values[t]);
            float value = t >= 0 ? (float)((window.Deseasonalised[i] - window.Level) / window.Scale) : 0;
            window.Inputs[at] = value;
            if (profile) window.Inputs[at += plan.Patch] = (float)(window.Profile[(m - (origin - t) % m) % m] / window.Scale);
            if (mask) window.Inputs[at + plan.Patch] = observed ? 1 : 0;
            if (window.Skip.Length > 0) window.Skip[i] = value;
        }
    }

    private static double MeanSize(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values) sum += Math.Abs(v);
        return sum / values.Length;
    }

    internal static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values) sum += v;
        return sum / values.Length;
    }
}
