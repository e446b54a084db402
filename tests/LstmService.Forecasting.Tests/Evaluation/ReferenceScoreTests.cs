using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Evaluation;

/// <summary>
/// Our measures beside those of an independent scorer with the definitions of M4 and GluonTS, on three quarterly series of 24
/// points, six steps ahead, one actual value missing.
/// </summary>
public class ReferenceScoreTests
{
    private const int Season = 4, Past = 24, Horizon = 6;
    private static readonly double[] Levels = [80, 95];

    [Fact]
    public void PointMeasuresAgreeWithTheReference()
    {
        Accuracy accuracy = Judged();
        Assert.Equal(17, accuracy.Points);
        AssertNear(1.8529411764705883, accuracy.Mae);
        AssertNear(2.152290161938318, accuracy.Rmse);
        AssertNear(2.403252210999663, accuracy.Smape);
        AssertNear(0.6851457000710731, accuracy.Mase);
        AssertNear(0.6419997239104774, accuracy.Rmsse);
        AssertNear(0.021233569261880688, accuracy.Wape);
        AssertNear(2.397346429719573, accuracy.Mape);
    }

    [Fact]
    public void QuantileMeasuresAgreeWithTheReference()
    {
        const double MeanSize = 87.26470588235294; // of the actual values
        Accuracy accuracy = Judged();
        AssertNear(0.011871955142935932, accuracy.Wql);
        AssertNear(0.011871955142935932 * MeanSize, accuracy.Crps);
        AssertNear(4.359929190028686, accuracy.Msis);
        AssertNear(0.7058823529411765, accuracy.Coverage!["80"]);
        AssertNear(0.8235294117647058, accuracy.Coverage!["95"]);
        AssertNear(0.05985844287158743 * MeanSize, accuracy.Width!["80"]);
        AssertNear(0.07108190091001014 * MeanSize, accuracy.Width!["95"]);
    }

    [Fact]
    public void TheOverallWeightedAverageAgreesWithTheReference()
    {
        AccuracyTally naive2 = new();
        for (int i = 0; i < 3; i++)
        {
            double[] forecast = new double[Horizon];
            Naive2.Forecast(History(i), Season, forecast);
            naive2.Add(Actual(i), forecast, SeasonalUnit.Of(History(i), Season));
        }
        AssertNear(4.442089256236547, naive2.Result()!.Smape);
        AssertNear(1.2990613588595388, naive2.Result()!.Mase);
        AssertNear(0.5342172037254593, Metrics.OverallWeightedAverage(Judged(), naive2.Result()));
    }

    [Fact]
    public void CoverageByStepIsTheShareAtEachStepOfWhatWasObserved() => Assert.Equal(
        [2 / 3.0, 1 / 3.0, 1, 1 / 3.0, 1, 1], Judged().CoverageByStep!["80"].Select(share => share!.Value));

    [Fact]
    public void AStepNobodyObservedHasNoCoverage()
    {
        IntervalTally tally = new(PlanRules.QuantileGrid, [80], 2);
        tally.Add(1, 5, new double[11], [new(4, 6)]);
        tally.EndWindow(null);
        Accuracy accuracy = tally.AddTo(new(1, 0, 0, 0, null, null, null));
        Assert.Equal([null, 1.0], accuracy.CoverageByStep!["80"]);
        Assert.Null(accuracy.Msis);
    }

    [Fact]
    public void AnExactForecastLiesInsideItsIntervalOfNoWidthDespiteRounding()
    {
        IntervalTally tally = new([0.5], [80], 1);
        double rounded = Math.Exp(Math.Log(10));
        Assert.NotEqual(10, rounded);
        tally.Add(0, 10, [rounded], [new(rounded, rounded)]);
        Assert.Equal(1, tally.AddTo(new(1, 0, 0, 0, null, null, null)).Coverage!["80"]);
    }

    private static Accuracy Judged()
    {
        AccuracyTally points = new();
        IntervalTally intervals = new(PlanRules.QuantileGrid, Levels, Horizon);
        for (int i = 0; i < 3; i++)
        {
            double[] actual = Actual(i), forecast = Forecast(i);
            SeasonalUnit? unit = SeasonalUnit.Of(History(i), Season);
            points.Add(actual, forecast, unit);
            for (int k = 0; k < Horizon; k++)
            {
                if (double.IsNaN(actual[k])) continue;
                double[] said = [.. PlanRules.QuantileGrid.Select(q => forecast[k] + (q - 0.5) * (4 + k))];
                intervals.Add(k, actual[k], said, [new(said[2], said[8]), new(said[0], said[10])]);
            }
            intervals.EndWindow(unit);
        }
        return intervals.AddTo(points.Result()!);
    }

    private static double[] History(int i) => [.. Enumerable.Range(0, Past).Select(t => Value(i, t, i + 2))];

    private static double[] Actual(int i) =>
        [.. Enumerable.Range(Past, Horizon).Select(t => (i, t) == (1, Past + 2) ? double.NaN : Value(i, t, i + 3))];

    private static double[] Forecast(int i) =>
        [.. Enumerable.Range(0, Horizon).Select(k => Value(i, Past + k, i + 3) + ((3 * k + i) % 5 - 2) * 1.5)];

    private static double Value(int i, int t, int factor) =>
        50 + 20 * i + t * (i + 1) * 0.25 + new[] { 9, -4, 2, -7 }[t % 4] + t * t * factor % 7;

    private static void AssertNear(double expected, double? actual) => Assert.Equal(expected, actual!.Value, 1e-12 * Math.Max(1, expected));
}
