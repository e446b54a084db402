using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Data;

/// <summary>Dirty data under every policy.</summary>
public class PolicyTests
{
    private static readonly LocalDateTime Start = new(2024, 1, 1, 0, 0);

    [Theory]
    [InlineData(null, new double[] { 1, 2, double.NaN, double.NaN, 5, 6, 7, 8, 9 })]
    [InlineData(GapPolicy.Interpolate, new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(GapPolicy.Zero, new double[] { 1, 2, 0, 0, 5, 6, 7, 8, 9 })]
    public void AGapIsWhatThePolicySays(GapPolicy? policy, double[] expected)
    {
        double[] values = [1, 2, double.NaN, double.NaN, 5, 6, 7, 8, 9];
        PreparedData data = Prepare(Frequency.Yearly, new() { Gaps = policy }, Raw(Frequency.Yearly, values));
        Assert.Equal(expected, data.Series[0].Values);
        Assert.Equal((2, new GapSummary(1, 2)), (data.Report.Series[0].Missing, data.Report.Series[0].Gaps));
        Assert.Equal(policy is null ? 0 : 1, data.Report.Changes.Count(c => c.Contains("2 missing value(s)", StringComparison.Ordinal)));
    }

    [Fact]
    public void ASeasonalGapRepeatsTheSeasonBeforeItOrTheOneAfter()
    {
        double[] values = [.. Enumerable.Range(0, 36).Select(t => (double)(t % 12) + 100 * (t / 12))];
        (values[3], values[20]) = (double.NaN, double.NaN);
        double[] filled = Prepare(Frequency.Monthly, new() { Gaps = GapPolicy.Seasonal }, Raw(Frequency.Monthly, values)).Series[0].Values;
        Assert.Equal((103, 8), (filled[3], filled[20]));
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData(DuplicatePolicy.Last, 4)]
    [InlineData(DuplicatePolicy.Mean, 3)]
    [InlineData(DuplicatePolicy.Sum, 6)]
    public void ARepeatedTimeIsWhatThePolicySays(DuplicatePolicy? policy, double expected)
    {
        PreparedData data = Prepare(null, new() { Duplicates = policy }, Repeated());
        Assert.Equal([1, expected, 3, 5], data.Series[0].Values);
        Assert.Equal(1, data.Report.Series[0].Duplicates);
    }

    [Fact]
    public void ARepeatedTimeIsRefusedWhereThePolicySaysSo()
    {
        DataProblem problem = Assert.Single(Prepare(null, new() { Duplicates = DuplicatePolicy.Error }, Repeated()).Problems);
        Assert.Equal((0, 4), (problem.Series, problem.Point));
    }

    [Theory]
    [InlineData(null, 24.0 * 5)]
    [InlineData(Aggregation.Mean, 5)]
    [InlineData(Aggregation.Max, 6)]
    [InlineData(Aggregation.Min, 4)]
    [InlineData(Aggregation.Last, 6)]
    public void HoursBecomeDays(Aggregation? how, double expected)
    {
        double[] values = [.. Enumerable.Range(0, 24 * 10).Select(t => t % 2 == 0 ? 4.0 : 6.0)];
        PreparedData data = Prepare(null, new() { Aggregate = "P1D", Aggregation = how }, Raw(Frequency.Hourly, values));
        Assert.Equal(Frequency.Daily, data.Series[0].Axis.Frequency);
        Assert.Equal("2024-01-01", data.Series[0].Axis.TimeOf(0));
        Assert.Equal([.. Enumerable.Repeat(expected, 10)], data.Series[0].Values);
    }

    [Fact]
    public void WhatIsNoCountIsAveragedUnlessTold()
    {
        double[] values = [.. Enumerable.Range(0, 24 * 10).Select(t => t % 2 == 0 ? 4.5 : 5.5)];
        Assert.All(Prepare(null, new() { Aggregate = "D" }, Raw(Frequency.Hourly, values)).Series[0].Values, v => Assert.Equal(5, v));
    }

    [Theory]
    [InlineData("P7D", "2024-01-01")]
    [InlineData("P1M", "2024-01-01")]
    [InlineData("P3M", "2024-01-01")]
    public void DaysBecomeCalendarStepsAndAPartialStepAtEitherEndIsLeftOut(string to, string first)
    {
        // December 20th 2023 to the middle of 2024, which fills neither the first step nor the last
        double[] values = [.. Enumerable.Range(0, 200).Select(t => 1.0)];
        PreparedData data = Prepare(null, new() { Aggregate = to, Aggregation = Aggregation.Sum }, Raw(Frequency.Daily, values, new(2023, 12, 20, 0, 0)));
        Assert.Equal(to == "P7D" ? "2023-12-25" : first, data.Series[0].Axis.TimeOf(0));
        double[] days = to switch { "P7D" => [.. Enumerable.Repeat(7.0, 27)], "P1M" => [31, 29, 31, 30, 31, 30], _ => [91, 91] };
        Assert.Equal(days, data.Series[0].Values);
        Assert.Equal(2, data.Report.Changes.Count(c => c.Contains("not full", StringComparison.Ordinal)));
    }

    [Fact]
    public void ASumIsScaledToTheWholeStepAndAStepOfFewPointsIsMissing()
    {
        double[] values = [.. Enumerable.Repeat(2.0, 24 * 4)];
        for (int t = 24; t < 36; t++) values[t] = double.NaN; // half a day
        for (int t = 48; t < 66; t++) values[t] = double.NaN; // most of one
        double[] days = Prepare(null, new() { Aggregate = "D", Aggregation = Aggregation.Sum }, Raw(Frequency.Hourly, values)).Series[0].Values;
        Assert.Equal([48, 48, double.NaN, 48], days);
    }

    [Fact]
    public void EventsAtAnyTimeBecomeARegularSeries()
    {
        RawTime[] times = [.. Enumerable.Range(0, 60).Select(i => new RawTime(Start.PlusMinutes(i * i * 7 % 9000), null)).OrderBy(t => t.Local)];
        PreparedData data = Prepare(null, new() { Aggregate = "P1D", Aggregation = Aggregation.Sum, Gaps = GapPolicy.Zero },
            new RawSeries { Id = "a", Times = times, Values = [.. times.Select(_ => 1.0)] });
        Assert.Empty(data.Problems);
        Assert.Equal(60, data.Series[0].Values.Sum());
    }

    [Theory]
    [InlineData("PT1H", "coarser")]
    [InlineData("B", "calendar")]
    [InlineData("index", "calendar")]
    public void WhatCannotBePutTogetherIsRefused(string to, string word) => Assert.Contains(
        word, Assert.Single(Prepare(null, new() { Aggregate = to }, Raw(Frequency.Daily, [1, 2, 3, 4, 5, 6, 7, 8])).Problems).Detail, StringComparison.Ordinal);

    [Fact]
    public void PositionsCannotBePutTogether() => Assert.Contains("has no times", Assert.Single(
        Prepare(Frequency.Hourly, new() { Aggregate = "D" }, new RawSeries { Id = "a", Values = [1, 2, 3] }).Problems).Detail, StringComparison.Ordinal);

    [Fact]
    public void AnOutlierIsNamedAndCappedOnlyOnDemand()
    {
        double[] values = Samples.Seasonal(120, 12, 1, 1);
        values[50] += 500;
        PreparedData kept = Prepare(null, new(), Raw(Frequency.Monthly, values)), capped = Prepare(null, new() { Outliers = OutlierPolicy.Cap }, Raw(Frequency.Monthly, values));
        Assert.Contains(kept.Report.Warnings, w => w.Contains("2028-03-01", StringComparison.Ordinal));
        Assert.Equal(values, kept.Series[0].Values);
        Assert.InRange(capped.Series[0].Values[50], values[38], values[38] + 40);
        Assert.Contains(capped.Report.Changes, c => c.Contains("capped", StringComparison.Ordinal));
    }

    [Fact]
    public void AMeasurementThatHangsIsWarnedOf()
    {
        double[] values = Samples.Seasonal(200, 12, 1, 1);
        Array.Fill(values, values[80], 80, 25);
        Assert.Contains(Warnings(values), w => w.Contains("stands unchanged for 25 points from 2030-09-01", StringComparison.Ordinal));
    }

    [Fact]
    public void AChangeOfLevelIsWarnedOf()
    {
        double[] values = Samples.Seasonal(200, 12, 1, 1);
        for (int t = 100; t < 200; t++) values[t] -= 120;
        Assert.Contains(Warnings(values), w => w.Contains("the level fell by about 1", StringComparison.Ordinal) && w.Contains("2032-05-01", StringComparison.Ordinal));
    }

    [Fact]
    public void AnOrdinarySeriesIsNotWarnedOf()
    {
        Assert.Empty(Warnings(Samples.AirPassengers));
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Engine.Xoshiro256 random = new(seed);
            double sum = 0;
            Assert.DoesNotContain(Warnings([.. Enumerable.Range(0, 300).Select(_ => 100 + random.NextGaussian())]), IsFinding);
            Assert.DoesNotContain(Warnings([.. Enumerable.Range(0, 300).Select(_ => (double)random.NextInt(3))]), IsFinding);
            Assert.DoesNotContain(Warnings([.. Enumerable.Range(0, 300).Select(_ => sum += random.NextGaussian())]), IsFinding);
            Assert.DoesNotContain(Warnings(Samples.Seasonal(300, 12, 4, seed)), IsFinding);
        }

        static bool IsFinding(string warning) =>
            warning.Contains("stands unchanged", StringComparison.Ordinal) || warning.Contains("the level", StringComparison.Ordinal);
    }

    [Fact]
    public void IrregularStepsAreWarnedOf()
    {
        RawTime[] times = [.. Enumerable.Range(0, 40).Select(i => new RawTime(Start.PlusHours(24 * i + (i % 10 == 3 ? 5 : 0)), null))];
        PreparedData data = Prepare(null, new(), new RawSeries { Id = "a", Times = times, Values = [.. times.Select((_, i) => i + 0.5)] });
        Assert.Contains(data.Report.Warnings, w => w.Contains("not all regular", StringComparison.Ordinal));
    }

    [Fact]
    public void TheScaleIsSaid() => Assert.Equal(
        new ValueScale(-2e-9, 3e-9, 7e-9), Prepare(Frequency.Daily, new(), Raw(Frequency.Daily, [-2e-9, 3e-9, 7e-9])).Report.Series[0].Scale);

    private static IReadOnlyList<string> Warnings(double[] values) => Prepare(null, new(), Raw(Frequency.Monthly, values)).Report.Warnings;

    private static PreparedData Prepare(Frequency? frequency, PreparationPolicies policies, params RawSeries[] series) =>
        SeriesPreparation.Prepare(series, frequency, policies);

    private static RawSeries Raw(Frequency frequency, double[] values, LocalDateTime? start = null) => new()
    {
        Id = "a",
        Times = [.. Enumerable.Range(0, values.Length).Select(i => new RawTime(frequency.Add(start ?? Start, i), null))],
        Values = values,
    };

    private static RawSeries Repeated() => new()
    {
        Id = "a",
        Times = [.. new[] { 0, 1, 2, 3, 1 }.Select(i => new RawTime(Start.PlusDays(i), null))],
        Values = [1, 2, 3, 5, 4],
    };
}
