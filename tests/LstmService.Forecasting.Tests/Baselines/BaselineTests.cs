using LstmService.Forecasting.Baselines;

namespace LstmService.Forecasting.Tests.Baselines;

public class BaselineTests
{
    [Fact]
    public void NaiveRepeatsTheLastValue() => Assert.Equal([3.0, 3.0], Forecast(Naive.Forecast, [1, 2, 3], 1, 2));

    [Fact]
    public void SeasonalNaiveRepeatsTheLastSeason() => Assert.Equal([4.0, 5, 6, 4], Forecast(SeasonalNaive.Forecast, [1, 2, 3, 4, 5, 6], 3, 4));

    [Fact]
    public void SeasonalNaiveOfLessThanASeasonRepeatsTheLastValue() => Assert.Equal([2.0, 2], Forecast(SeasonalNaive.Forecast, [1, 2], 3, 2));

    [Fact]
    public void DriftContinuesTheLineFromFirstToLast() => Assert.Equal([7.0, 9], Forecast(Drift.Forecast, [1, 2, 5], 1, 2));

    [Fact]
    public void DriftOfOnePointRepeatsIt() => Assert.Equal([5.0], Forecast(Drift.Forecast, [5], 1, 1));

    [Fact]
    public void ThetaOfAStraightLineGoesOnWithHalfItsSlope()
    {
        double[] line = [.. Enumerable.Range(1, 40).Select(t => 10.0 + 2 * t)];
        double[] forecast = Forecast(Theta.Forecast, line, 1, 3);
        Assert.Equal(1.0, forecast[2] - forecast[1], 6);
        Assert.InRange(forecast[0], 90, 93);
    }

    /// <summary>The reference values are those of an independent implementation of M4's Theta on the same 120 months.</summary>
    [Fact]
    public void ThetaOfAirlinePassengersAgreesWithTheReference()
    {
        double[] forecast = Forecast(Theta.Forecast, Samples.AirPassengers[..120], 12, 24);
        for (int k = 0; k < 24; k++) Assert.Equal(ThetaReference[k], forecast[k], 1e-3 * ThetaReference[k]);
    }

    /// <summary>The reference values are those of a Nelder-Mead search over all five parameters, the starting state among them.</summary>
    [Fact]
    public void DampedOfAirlinePassengersAgreesWithTheReference()
    {
        double[] forecast = Forecast(Damped.Forecast, Samples.AirPassengers[..120], 12, 12);
        for (int k = 0; k < 12; k++) Assert.Equal(DampedReference[k], forecast[k], 2e-3 * DampedReference[k]);
    }

    [Fact]
    public void DampedOfATrendThatFadesGoesOnFading()
    {
        double[] fading = [.. Enumerable.Range(0, 40).Select(t => 200 - 100 * Math.Pow(0.9, t))];
        double[] forecast = Forecast(Damped.Forecast, fading, 1, 30);
        for (int k = 0; k < 30; k++) Assert.Equal(200 - 100 * Math.Pow(0.9, 40 + k), forecast[k], 0.05);
    }

    [Fact]
    public void DampedReadsNoMoreThanTheLastFiveHundredPoints()
    {
        double[] recent = Samples.Seasonal(500, 12, 30, 4);
        double[] expected = Forecast(Damped.Forecast, recent, 1, 12);
        Assert.Equal(expected, Forecast(Damped.Forecast, [.. Enumerable.Repeat(1e6, 700), .. recent], 1, 12));
    }

    [Fact]
    public void DampedForecastsInTheUnitAndAtTheLevelOfItsHistory()
    {
        double[] history = Samples.Seasonal(60, 12, 5, 5);
        double[] expected = Forecast(Damped.Forecast, history, 1, 6);
        double[] moved = Forecast(Damped.Forecast, [.. history.Select(v => 1e140 * v)], 1, 6);
        for (int k = 0; k < 6; k++) Assert.Equal(expected[k], moved[k] / 1e140, 1e-6 * expected[k]);
    }

    [Fact]
    public void Naive2RepeatsTheLastValueInTheSeasonOfEachStep()
    {
        double[] pattern = [0.5, 1.0, 1.5, 1.0];
        double[] forecast = Forecast(Naive2.Forecast, [.. Enumerable.Range(0, 41).Select(t => 10 * pattern[t % 4])], 4, 4);
        for (int k = 0; k < 4; k++) Assert.Equal(10 * pattern[(41 + k) % 4], forecast[k], 1e-9);
        Assert.Equal([3.0, 3.0], Forecast(Naive2.Forecast, [1, 2, 3], 12, 2));
    }

    [Fact]
    public void ThetaOfASeriesWithNegativeValuesIsNotCutAtZero()
    {
        double[] falling = [.. Enumerable.Range(0, 30).Select(t => 10.0 - 3 * t)];
        Assert.True(Forecast(Theta.Forecast, falling, 1, 1)[0] < -60);
    }

    [Fact]
    public void ThetaAndDampedOfANonNegativeSeriesNeverGoBelowZero()
    {
        double[] falling = [.. Enumerable.Range(0, 30).Select(t => 29.0 - t)];
        Assert.All(Forecast(Theta.Forecast, falling, 1, 40), v => Assert.True(v >= 0));
        Assert.All(Forecast(Damped.Forecast, falling, 1, 40), v => Assert.True(v >= 0));
    }

    [Fact]
    public void AirlinePassengersAreSeasonalAndNoiseIsNot()
    {
        Assert.True(ClassicalDecomposition.IsSeasonal(Samples.AirPassengers, 12));
        Engine.Xoshiro256 random = new(7);
        double[] noise = [.. Enumerable.Range(0, 144).Select(_ => random.NextGaussian())];
        Assert.False(ClassicalDecomposition.IsSeasonal(noise, 12));
    }

    [Fact]
    public void SeasonalIndicesHaveMeanOne()
    {
        double[] indices = ClassicalDecomposition.SeasonalIndices(Samples.AirPassengers, 12)!;
        Assert.Equal(1, indices.Average(), 12);
        Assert.Equal(6, Array.IndexOf(indices, indices.Max())); // July
    }

    [Fact]
    public void EveryBaselineOfOnePointIsFinite() =>
        Assert.All(BaselineCatalogue.All, b => Assert.All(Forecast(b.Value, [5], 12, 3), v => Assert.True(double.IsFinite(v))));

    private static double[] Forecast(Baseline baseline, double[] history, int season, int horizon)
    {
        double[] forecast = new double[horizon];
        baseline(history, season, forecast);
        return forecast;
    }

    private static readonly double[] DampedReference = [341.983, 335.489, 384.781, 369.024, 369.555, 421.029, 460.929, 456.838, 404.514, 351.555, 306.249, 346.163];
    private static readonly double[] ThetaReference = [342.4853, 336.4224, 386.3697, 371.0584, 372.1152, 424.5542, 465.4700, 462.0283, 409.7322, 356.6412, 311.1692, 352.2873, 356.0767, 349.7292, 401.6019, 385.6391, 386.6897, 441.1285, 483.5827, 479.9489, 425.5732, 370.3854, 323.1225, 365.7770];
}
