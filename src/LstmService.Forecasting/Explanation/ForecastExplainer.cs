using System.Globalization;
using LstmService.Engine;
using LstmService.Engine.Explanation;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Explanation;

/// <summary>
/// Explains the forecasts of a predictor in the units and times of the series: through the networks, the scaling of the window, the
/// transform and the baselines' share. The window's level, spread, season and anchor are taken as they are; what is explained is
/// what the networks made of the points' deviations from them. Safe to share by threads.
/// </summary>
public sealed class ForecastExplainer(Predictor predictor)
{
    private const string OfGradients =
        "baseline is the forecast had every past point lain on the window's own level and season, and covariates been ordinary; an "
        + "attribution is by how much the point's deviation from them moved the forecast.";
    private const string OfRelevance =
        "baseline is what the window's level, trend and season say without the network; the network's part is shared by relevance. "
        + "What the alternatives it weighs owe to level and season alone is in residual.";

    private readonly PredictorState _state = predictor.State;
    private readonly IReadOnlyList<Network<float>> _networks = predictor.Networks;

    private Plan Plan => _state.Plan;

    /// <summary>Why a step cannot be explained by a method; null where it can.</summary>
    /// <param name="step">Steps ahead, from 1.</param>
    /// <param name="method">How.</param>
    public string? Refusal(int step, ExplanationMethod method)
    {
        if (NothingLearnt() is { } reason) return reason;
        if (step < 1 || step > Plan.Horizon)
            return $"step must be 1..{Plan.Horizon}, was {step}: later ones are forecast from the model's own forecasts";
        return method == ExplanationMethod.Relevance ? RelevancePropagation.Refusal(_networks[0].Spec, (step - 1) * Plan.Quantiles.Count + Plan.Quantiles.Count / 2) : null;
    }

    /// <summary>Why there is nothing to explain, whatever the step; null where there is.</summary>
    public string? NothingLearnt() => LearntNothing.Of(_networks.Count, _state.Composition);

    /// <summary>Explains the forecast of one step.</summary>
    /// <param name="history">As for <see cref="Predictor.Forecast"/>.</param>
    /// <param name="step">Steps ahead, from 1.</param>
    /// <param name="method">How.</param>
    /// <exception cref="UnexplainableException"><see cref="Refusal"/> says why.</exception>
    public ForecastExplanation Explain(TimeSeries history, int step, ExplanationMethod method)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (Refusal(step, method) is { } reason) throw new UnexplainableException(reason);
        ExplainedWindow window = new(predictor, history, step - 1);
        ExplainedAnswer answer = new(_state, window);
        return method == ExplanationMethod.Relevance ? ByRelevance(window, answer) : ByGradients(window, answer);
    }

    /// <summary>The forecast of one step had some points lain on the window's level and season, which themselves stay as they are.</summary>
    /// <param name="history">As for <see cref="Explain"/>.</param>
    /// <param name="step">Steps ahead, from 1.</param>
    /// <param name="times">The times of the points, as <see cref="Attribution.Time"/> has them.</param>
    public double ForecastWithout(TimeSeries history, int step, IReadOnlySet<string> times)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(times);
        if (Refusal(step, ExplanationMethod.IntegratedGradients) is { } reason) throw new UnexplainableException(reason);
        ExplainedWindow window = new(predictor, history, step - 1);
        ExplainedAnswer answer = new(_state, window);
        Batch<float> batch = window.Batch(t => !times.Contains(window.TimeOf(t)));
        return answer.Forecast(Said(answer, batch, new Workspace<float>(_networks[0], 1, Plan.Steps)).Value);
    }

    private ForecastExplanation ByGradients(ExplainedWindow window, ExplainedAnswer answer)
    {
        Batch<float> actual = window.Batch(_ => true), baseline = window.Batch(_ => false, covariates: false);
        double said = 0;
        DecoderEcho? echo = Plan.EncoderDecoder ? WindowBatch.EchoOf(Plan) : null;
        PathAttribution path = new IntegratedGradients<float>(_networks, actual.Shape, echo).Explain(baseline, actual, (answers, dAnswers) =>
        {
            ReadOnlySpan<double> outputs = answer.OutputsIn(answers, _networks[0].Spec.Head.Outputs, out int first);
            int middle = answer.MiddleOf(outputs);
            said = outputs[middle];
            dAnswers[first + middle] = answer.Slope(said);
            return answer.Forecast(said);
        });
        int count = window.Window.AlternativeCount;
        double[] points = window.ToPoints(
            path.Inputs, path.Alternatives.AsSpan(window.Step * count, count), path.Skip, window.AlternativeDeviation);
        // the part of the path that was looked at last need not be its end
        said = Said(answer, actual, new Workspace<float>(_networks[0], 1, Plan.Steps)).Value;
        return Make(window, answer, ExplanationMethod.IntegratedGradients, said, path.Baseline, null,
            [.. Attributions(window, points), .. OfCovariates(window, path.Inputs, path.Alternatives.AsSpan(window.Step * count, count), path.Skip, 1)]);
    }

    private ForecastExplanation ByRelevance(ExplainedWindow window, ExplainedAnswer answer)
    {
        Batch<float> batch = window.Batch(_ => true);
        Workspace<float> workspace = new(_networks[0], 1, Plan.Steps);
        (double said, int middle) = Said(answer, batch, workspace);
        int count = window.Window.AlternativeCount;
        double[] inputs = new double[batch.Inputs.Length], alternatives = new double[count], skip = new double[batch.Skip.Length];
        double bias = 0;
        foreach (Network<float> network in _networks)
        {
            network.Forward(workspace, batch);
            Relevance relevance = RelevancePropagation.Explain(network, workspace, batch, middle);
            Add(relevance.Inputs, inputs);
            Add(relevance.Alternatives, alternatives);
            Add(relevance.Skip, skip);
            bias += relevance.ToBiases / _networks.Count;
        }
        // one unit of the window is worth the slope of the chord from the anchor to the forecast
        double unit = Math.Abs(said) > 1e-9 ? (answer.Forecast(said) - answer.Forecast(0)) / said : answer.Slope(0);
        double[] points = window.ToPoints(inputs, alternatives, skip, a => batch.Alternatives[window.Step * count + a]);
        List<Attribution> attributions = [.. Attributions(window, [.. points.Select(p => p * unit)]), .. OfChannels(window, inputs, unit), .. OfCovariates(window, inputs, alternatives, skip, unit)];
        return Make(window, answer, ExplanationMethod.Relevance, said, answer.Forecast(0), bias * unit, attributions);
    }

    private void Add(double[] relevance, double[] sum)
    {
        for (int i = 0; i < sum.Length; i++) sum[i] += relevance[i] / _networks.Count;
    }

    /// <summary>What the ensemble says of the step, and which of the networks' outputs it is.</summary>
    private (double Value, int Output) Said(ExplainedAnswer answer, Batch<float> batch, Workspace<float> workspace)
    {
        int outputs = _networks[0].Spec.Head.Outputs;
        double[] mean = new double[outputs];
        foreach (Network<float> network in _networks)
        {
            ReadOnlySpan<float> answers = Plan.EncoderDecoder
                ? network.RollOut(workspace, batch, WindowBatch.EchoOf(Plan).FeedOf<float>(network.Spec))
                : network.Forward(workspace, batch);
            ReadOnlySpan<float> said = answer.OutputsIn(answers, outputs, out _);
            for (int i = 0; i < outputs; i++) mean[i] += said[i] / (double)_networks.Count;
        }
        int middle = answer.MiddleOf(mean);
        return (mean[middle], middle);
    }

    /// <summary>The window's points, and of those before it the ones that did something.</summary>
    private List<Attribution> Attributions(ExplainedWindow window, double[] points)
    {
        List<Attribution> attributions = [];
        for (int t = 0; t < points.Length; t++)
            if (points[t] != 0 || t >= points.Length - Plan.Lookback)
                attributions.Add(new(window.TimeOf(t), Observed(window, t), points[t]));
        return attributions;
    }

    /// <summary>What the network read of each time beside its value: the season's profile there, and whether it was observed.</summary>
    private List<Attribution> OfChannels(ExplainedWindow window, double[] inputs, double unit)
    {
        List<Attribution> attributions = [];
        string[] names = [.. Plan.HasProfile ? ["season"] : Array.Empty<string>(), .. Plan.Mask ? ["observed"] : Array.Empty<string>()];
        for (int channel = 0; channel < names.Length; channel++)
            for (int i = 0; i < Plan.Lookback; i++)
            {
                double relevance = inputs[window.InputOf(i) + (channel + 1) * Plan.Patch] * unit;
                if (window.PointOf(i) is { } t && relevance != 0)
                    attributions.Add(new(window.TimeOf(t), Observed(window, t), relevance, names[channel]));
            }
        return attributions;
    }

    /// <summary>What covariates did, by their names and times, the times ahead among them.</summary>
    private static IEnumerable<Attribution> OfCovariates(
        ExplainedWindow window, ReadOnlySpan<double> inputs, ReadOnlySpan<double> alternatives, ReadOnlySpan<double> skip, double unit) =>
        window.Covariates?.Attribute(inputs, alternatives, skip).Select(one => new Attribution(
            window.TimeOf(one.Point), window.History.Covariates.FirstOrDefault(c => c.Name == one.Name)?.NumberAt(window.First + one.Point),
            one.Relevance * unit, one.Name)) ?? [];

    private static double? Observed(ExplainedWindow window, int t) =>
        double.IsNaN(window.Series.Values[t]) ? null : window.Series.Values[t];

    private ForecastExplanation Make(
        ExplainedWindow window, ExplainedAnswer answer, ExplanationMethod method, double said, double baseline, double? bias,
        IReadOnlyList<Attribution> attributions)
    {
        double output = answer.Forecast(said);
        return new(
            window.Step + 1, window.History.Axis.TimeOf(window.History.Length + window.Step), method, output, baseline,
            output - baseline - (bias ?? 0) - attributions.Sum(a => a.Relevance), bias, attributions, answer.Components(said),
            Note(window, answer, method, output));
    }

    private string Note(ExplainedWindow window, ExplainedAnswer answer, ExplanationMethod method, double output)
    {
        string note = method == ExplanationMethod.Relevance ? OfRelevance : OfGradients;
        if (Plan.Scaling == ScalingKind.Local)
            note += $" The level is that of the last {Plan.LevelPoints} point(s), which stands in baseline and not in their attributions.";
        if (answer.BaselineParts.Count > 0)
            note += string.Create(CultureInfo.InvariantCulture,
                $" The network has {answer.Weight:0.##} of the forecast; what {string.Join(" and ", answer.BaselineParts.Keys)} say of the same history is in baseline and in components.");
        if (Plan.Loss == LossKind.NegativeBinomial) note += " The mean is explained; the forecast is the median, a whole number.";
        if (Plan.EncoderDecoder && Plan.KnownChannels > 0) note += " What the decoder reads of the times ahead is not attributed.";
        double kept = AnswerBounds.Of(Plan, window.Series.Values).Keep(output);
        if (kept != output) note += string.Create(CultureInfo.InvariantCulture, $" The forecast itself is held in its bounds: {kept}.");
        return note;
    }
}
