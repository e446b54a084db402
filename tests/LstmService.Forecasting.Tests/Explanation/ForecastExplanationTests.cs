using LstmService.Forecasting.Data;
using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Explanation;

/// <summary>An explanation adds up to the forecast, whatever the model is made of.</summary>
public sealed class ForecastExplanationTests
{
    private static readonly TrainingOptions s_quick = new() { Members = 2, Epochs = 3, Hidden = 8 };

    private static readonly Dictionary<string, TrainingOptions> s_models = new()
    {
        ["defaults"] = s_quick,
        ["one member, ordered quantiles"] = s_quick with { Members = 1, OrderedQuantiles = true },
        ["gru, two layers, dilated, residual"] = s_quick with { Cell = "gru", Layers = 2, Dilations = "1,2", Residual = true },
        ["peephole both ways"] = s_quick with { Cell = "peephole", Bidirectional = true },
        ["decoder with attention"] = s_quick with { Architecture = "encoderDecoder", Attention = "additive" },
        ["decoder of a distribution"] = s_quick with { Architecture = "encoderDecoder", Loss = "gaussian", Cell = "gru", Epochs = 20 },
        ["the tutorial's scaling"] = s_quick with { Scaling = "minMax", Seasonality = "none", Loss = "squared", Transform = "none" },
        ["student's t in patches"] = s_quick with { Loss = "studentT", Lookback = 24, Patch = 2 },
        ["counts"] = s_quick with { Loss = "negativeBinomial" },
        ["truncated"] = s_quick with { TruncateEvery = 6 },
    };

    public static TheoryData<string> Names => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IntegratedGradientsSumToTheForecastInTheUnitsOfTheSeries(string name)
    {
        ForecastExplainer explainer = Explainer(name, out Predictor predictor);
        const int Step = 3;
        ForecastExplanation explained = explainer.Explain(Samples.Airline(), Step, ExplanationMethod.IntegratedGradients);
        double moved = explained.Output - explained.Baseline;
        // the float answers themselves are exact to about a millionth of the forecast
        Assert.InRange(Math.Abs(explained.Residual), 0, 1e-3 * Math.Abs(moved) + 2e-6 * Math.Abs(explained.Output));
        AssertIsTheForecast(predictor, explained);
        Assert.Null(explained.ToBiases);
        Assert.Equal(explained.Baseline, explainer.ForecastWithout(Samples.Airline(), Step, explained.Attributions.Select(a => a.Time).ToHashSet()), 1e-4 * explained.Output);
        Assert.Equal(explained.Output, explainer.ForecastWithout(Samples.Airline(), Step, new HashSet<string>()), 1e-6 * explained.Output);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RelevanceSumsToTheNetworksPartOrIsRefused(string name)
    {
        ForecastExplainer explainer = Explainer(name, out Predictor predictor);
        if (predictor.Plan.EncoderDecoder)
        {
            Assert.Contains("decoder", explainer.Refusal(1, ExplanationMethod.Relevance), StringComparison.Ordinal);
            Assert.Throws<UnexplainableException>(() => explainer.Explain(Samples.Airline(), 1, ExplanationMethod.Relevance));
            return;
        }
        ForecastExplanation explained = explainer.Explain(Samples.Airline(), 3, ExplanationMethod.Relevance);
        AssertIsTheForecast(predictor, explained);
        Assert.Equal(explained.Components["network"], explained.Output - explained.Baseline, 1e-6 * explained.Output);
        Assert.Equal(explained.Output, explained.Baseline + explained.Attributions.Sum(a => a.Relevance) + explained.ToBiases!.Value + explained.Residual, 1e-9 * explained.Output);
        Assert.Contains(explained.Attributions, a => a.Relevance != 0 && a.Covariate is null);
    }

    [Fact]
    public void RelevanceLeavesOnlyWhatTheAlternativesOweToLevelAndSeason()
    {
        // without a season the alternatives are the window's mean and drift; without gates nothing is left over at all
        TrainingOptions options = s_quick with { Architecture = "direct", Bidirectional = true, Loss = "gaussian" };
        ForecastExplanation explained = new ForecastExplainer(Train(Samples.Airline(), options)).Explain(Samples.Airline(), 2, ExplanationMethod.Relevance);
        Assert.InRange(Math.Abs(explained.Residual), 0, 1e-3 * Math.Abs(explained.Output - explained.Baseline) + 1e-5 * explained.Output);
    }

    [Fact]
    public void ABaselinesShareIsLabelledAndNotAttributed()
    {
        Predictor alone = Train(Samples.Airline(), s_quick).LstmAlone();
        Predictor mixed = new(alone.State with { Composition = new Composition(0.6, "theta", "damped", 0.25) }, new Ensemble(alone.Plan, alone.State.Global, alone.Networks));
        ForecastExplanation ofAlone = new ForecastExplainer(alone).Explain(Samples.Airline(), 2, ExplanationMethod.IntegratedGradients);
        ForecastExplanation ofMixed = new ForecastExplainer(mixed).Explain(Samples.Airline(), 2, ExplanationMethod.IntegratedGradients);
        AssertIsTheForecast(mixed, ofMixed);
        Assert.Equal(["level", "trend", "season", "network", "theta", "damped"], ofMixed.Components.Keys);
        Assert.Equal(0.6 * ofAlone.Components["network"], ofMixed.Components["network"], 1e-6);
        Assert.Equal(0.6 * ofAlone.Attributions.Sum(a => a.Relevance), ofMixed.Attributions.Sum(a => a.Relevance), 1e-2 * Math.Abs(ofAlone.Output - ofAlone.Baseline));
        Assert.Contains("theta and damped", ofMixed.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void AttributionsCarryTheTimesAndValuesOfTheHistory()
    {
        double[] values = [.. Samples.AirPassengers, double.NaN];
        values[140] = double.NaN;
        TimeSeries history = Samples.Airline() with { Values = values };
        ForecastExplanation explained = Explainer("defaults", out _).Explain(history, 1, ExplanationMethod.IntegratedGradients);
        Assert.Equal("1961-01-01", explained.Time);
        Attribution last = explained.Attributions[^1];
        Assert.Equal(("1960-12-01", 432d), (last.Time, last.Value));
        Assert.Null(explained.Attributions.Single(a => a.Time == "1960-09-01").Value);
        Assert.Equal(explained.Attributions.Select(a => a.Time), explained.Attributions.Select(a => a.Time).Distinct().Order());
    }

    [Fact]
    public void WhatCannotBeExplainedIsRefusedWithItsReason()
    {
        ForecastExplainer constant = new(Train(Samples.Indexed([.. Enumerable.Repeat(5.0, 40)]), s_quick));
        Assert.Contains("nothing was learnt", constant.Refusal(1, ExplanationMethod.IntegratedGradients), StringComparison.Ordinal);
        ForecastExplainer explainer = Explainer("defaults", out _);
        Assert.Contains("1..12, was 13", explainer.Refusal(13, ExplanationMethod.IntegratedGradients), StringComparison.Ordinal);
        Assert.Contains("1..12, was 0", explainer.Refusal(0, ExplanationMethod.Relevance), StringComparison.Ordinal);
        Predictor unweighed = Train(Samples.Airline(), s_quick);
        unweighed = new(unweighed.State with { Composition = new Composition(0, "theta") }, new Ensemble(unweighed.Plan, unweighed.State.Global, unweighed.Networks));
        Assert.Contains("theta", new ForecastExplainer(unweighed).Refusal(1, ExplanationMethod.IntegratedGradients), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, 3)]
    [InlineData(144, 14)]
    public void AlternativesAreTheWeighedPointsTheyAreSaidToBe(int length, int step)
    {
        Plan plan = Train(Samples.Airline(), s_quick with { Epochs = 1, Lookback = 48 }).Plan with { Seasons = [12, 24], Horizon = 24 };
        EncodedSeries series = new(Samples.AirPassengers[..length], plan);
        Window window = new(plan);
        new WindowEncoder(plan, default).Encode(series, length, window);
        var before = (float[])window.Alternatives.Clone();
        IReadOnlyList<IReadOnlyList<WeighedPoint>> points = AlternativePoints.Of(plan, length, step);
        Assert.Equal(window.AlternativeCount, points.Count);
        double[] moved = (double[])series.Filled.Clone();
        for (int t = 0; t < length; t++) moved[t] += Math.Sin(3 * t) * window.Scale;
        int known = Math.Min(length, plan.Lookback);
        for (int i = 0; i < plan.Lookback; i++)
            window.Deseasonalised[i] += Math.Sin(3 * (length - known + Math.Max(0, i - plan.Lookback + known))) * window.Scale;
        AlternativeForecasts.Fill(plan, moved, window);
        for (int a = 0; a < points.Count; a++)
        {
            int at = step * window.AlternativeCount + a;
            Assert.Equal(points[a].Sum(p => p.Weight * Math.Sin(3 * p.Point)), window.Alternatives[at] - before[at], 1e-4);
        }
    }

    private static void AssertIsTheForecast(Predictor predictor, ForecastExplanation explained)
    {
        ForecastPoint point = predictor.Forecast(Samples.Airline(), explained.Step, [80]).Points[^1];
        Assert.Equal(point.Time, explained.Time);
        // of counts the mean is explained, and the median is a whole number beside it
        Assert.Equal(point.Value, explained.Output, predictor.Plan.Loss == LossKind.NegativeBinomial ? 0.05 * point.Value : 1e-5 * point.Value);
        Assert.Equal(explained.Output, explained.Components.Values.Sum(), 1e-9 * point.Value);
    }

    internal static Predictor Train(TimeSeries series, TrainingOptions options) =>
        Estimator.Train(new([series], 12, [80], options), 1, null, default).Predictor;

    private static ForecastExplainer Explainer(string name, out Predictor predictor)
    {
        predictor = Train(Samples.Airline(), s_models[name]);
        if (predictor.State.Composition.LstmWeight == 0) predictor = predictor.LstmAlone();
        return new ForecastExplainer(predictor);
    }
}
