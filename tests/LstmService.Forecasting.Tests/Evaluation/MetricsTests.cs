using LstmService.Forecasting.Evaluation;

namespace LstmService.Forecasting.Tests.Evaluation;

public class MetricsTests
{
    [Fact]
    public void TheSeasonalScaleIsTheMeanSeasonalDifference() => Assert.Equal(2.5, Metrics.SeasonalScale([1, 2, 3, 5], 2));

    [Fact]
    public void TheSeasonalScaleOfAConstantIsNone() => Assert.Null(Metrics.SeasonalScale([4, 4, 4, 4], 1));

    [Fact]
    public void TheSeasonalScalePassesOverWhatIsMissing() => Assert.Equal(1, Metrics.SeasonalScale([1, double.NaN, 3, 4, 5], 1));

    [Fact]
    public void SmapeOfTwoZerosIsZero() => Assert.Equal(0, Metrics.SymmetricPercentage(0, 0));

    [Fact]
    public void SmapeIsTheM4Definition() => Assert.Equal(200.0 * 10 / 210, Metrics.SymmetricPercentage(100, 110), 12);

    [Theory]
    [InlineData(10, 8, 0.9, 1.8)]
    [InlineData(8, 10, 0.9, 0.2)]
    [InlineData(10, 8, 0.5, 1.0)]
    public void PinballWeighsMissesByTheQuantile(double actual, double forecast, double quantile, double expected) =>
        Assert.Equal(expected, Metrics.Pinball(actual, forecast, quantile), 12);

    [Fact]
    public void ATallyAgreesWithTheDefinitionsByHand()
    {
        AccuracyTally tally = new();
        tally.Add([10, 20, double.NaN], [12, 16, 99], new(2, 4));
        tally.Add([0], [0], null);
        Accuracy result = tally.Result()!;
        Assert.Equal(3, result.Points);
        Assert.Equal(2, result.Mae, 12);
        Assert.Equal(Math.Sqrt(20 / 3.0), result.Rmse, 12);
        Assert.Equal(((200.0 * 2 / 22 + 200.0 * 4 / 36) / 2 + 0) / 2, result.Smape, 12);
        Assert.Equal(1.5, result.Mase!.Value, 12);
        Assert.Equal(0.2, result.Wape!.Value, 12);
        Assert.Equal(Math.Sqrt(10) / 4, result.Rmsse!.Value, 12);
        Assert.Null(result.Mape); // an actual is 0
    }

    [Fact]
    public void WhatTheDataDoNotDefineIsNull()
    {
        AccuracyTally tally = new();
        tally.Add([0, 0], [1, 2], null);
        Accuracy result = tally.Result()!;
        Assert.Equal([null, null, null, null], new[] { result.Mase, result.Rmsse, result.Wape, result.Mape });
        Assert.Null(Metrics.OverallWeightedAverage(result, result));
        tally = new();
        tally.Add([5], [5], new(1, 1));
        Assert.Null(Metrics.OverallWeightedAverage(tally.Result(), tally.Result())); // Naive2 was exact
    }

    [Fact]
    public void TheSeasonalUnitHasTheMeanSizeAndTheRootMeanSquareOfDifferences() =>
        Assert.Equal(new SeasonalUnit(2.5, Math.Sqrt(6.5)), SeasonalUnit.Of([1, 2, 3, 5.0], 2) is { } u ? u : default);

    [Theory]
    [InlineData(5, 10)]
    [InlineData(-1, 50)]
    [InlineData(12, 90)]
    public void TheIntervalScoreIsTheWidthAndFortyTimesTheMissAt95Percent(double actual, double expected) =>
        Assert.Equal(expected, Metrics.IntervalScore(actual, new(0, 10), 0.05), 9);

    [Fact]
    public void ATallyOfNothingIsNothing() => Assert.Null(new AccuracyTally().Result());

    [Theory]
    [InlineData(1, 144, 12, 24)]
    [InlineData(400, 700, 48, 5)]
    [InlineData(50, 60, 18, 5)]
    public void RollingOriginsStayInsideTheLastPartOfTheSeries(int series, int length, int horizon, int most)
    {
        RollingOrigins origins = RollingOrigins.For(series, length, horizon, 24)!;
        Assert.InRange(origins.Count, 1, most);
        Assert.Equal(length - origins.Horizon, origins.Origin(length, origins.Count - 1));
        Assert.True(origins.Earliest(length) >= 0.6 * length - 1);
        Assert.True(origins.Earliest(length) >= 24);
    }

    [Fact]
    public void SeriesTooShortToKeepAnythingBackHaveNoOrigins() => Assert.Null(RollingOrigins.For(1, 9, 4, 24));
}
