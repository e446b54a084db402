using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Evaluation;

public class CombinationTests
{
    private const double Many = 1e6; // independent windows

    [Fact]
    public void ManyWindowsSpeakForTheMixtureThatWasBest()
    {
        Assert.Equal(new Dictionary<string, double> { ["lstm"] = 0.75, ["theta"] = 0.25 }, Chosen(Many, w => Math.Abs(w("lstm") - 0.75) + w("damped")).ToWeights());
        Assert.Equal(Composition.LstmAlone, Chosen(Many, w => 1 - w("lstm")));
        Assert.Equal(new(0, "damped"), Chosen(Many, w => 1 - w("damped")));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    public void TheFewerWindowsAreIndependentTheNearerTheEvenMixture(double independent)
    {
        double few = Chosen(independent, LstmIsBetter).LstmWeight, more = Chosen(10 * independent, LstmIsBetter).LstmWeight;
        Assert.True(few < more, $"{few} of {independent} windows, {more} of ten times as many");

        static double LstmIsBetter(Func<string, double> w) => 1.2 - 0.4 * w("lstm");
    }

    [Fact]
    public void WhereNoMixtureIsBetterTheEvenOneIsTaken()
    {
        Assert.Equal(Combination.Even, Chosen(Many, _ => 1));
        Assert.Equal(Combination.Even, Chosen(Many, _ => 0));
        Assert.Equal(new Composition(0.5, "theta", "damped"), Combination.Even);
    }

    [Fact]
    public void FewWindowsSpeakForTheEvenMixture()
    {
        Assert.Equal(Combination.Even, Chosen(Many, w => 1 - w("lstm"), windows: 7));
        Assert.Equal(Composition.LstmAlone, Chosen(Many, w => 1 - w("lstm"), windows: 8));
    }

    [Fact]
    public void WhatWasNotObservedDoesNotCount()
    {
        double[][] errors = [.. Combination.Candidates.Select(c => Enumerable.Range(0, 20).Select(w => w == 3 ? double.NaN : 2 - c.LstmWeight).ToArray())];
        Assert.Equal(1, Combination.Choose(errors, Many).LstmWeight);
    }

    [Fact]
    public void TwoBaselinesShareTheirPart()
    {
        Composition composition = new(0.5, "naive", "seasonalNaive");
        Assert.Equal(new Dictionary<string, double> { ["lstm"] = 0.5, ["naive"] = 0.25, ["seasonalNaive"] = 0.25 }, composition.ToWeights());
        double[] said = new double[2];
        composition.Method()!([1, 2, 3, 4], 4, said);
        Assert.Equal([0.5 * (4 + 1), 0.5 * (4 + 2)], said);
        Composition uneven = composition with { SecondShare = 0.2 };
        Assert.Equal(new Dictionary<string, double> { ["lstm"] = 0.5, ["naive"] = 0.4, ["seasonalNaive"] = 0.1 }, uneven.ToWeights());
        uneven.Method()!([1, 2, 3, 4], 4, said);
        Assert.Equal(0.8 * 4 + 0.2 * 1, said[0], 12);
    }

    /// <summary>What is chosen where a mixture's error is what the function says of its weights.</summary>
    private static Composition Chosen(double independent, Func<Func<string, double>, double> error, int windows = 20) => Combination.Choose(
        [.. Combination.Candidates.Select(c => Enumerable.Repeat(error(name => c.ToWeights().GetValueOrDefault(name)), windows).ToArray())], independent);
}
