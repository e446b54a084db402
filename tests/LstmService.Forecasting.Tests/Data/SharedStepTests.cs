using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Data;

/// <summary>Series of several steps, or of none, in one upload.</summary>
public class SharedStepTests
{
    private static readonly LocalDateTime Start = new(2024, 1, 1, 0, 0);

    [Fact]
    public void SeriesOfSeveralStepsArePutTogetherToTheCoarsestAndNamed()
    {
        PreparedData data = SeriesPreparation.Prepare([Every("a", 5, 12 * 48), Every("b", 60, 48), Every("c", 30, 96)], null);
        Assert.Empty(data.Problems);
        Assert.All(data.Report.Series, s => Assert.Equal(("PT1H", 48, 0, 1.0), (s.Frequency, s.Points, s.Missing, s.FrequencyConfidence)));
        Assert.Equal(5.5, data.Series[0].Values[0]); // the mean of 0 to 11
        Assert.Equal(0.5, data.Series[2].Values[0]);
        Assert.Equal(("PT1H", Aggregation.Mean), (data.Policies.Aggregate, data.Policies.Aggregation));
        Assert.Contains("PT5M (a), PT30M (c), PT1H (b); all were put together to PT1H", data.Report.Changes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void TheStepAndTheWayThatAUserSaysAreTaken()
    {
        PreparedData day = SeriesPreparation.Prepare([Every("a", 5, 12 * 24 * 9), Every("b", 60, 24 * 9)], null, new() { Aggregate = "P1D", Aggregation = Aggregation.Max });
        Assert.All(day.Report.Series, s => Assert.Equal("P1D", s.Frequency));
        PreparedData greatest = SeriesPreparation.Prepare([Every("a", 5, 12 * 48), Every("b", 60, 48)], null, new() { Aggregation = Aggregation.Max });
        Assert.Equal(11, greatest.Series[0].Values[0]);
        PreparedData given = SeriesPreparation.Prepare([Every("a", 5, 12 * 48), Every("b", 60, 48)], new Frequency(FrequencyUnit.Minute, 5));
        Assert.Equal((576, 565), (given.Series[0].Length, given.Series[1].Length)); // the coarser one has gaps
    }

    [Fact]
    public void ASeriesOfWhichTooLittleWouldBeLeftIsRefusedWithWhatEachHas()
    {
        RawSeries months = Raw("b", [.. Enumerable.Range(0, 12).Select(i => Frequency.Monthly.Add(Start, i))]);
        DataProblem problem = Assert.Single(SeriesPreparation.Prepare([Every("a", 24 * 60, 100), months], null).Problems);
        Assert.Equal(1, problem.Series);
        Assert.Contains("P1D (a), P1M (b)", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("fewer than 8 points of series a would be left", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("aggregate", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void DaysAndBusinessDaysAreLaidOnDays()
    {
        RawSeries business = Raw("b", [.. Enumerable.Range(0, 20).Select(i => Frequency.BusinessDaily.Add(Start, i))]);
        PreparedData data = SeriesPreparation.Prepare([Every("a", 24 * 60, 30), business], null);
        Assert.All(data.Report.Series, s => Assert.Equal("P1D", s.Frequency));
        Assert.Equal(6, data.Report.Series[1].Missing); // three weekends
        Assert.Null(data.Policies.Aggregate);
        Assert.Contains("weekends", data.Report.Changes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void IrregularTimesArePutTogetherToAStepThatMostOfThemFill()
    {
        Engine.Xoshiro256 random = new(5);
        LocalDateTime time = Start;
        LocalDateTime[] times = [.. Enumerable.Range(0, 50).Select(_ => time = time.PlusSeconds(600 + random.NextInt(100_000)))];
        PreparedData data = SeriesPreparation.Prepare([Raw("a", times)], null);
        Assert.Equal("P1D", Assert.Single(data.Report.Series).Frequency);
        Assert.Contains("the steps are not regular: no regular step (a); all were put together to P1D", data.Report.Changes[0], StringComparison.Ordinal);
        Assert.InRange(data.Report.Series[0].Missing, 0, data.Series[0].Length / 2);
    }

    [Fact]
    public void TwoPointsOnOneStepOfAnIrregularSeriesArePutTogether()
    {
        LocalDateTime[] times = [.. Enumerable.Range(0, 60).Select(i => Start.PlusMinutes(10 * i)), Start.PlusMinutes(600).PlusMinutes(1), Start.PlusMinutes(604)];
        PreparedData data = SeriesPreparation.Prepare([Raw("a", times)], null);
        Assert.Equal("PT10M", Assert.Single(data.Report.Series).Frequency);
        Assert.Equal(60.5, data.Series[0].Values[60]);
        Assert.Equal("PT10M", data.Policies.Aggregate);
    }

    [Fact]
    public void GapsOfDaysAndASparseSeriesLeaveWhatThereIs()
    {
        LocalDateTime[] hours = [.. Enumerable.Range(0, 600).Where(i => i is < 200 or > 374).Select(i => Start.PlusHours(i))]; // 174 hours are missing
        LocalDateTime[] sparse = [.. Enumerable.Range(0, 12 * 100).Where(i => i % 12 is 0 or 1 or 2 or 5).Select(i => Start.PlusMinutes(5 * i))];
        PreparedData data = SeriesPreparation.Prepare([Raw("a", hours), Raw("b", sparse)], null);
        Assert.Empty(data.Problems);
        Assert.Equal(new GapSummary(1, 175), data.Report.Series[0].Gaps);
        Assert.InRange(data.Report.Series[1].Points, 98, 100); // four points of twelve an hour are as many as it has
    }

    [Fact]
    public void SymbolsCannotBePutTogether()
    {
        DataProblem problem = Assert.Single(SeriesPreparation.Prepare(
            [Every("a", 5, 100, 2), Every("b", 60, 100, 2)], null, symbols: new(["rain", "sun"])).Problems);
        Assert.Contains("PT5M (a), PT1H (b)", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("aggregate", problem.Detail, StringComparison.Ordinal);
    }

    private static RawSeries Every(string id, int minutes, int points, int modulus = int.MaxValue) =>
        Raw(id, [.. Enumerable.Range(0, points).Select(i => Start.PlusMinutes((long)minutes * i))], modulus);

    private static RawSeries Raw(string id, LocalDateTime[] times, int modulus = int.MaxValue) => new()
    {
        Id = id,
        Times = [.. times.Select(time => new RawTime(time, null))],
        Values = [.. Enumerable.Range(0, times.Length).Select(i => (double)(i % modulus))],
    };
}
