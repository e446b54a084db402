using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Options;

namespace LstmService.Forecasting.Tests.Explanation;

/// <summary>What the gates did is told for every layer and direction, at the times of the history.</summary>
public sealed class GateReaderTests
{
    [Fact]
    public void EveryLayerAndDirectionIsSummarisedAtTheTimesOfTheWindow()
    {
        TrainingOptions options = new() { Members = 2, Epochs = 2, Hidden = 8, Layers = 2, Bidirectional = true, Lookback = 24, Patch = 2 };
        GateSummary gates = new GateReader(ForecastExplanationTests.Train(Samples.Airline(), options)).Read(Samples.Airline());
        Assert.Equal(12, gates.Times.Count);
        Assert.Equal(("1959-02-01", "1960-12-01", 2), (gates.Times[0], gates.Times[^1], gates.PointsAStep));
        Assert.Equal([(1, "forward"), (1, "backward"), (2, "forward"), (2, "backward")], gates.Layers.Select(l => (l.Layer, l.Direction)));
        foreach (LayerGates layer in gates.Layers)
        {
            Assert.Equal(["input", "forget", "output", "candidate"], layer.Gates.Keys);
            UnitSummary forget = layer.Gates["forget"];
            Assert.Equal(12, forget.Mean.Length);
            for (int s = 0; s < 12; s++)
            {
                Assert.True(0 < forget.Lower[s] && forget.Lower[s] <= forget.Median[s] && forget.Median[s] <= forget.Upper[s] && forget.Upper[s] < 1);
                Assert.InRange(forget.Mean[s], forget.Lower[s] / 2, 1);
                Assert.True(layer.HiddenNorm[s] >= Math.Abs(layer.HiddenState.Mean[s]));
            }
            // a unit keeps for about 1/(1-f) steps of two points; the middle unit's f lies among those of all
            Assert.InRange(layer.KeptFor!.Value, 2 / (1 - forget.Lower.Min()), 2 / (1 - forget.Upper.Max()));
        }
    }

    [Fact]
    public void StepsBeforeTheHistoryBeginsAreLeftOut()
    {
        Predictor predictor = ForecastExplanationTests.Train(Samples.Airline(), new() { Members = 1, Epochs = 1, Lookback = 24, Patch = 1 });
        Assert.Equal(["1949-01-01", "1949-02-01", "1949-03-01"], new GateReader(predictor).Read(Samples.Airline(3)).Times);
    }

    [Fact]
    public void ThePlainNetworkHasNoMemoryToKeep()
    {
        Predictor predictor = ForecastExplanationTests.Train(Samples.Airline(), new() { Members = 1, Epochs = 1, Cell = "rnn" });
        LayerGates layer = Assert.Single(new GateReader(predictor).Read(Samples.Airline()).Layers);
        Assert.Null(layer.KeptFor);
        Assert.Equal(["candidate"], layer.Gates.Keys);
    }

    [Fact]
    public void AModelWithoutANetworkIsRefused()
    {
        Predictor predictor = ForecastExplanationTests.Train(Samples.Indexed([.. Enumerable.Repeat(5.0, 40)]), new());
        Assert.Throws<UnexplainableException>(() => new GateReader(predictor).Read(Samples.Indexed(1, 2, 3)));
    }
}
