using LstmService.Engine;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Explanation;

/// <summary>
/// The window before a forecast as a function of its points: with level, spread, profile and anchor as they are, each point may lie
/// where it lay or on its own level and season, where it tells the network nothing.
/// </summary>
internal sealed class ExplainedWindow
{
    private readonly Plan _plan;
    private readonly IReadOnlyList<IReadOnlyList<WeighedPoint>> _alternatives;

    public ExplainedWindow(Predictor predictor, TimeSeries history, int k)
    {
        (History, double[] values, CovariateChannels? covariates) = predictor.Read(history, k + 1);
        (_plan, Step, First) = (predictor.Plan, k, History.Length - values.Length);
        Series = new EncodedSeries(values, _plan, covariates: covariates);
        Window = new Window(_plan);
        new WindowEncoder(_plan, predictor.State.Global).Encode(Series, Series.Length, Window);
        Covariates = covariates is null ? null : new CovariateShares(_plan, predictor.Covariates!, covariates, Series.Length, k);
        _alternatives = AlternativePoints.Of(_plan, Series.Length, k);
    }

    /// <summary>The history up to its last observed value.</summary>
    public TimeSeries History { get; }

    /// <summary>The part of it that is read.</summary>
    public EncodedSeries Series { get; }

    /// <summary>Where that part begins in <see cref="History"/>.</summary>
    public int First { get; }

    public Window Window { get; }

    /// <summary>What is read beside the values; null where there is nothing.</summary>
    public CovariateShares? Covariates { get; }

    /// <summary>The step ahead that is explained, from 0.</summary>
    public int Step { get; }

    /// <summary>How far point <paramref name="t"/> lies off its level and season, in units of the window.</summary>
    public double Deviation(int t) => (Series.Filled[t] - Window.AnchorAt(t - Series.Length)) / Window.Scale;

    /// <summary>The time of point <paramref name="t"/>.</summary>
    public string TimeOf(int t) => History.Axis.TimeOf(First + t);

    /// <summary>
    /// What the networks read where only the points that <paramref name="keeps"/> says lie where they lay, and where covariates
    /// say what they say or nothing out of the ordinary.
    /// </summary>
    public Batch<float> Batch(Func<int, bool> keeps, bool covariates = true)
    {
        Window window = new(_plan) { Level = Window.Level, Slope = Window.Slope, Scale = Window.Scale };
        Window.Inputs.CopyTo(window.Inputs, 0);
        Window.Alternatives.CopyTo(window.Alternatives, 0);
        Window.Skip.CopyTo(window.Skip, 0);
        for (int i = 0; i < _plan.Lookback; i++)
        {
            if (PointOf(i) is not { } t || keeps(t)) continue;
            window.Inputs[InputOf(i)] = 0;
            if (window.Skip.Length > 0) window.Skip[i] = 0;
        }
        Span<float> row = window.Alternatives.AsSpan(Step * window.AlternativeCount, window.AlternativeCount);
        for (int a = 0; a < row.Length; a++)
            foreach (WeighedPoint point in _alternatives[a])
                if (!keeps(point.Point)) row[a] -= (float)(point.Weight * Deviation(point.Point));
        Window.Future.CopyTo(window.Future, 0);
        if (!covariates) Covariates?.Clear(window);
        Batch<float> batch = new(WindowBatch.ShapeFor(_plan, 1));
        if (_plan.EncoderDecoder) batch.DecoderSteps = Step + 1;
        WindowBatch.Copy(_plan, window, batch, 0);
        return batch;
    }

    /// <summary>Hands what the networks' inputs took on to the points they were made of.</summary>
    /// <param name="inputs">[steps, inputSize] of relevance.</param>
    /// <param name="alternatives">[alternatives] of the explained step.</param>
    /// <param name="skip">[skip].</param>
    /// <param name="shares">Of an alternative, the size that its relevance belongs to: its way from the baseline, or all of it.</param>
    /// <returns>[point].</returns>
    public double[] ToPoints(
        ReadOnlySpan<double> inputs, ReadOnlySpan<double> alternatives, ReadOnlySpan<double> skip, Func<int, double> shares)
    {
        double[] points = new double[Series.Length];
        for (int i = 0; i < _plan.Lookback; i++)
            if (PointOf(i) is { } t)
                points[t] += inputs[InputOf(i)] + (skip.Length > 0 ? skip[i] : 0);
        for (int a = 0; a < alternatives.Length; a++)
        {
            double size = shares(a);
            if (Math.Abs(size) < 1e-9) continue; // it says what the anchor says, and has no relevance to hand on
            foreach (WeighedPoint point in _alternatives[a])
                points[point.Point] += alternatives[a] * point.Weight * Deviation(point.Point) / size;
        }
        return points;
    }

    /// <summary>How far an alternative lies off what it would be on a window that lies on its level and season.</summary>
    public double AlternativeDeviation(int a) => _alternatives[a].Sum(point => point.Weight * Deviation(point.Point));

    /// <summary>The point that stands at place <paramref name="i"/> of the window; null before the history begins.</summary>
    public int? PointOf(int i)
    {
        int t = Series.Length - _plan.Lookback + i;
        return t >= 0 ? t : null;
    }

    /// <summary>Where the networks' inputs have the value of place <paramref name="i"/>, and each further channel a patch later.</summary>
    public int InputOf(int i) => i / _plan.Patch * _plan.StepInputs + i % _plan.Patch;
}
