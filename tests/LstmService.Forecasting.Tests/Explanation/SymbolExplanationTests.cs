using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Tests.Symbols;

namespace LstmService.Forecasting.Tests.Explanation;

/// <summary>The score of a symbol is shared among those before it, and falls on those that decide.</summary>
public sealed class SymbolExplanationTests
{
    private static readonly TrainingOptions s_options = new() { Members = 2, Hidden = 12, Epochs = 12, Patience = 0, LearningRate = 0.01 };

    [Fact]
    public void WhatDependsOnTheLastSymbolAloneIsOwedToIt()
    {
        SymbolSeries history = SymbolSamples.Of(SymbolSamples.Weather(900, 3));
        SymbolExplainer explainer = new(Train(history).LstmAlone());
        SymbolExplanation explained = explainer.Explain(history, history.At(history.Length - 1));
        AssertAddsUp(explained);
        SymbolAttribution strongest = explained.Attributions.MaxBy(a => Math.Abs(a.Relevance))!;
        Assert.Equal((explained.Attributions[^1].Time, true), (strongest.Time, strongest.Relevance > 0));
        Assert.Equal(history.At(history.Length - 1), strongest.Value);
    }

    [Theory]
    [InlineData("gru", 2)]
    [InlineData("lstm", 1)]
    public void EverySymbolsScoreIsAccountedForInASeasonalModelOfAnyCell(string cell, int layers)
    {
        SymbolSeries history = SymbolSamples.Of(SymbolSamples.Shifts(300, 5));
        history.Numbers[290] = Vocabulary.Missing;
        SymbolPredictor predictor = Train(history, s_options with { Cell = cell, Layers = layers, Residual = layers > 1 ? true : null });
        Assert.True(predictor.Plan.HasSeason);
        SymbolPoint next = predictor.Forecast(history, 1).Points[0];
        foreach (string symbol in predictor.Vocabulary.Symbols)
        {
            SymbolExplanation explained = new SymbolExplainer(predictor).Explain(history, symbol);
            AssertAddsUp(explained);
            Assert.Equal((next.Time, next.Probabilities[symbol]), (explained.Time, explained.Probability));
            Assert.Null(explained.Attributions.Single(a => a.Time == history.Axis.TimeOf(290)).Value);
        }
        Assert.Equal(next.Value, new SymbolExplainer(predictor).Explain(history, null).Symbol);
        GateSummary gates = new SymbolExplainer(predictor).Gates(history);
        Assert.Equal(layers, gates.Layers.Count);
        Assert.Equal(history.Axis.TimeOf(299), gates.Times[^1]);
    }

    [Fact]
    public void LaterStepsAndGradientsAreRefusedAndSoIsAModelOfOneSymbol()
    {
        Assert.Null(SymbolExplainer.RefusalOf(1));
        Assert.Contains("step must be 1", SymbolExplainer.RefusalOf(2), StringComparison.Ordinal);
        Assert.Null(SymbolExplainer.RefusalOf(ExplanationMethod.Relevance));
        Assert.Contains("relevance", SymbolExplainer.RefusalOf(ExplanationMethod.IntegratedGradients), StringComparison.Ordinal);
        SymbolSeries one = SymbolSamples.Of(new string('a', 60));
        Assert.Contains("nothing was learnt", new SymbolExplainer(Train(one)).NothingLearnt(), StringComparison.Ordinal);
        Assert.Throws<UnexplainableException>(() => new SymbolExplainer(Train(one)).Explain(one, null));
    }

    private static SymbolPredictor Train(SymbolSeries series, TrainingOptions? options = null) =>
        SymbolEstimator.Train(new([series], 4, options ?? s_options), 1, null, default).Predictor;

    private static void AssertAddsUp(SymbolExplanation explained)
    {
        Assert.Equal(explained.Output, explained.Attributions.Sum(a => a.Relevance) + explained.ToBiases + explained.Residual, 1e-9);
        Assert.InRange(Math.Abs(explained.Residual), 0, 1e-3 * explained.Attributions.Sum(a => Math.Abs(a.Relevance)) + 1e-4);
    }
}
