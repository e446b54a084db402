using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Explanation;

/// <summary>
/// From what the networks say of one step to the forecast in the units of the series, with its slope: the median of the mean
/// quantiles, the anchor, the transform backwards, and the baselines' share.
/// </summary>
internal sealed class ExplainedAnswer
{
    private readonly Plan _plan;
    private readonly Window _window;
    private readonly ValueTransform _transform;
    private readonly int _step;
    private readonly double? _effect;

    public ExplainedAnswer(PredictorState state, ExplainedWindow window)
    {
        (_plan, _window, _transform, _step) = (state.Plan, window.Window, window.Series.Transform, window.Step);
        _effect = window.Series.Covariates?.EffectAt(window.Series.Length + _step);
        Weight = state.Composition.LstmWeight;
        string[] names = [.. state.Composition.Baselines()];
        double[] filled = MissingValues.Fill(window.Series.Values, _plan.Season), forecast = new double[_plan.Horizon];
        Dictionary<string, double> parts = [];
        foreach (string name in names.Where(_ => Weight < 1))
        {
            BaselineCatalogue.All.Single(b => b.Key == name).Value(filled, _plan.Season, forecast);
            parts[name] = state.Composition.WeightOf(name) * forecast[_step];
        }
        BaselineParts = parts;
    }

    /// <summary>The networks' share of the forecast.</summary>
    public double Weight { get; }

    /// <summary>What each baseline adds to the forecast.</summary>
    public IReadOnlyDictionary<string, double> BaselineParts { get; }

    /// <summary>What is added to the networks' answer: the anchor and the covariates' linear part, transformed units.</summary>
    private double Start => _window.Anchor[_step] + (_effect ?? 0);

    /// <summary>The forecast of which the networks said <paramref name="said"/>, in units of the window.</summary>
    public double Forecast(double said) => NetworkShare(said) + BaselineParts.Values.Sum();

    /// <summary>The slope of <see cref="Forecast"/>.</summary>
    public double Slope(double said) => Weight * _transform.InverseSlope(Start + _window.Scale * said) * _window.Scale;

    /// <summary>Which of the outputs of a network is the point forecast: the middle one in size, or a distribution's location.</summary>
    public int MiddleOf(ReadOnlySpan<double> outputs)
    {
        if (_plan.Loss.IsLikelihood()) return Ahead * (outputs.Length / Steps);
        int count = _plan.Quantiles.Count, first = Ahead * count;
        int[] order = [.. Enumerable.Range(first, count)];
        double[] sizes = outputs.Slice(first, count).ToArray();
        Array.Sort(sizes, order);
        return order[count / 2];
    }

    /// <summary>
    /// Which of a network's answers to a window the step is in: one that answers at every step has read the window at the last, a
    /// decoder answers step by step.
    /// </summary>
    public ReadOnlySpan<T> OutputsIn<T>(ReadOnlySpan<T> answers, int outputs, out int first)
    {
        first = _plan.EveryStep ? answers.Length - outputs : _plan.EncoderDecoder ? _step * outputs : 0;
        return answers.Slice(first, outputs);
    }

    /// <summary>The forecast taken apart in the order level, trend, season, the linear part of covariates, network; each is what it adds to those before it.</summary>
    public IReadOnlyDictionary<string, double> Components(double said)
    {
        double trend = _plan.Drift * _window.Slope * (_step + 1), anchor = _window.Anchor[_step];
        Dictionary<string, double> components = new()
        {
            ["level"] = Share(_window.Level),
            ["trend"] = Share(_window.Level + trend) - Share(_window.Level),
            ["season"] = Share(anchor) - Share(_window.Level + trend),
        };
        if (_effect is not null) components["covariates"] = Share(Start) - Share(anchor);
        components["network"] = NetworkShare(said) - Share(Start);
        foreach ((string name, double part) in BaselineParts) components[name] = part;
        return components;
    }

    private int Steps => _plan.EncoderDecoder ? 1 : _plan.Horizon;

    private int Ahead => _plan.EncoderDecoder ? 0 : _step;

    private double NetworkShare(double said) => Share(Start + _window.Scale * said);

    private double Share(double transformed) => Weight * _transform.Inverse(transformed);
}
