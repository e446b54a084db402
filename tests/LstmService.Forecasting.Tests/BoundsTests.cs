using LstmService.Engine;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Tests;

public class BoundsTests
{
    private static readonly TrainingOptions Quick = new() { Members = 1, Epochs = 5, Hidden = 8 };

    [Fact]
    public void NothingThatIsAnsweredLeavesFloorAndCeilingAlsoBeyondTheTrainedHorizon()
    {
        TimeSeries series = Samples.Airline();
        Forecast forecast = Train(series, Quick with { Floor = 100, Ceiling = 630 }).Forecast(series, 60, [50, 99], new(200, "s"));
        double[] all = [.. Answers(forecast)];
        Assert.Equal(630, all.Max());
        Assert.True(all.Min() >= 100);
        Forecast free = Train(series, Quick).Forecast(series, 60, [50, 99], new(200, "s"));
        Assert.True(Answers(free).Max() > 630);
    }

    [Fact]
    public void ABaselineThatAnswersAloneKeepsTheBounds()
    {
        TimeSeries series = Samples.Indexed(1, 2, 3, 4, 5);
        Assert.All(Answers(Train(series, Quick with { Floor = 0.5, Ceiling = 5.5 }).Forecast(series, 20, [95], new(100, "s"))), v => Assert.InRange(v, 0.5, 5.5));
    }

    [Fact]
    public void CountsAreWholeAndNotNegativeAndQuantilesDoNotCross()
    {
        Xoshiro256 random = new(4);
        double[] demand = new double[120];
        for (int t = 0; t < demand.Length; t++) demand[t] = random.NextInt(5) == 0 ? random.NextInt(6) : random.NextInt(2);
        TimeSeries series = new("spare part", TimeAxis.FromIndex(Frequency.Monthly), demand);
        Forecast forecast = Train(series, Quick with { Counts = true }).Forecast(series, 36, [50, 95], new(100, "s"));
        Assert.All(Answers(forecast), v => Assert.True(v >= 0 && v == Math.Round(v), $"was {v}"));
        AssertOrdered(forecast);
    }

    [Fact]
    public void AFloorBelowZeroAllowsWhatTheHistoryNeverWas()
    {
        TimeSeries series = Samples.Indexed([.. Enumerable.Range(0, 60).Select(t => 60.0 - t)]);
        TrainingOptions plain = Quick with { Transform = "none" };
        Assert.Equal(0, Answers(Train(series, plain).Forecast(series, 30, [95])).Min());
        Assert.InRange(Answers(Train(series, plain with { Floor = -5 }).Forecast(series, 30, [95])).Min(), -5, -0.01);
    }

    [Theory]
    [InlineData(112.5, null, false, "options.floor")]
    [InlineData(null, 600.0, false, "options.ceiling")]
    [InlineData(null, null, true, "options.counts")]
    public void DataBeyondTheBoundsAreRefusedByTheirFirstValue(double? floor, double? ceiling, bool counts, string option)
    {
        TimeSeries series = Samples.Airline() with { Values = [.. Samples.AirPassengers.Select((v, t) => t == 5 ? v + 0.5 : t == 3 ? double.NaN : v)] };
        RuleViolation violation = Assert.Single(DataRules.Check(new() { Floor = floor, Ceiling = ceiling, Counts = counts }, [series]));
        Assert.Equal(option, violation.Name);
        Assert.Contains("series AirPassengers has", violation.Detail, StringComparison.Ordinal);
        Assert.Empty(DataRules.Check(new() { Floor = 104, Ceiling = 622 }, [Samples.Airline()]));
    }

    [Theory]
    [InlineData(5.0, 5.0, false, "options.floor")]
    [InlineData(6.0, 5.0, false, "options.floor")]
    [InlineData(0.5, null, true, "options.floor")]
    [InlineData(null, 9.5, true, "options.ceiling")]
    [InlineData(-1e200, null, false, "options.floor")]
    public void BoundsThatMakeNoSenseAreRefused(double? floor, double? ceiling, bool counts, string option) =>
        Assert.Equal(option, Assert.Single(TrainingRules.Check(new() { Floor = floor, Ceiling = ceiling, Counts = counts }, null, null)).Name);

    public static TheoryData<string, TimeSeries> Horizons => new()
    {
        { "airline", Samples.Airline() },
        { "airline's end", Samples.Airline() with { Values = Samples.AirPassengers[60..] } },
        { "quarterly sums", new("quarters", TimeAxis.FromIndex(Frequency.Quarterly), [.. Samples.AirPassengers.Chunk(3).Select(q => q.Sum())]) },
        { "monthly growth", new("growth", TimeAxis.FromIndex(Frequency.Monthly), [.. Samples.AirPassengers.Skip(1).Zip(Samples.AirPassengers, (now, before) => now - before)]) },
    };

    /// <summary>In transformed units no width shrinks from one block to the next: in the data's own it goes with the level.</summary>
    [Theory]
    [MemberData(nameof(Horizons))]
    public void AShorterHorizonIsAPrefixAndALongerOneWidensAndNeverCrosses(string name, TimeSeries series)
    {
        Predictor predictor = Train(series, Quick, horizon: 12);
        Forecast longer = predictor.Forecast(series, 72, [50, 80, 95]), trained = predictor.Forecast(series, 12, [50, 80, 95]), shorter = predictor.Forecast(series, 5, [50, 80, 95]);
        Assert.Equal(trained.Points.Select(p => p.Value), longer.Points.Take(12).Select(p => p.Value));
        Assert.Equal(trained.Points.Take(5).Select(p => p.Intervals["95"]), shorter.Points.Select(p => p.Intervals["95"]));
        AssertOrdered(longer);
        ValueTransform transform = new EncodedSeries(series.Values, predictor.Plan).Transform;
        foreach (string level in new[] { "50", "80", "95" })
        {
            double[] widths = [.. longer.Points.Chunk(12).Select(block => block.Average(p => transform.Forward(p.Intervals[level].Upper) - transform.Forward(p.Intervals[level].Lower)))];
            for (int block = 1; block < widths.Length; block++)
                Assert.True(widths[block] >= widths[block - 1], $"{name}, {level}%: {string.Join(", ", widths)}");
        }
    }

    private static Predictor Train(TimeSeries series, TrainingOptions options, int? horizon = null) =>
        Estimator.Train(new([series], horizon, [80, 95], options), 2, null, default).Predictor;

    private static IEnumerable<double> Answers(Forecast forecast) => forecast.Points
        .SelectMany(p => p.Quantiles.Values.Concat(p.Intervals.Values.SelectMany(i => new[] { i.Lower, i.Upper })).Append(p.Value))
        .Concat((forecast.Samples ?? []).SelectMany(path => path));

    private static void AssertOrdered(Forecast forecast) => Assert.All(forecast.Points, p =>
    {
        double[] quantiles = [.. p.Quantiles.Values];
        Assert.Equal(quantiles.Order(), quantiles);
    });
}
