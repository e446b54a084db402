using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Evaluation;

public class CombinationTests
{
    [Fact]
    public void TheMostEvenMixtureIsTakenThatTheBestIsNotToldFrom()
    {
        Assert.Equal(0.5, Chosen(even: 1.02, most: 1.01, alone: 1, noise: 0.5).LstmWeight);
        Assert.Equal(0.75, Chosen(even: 1.5, most: 1.01, alone: 1, noise: 0.5).LstmWeight);
        Assert.Equal(Composition.LstmAlone.LstmWeight, Chosen(even: 1.5, most: 1.4, alone: 1, noise: 0.5).LstmWeight);
    }

    [Fact]
    public void FewWindowsSpeakForTheEvenMixture() =>
        Assert.Equal(new Composition(0.5, "theta", "damped"), Chosen(even: 9, most: 5, alone: 1, noise: 0, windows: 7));

    [Fact]
    public void WhatWasNotObservedDoesNotCount()
    {
        double[][] errors = [.. Combination.Candidates.Select((_, c) => Enumerable.Range(0, 20).Select(w => w == 3 ? double.NaN : c == 2 ? 1.0 : 2).ToArray())];
        Assert.Equal(1, Combination.Choose(errors).LstmWeight);
    }

    [Fact]
    public void TheMeanOfTwoBaselinesSharesTheirPart()
    {
        Composition composition = new(0.5, "naive", "seasonalNaive");
        Assert.Equal(new Dictionary<string, double> { ["lstm"] = 0.5, ["naive"] = 0.25, ["seasonalNaive"] = 0.25 }, composition.ToWeights());
        double[] said = new double[2];
        composition.Method()!([1, 2, 3, 4], 4, said);
        Assert.Equal([0.5 * (4 + 1), 0.5 * (4 + 2)], said);
    }

    /// <summary>Errors around the means given, the noise of each candidate its own and without a mean.</summary>
    private static Composition Chosen(double even, double most, double alone, double noise, int windows = 200)
    {
        Engine.Xoshiro256 random = new(1);
        double[] means = [even, most, alone, 9, 9];
        double[][] errors = new double[means.Length][];
        for (int c = 0; c < means.Length; c++)
        {
            double[] own = [.. Enumerable.Range(0, windows).Select(_ => noise * random.NextGaussian())];
            double mean = own.Average();
            errors[c] = Array.ConvertAll(own, e => means[c] + e - mean);
        }
        return Combination.Choose(errors);
    }
}
