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

    [Fact]
    public void ThetaOfASeriesWithNegativeValuesIsNotCutAtZero()
    {
        double[] falling = [.. Enumerable.Range(0, 30).Select(t => 10.0 - 3 * t)];
        Assert.True(Forecast(Theta.Forecast, falling, 1, 1)[0] < -60);
    }

    [Fact]
    public void ThetaOfANonNegativeSeriesNeverGoesBelowZero()
    {
        double[] falling = [.. Enumerable.Range(0, 30).Select(t => 29.0 - t)];
        Assert.All(Forecast(Theta.Forecast, falling, 1, 40), v => Assert.True(v >= 0));
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

    private static readonly double[] ThetaReference = [342.4853, 336.4224, 386.3697, 371.0584, 372.1152, 424.5542, 465.4700, 462.0283, 409.7322, 356.6412, 311.1692, 352.2873, 356.0767, 349.7292, 401.6019, 385.6391, 386.6897, 441.1285, 483.5827, 479.9489, 425.5732, 370.3854, 323.1225, 365.7770];
}
