using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;
using static LstmService.Forecasting.Tests.Data.RawUploads;

namespace LstmService.Forecasting.Tests.Data;

public class SeriesPreparationTests
{
    [Theory]
    [InlineData("PT30M")]
    [InlineData("PT1H")]
    [InlineData("P1D")]
    [InlineData("B")]
    [InlineData("P7D")]
    [InlineData("P1M")]
    [InlineData("P3M")]
    [InlineData("P1Y")]
    [InlineData("PT10S")]
    [InlineData("P2D")]
    public void TheFrequencyOfAnyCompleteSeriesIsFoundAndItsTimesGoOn(string name)
    {
        Assert.True(Frequency.TryParse(name, out Frequency? frequency));
        foreach (LocalDateTime start in (LocalDateTime[])[new(2024, 1, 1, 0, 0), new(2023, 10, 31, 0, 0), new(2019, 12, 31, 0, 0)])
        {
            LocalDateTime[] times = [.. Enumerable.Range(0, 40).Select(i => frequency.Add(start, i))];
            PreparedData data = Prepare(null, Raw(times, Count(40)));
            Assert.Empty(data.Problems);
            Assert.Equal(frequency, data.Series[0].Axis.Frequency);
            Assert.Equal(Count(40), data.Series[0].Values);
            Assert.Equal(new TimeAxis(frequency, frequency.Add(start, 40)).TimeOf(0), data.Series[0].Axis.TimeOf(40));
            Assert.Equal(1, data.Report.Series[0].FrequencyConfidence);
        }
    }

    [Theory]
    [InlineData("2022-01-30", "2022-02-28", "2022-03-30")]
    [InlineData("2022-02-28", "2022-03-28", "2022-04-28")]
    [InlineData("2022-01-31", "2022-02-28", "2022-03-31")]
    [InlineData("2022-01-01", "2022-02-01", "2022-03-01")]
    public void MonthsKeepTheirDayAlsoWhereTheFirstValueIsMissing(string first, string second, string third)
    {
        LocalDate start = NodaTime.Text.LocalDatePattern.Iso.Parse(first).Value;
        LocalDateTime[] times = [.. Enumerable.Range(0, 30).Select(i => start.PlusMonths(i).AtMidnight())];
        double[] values = Count(30);
        foreach (int missing in (int[])[0, 1, 2])
        {
            if (missing > 0) values[missing - 1] = double.NaN;
            TimeAxis axis = Assert.Single(Prepare(null, Raw(times, values)).Series).Axis;
            Assert.Equal(Frequency.Monthly, axis.Frequency);
            string[] dates = [.. Enumerable.Range(0, 3 - missing).Select(i => axis.TimeOf(i))];
            Assert.Equal(((string[])[first, second, third])[missing..], dates);
            Assert.Equal(axis.TimeOf(29 - missing), NodaTime.Text.LocalDatePattern.Iso.Format(times[29].Date));
            Assert.Equal(axis.TimeOf(35), axis.From(30).TimeOf(5));
        }
    }

    [Fact]
    public void AThirtiethThatBeginsInFebruaryIsNoMonthEnd()
    {
        LocalDateTime[] times = [.. Enumerable.Range(1, 23).Select(i => new LocalDateTime(2022, 1, 30, 0, 0).PlusMonths(i))];
        PreparedData data = Prepare(null, Raw(times, Count(23)));
        Assert.Empty(data.Report.Changes);
        Assert.Equal(["2022-02-28", "2022-03-30", "2022-04-30"], Enumerable.Range(0, 3).Select(i => data.Series[0].Axis.TimeOf(i)));
        Assert.Equal("2024-03-30", data.Series[0].Axis.TimeOf(25));
    }

    [Theory]
    [InlineData("P1M")]
    [InlineData("P3M")]
    [InlineData("P1Y")]
    [InlineData("P1D")]
    [InlineData("P7D")]
    [InlineData("B")]
    public void TimesAtNoonHaveTheFrequencyOfTheirDates(string name)
    {
        Assert.True(Frequency.TryParse(name, out Frequency? frequency));
        LocalDateTime[] times = [.. Enumerable.Range(0, 30).Select(i => frequency.Add(new(2022, 1, 3, 12, 0), i))];
        PreparedData data = Prepare(null, Raw(times, Count(30)));
        Assert.Equal((name, 1.0), (data.Report.Series[0].Frequency, data.Report.Series[0].FrequencyConfidence));
        Assert.Empty(data.Report.Changes);
        Assert.Equal("2022-01-03T12:00:00", data.Series[0].Axis.TimeOf(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(47)]
    public void OneOddDayInAMonthlySeriesIsMovedToItsMonth(int odd)
    {
        LocalDateTime[] times = [.. Enumerable.Range(0, 48).Select(i => new LocalDateTime(2022, 1, 1, 0, 0).PlusMonths(i).PlusDays(i == odd ? 1 : 0))];
        PreparedData data = Prepare(null, Raw(times, Count(48)));
        Assert.Empty(data.Problems);
        Assert.Equal(Count(48), data.Series[0].Values);
        Assert.Equal("2022-01-01", data.Series[0].Axis.TimeOf(0));
        Assert.Contains("1 point(s) were moved to the nearest step of P1M", Assert.Single(data.Report.Changes), StringComparison.Ordinal);
        Assert.InRange(data.Report.Series[0].FrequencyConfidence, 0.9, 0.99);
    }

    [Fact]
    public void ALoneTimeOffTheGridMovesAndNotAllTheOthers()
    {
        LocalDateTime[] times = [.. Enumerable.Range(0, 30).Select(i => new LocalDateTime(2024, 1, 1, 0, 0).PlusHours(i).PlusMinutes(i == 0 ? 10 : 0))];
        PreparedData data = Prepare(null, Raw(times, Count(30)));
        Assert.Equal("2024-01-01T00:00:00", data.Series[0].Axis.TimeOf(0));
        Assert.Contains("1 point(s) were moved", Assert.Single(data.Report.Changes), StringComparison.Ordinal);
    }

    [Fact]
    public void TimesAtTheEndsOfTheCalendarAreAProblemAndNoException()
    {
        LocalDateTime last = new(9999, 12, 31, 23, 0);
        Assert.Equal(1, Assert.Single(Prepare(null, Raw([new(2024, 1, 1, 0, 0), last], [1, 2])).Problems).Point);
        RawTime[] mixed = [new(last, Offset.FromHours(-5)), new(last.PlusHours(-1), Offset.FromHours(-4))];
        Assert.Contains("years 1 to 9997", Assert.Single(Prepare(null, new RawSeries { Id = "a", Times = mixed, Values = [1, 2] }).Problems).Detail, StringComparison.Ordinal);
        RawTime[] early = [new(new(1, 1, 1, 0, 0), Offset.FromHours(5)), new(new(1, 1, 1, 1, 0), Offset.FromHours(6))];
        Assert.Contains("years 1 to 9997", Assert.Single(Prepare(null, new RawSeries { Id = "a", Times = early, Values = [1, 2] }).Problems).Detail, StringComparison.Ordinal);
        RawSeries late = new() { Id = "a", Start = new RawTime(new(9997, 11, 1, 0, 0), null), Values = [1, 2, 3] };
        Assert.Contains("3 steps of P1M, must lie in the years 1 to 9997", Assert.Single(Prepare(Frequency.Monthly, late).Problems).Detail, StringComparison.Ordinal);
        Assert.Single(Prepare(Frequency.Daily, late).Series);
        foreach (Frequency frequency in (Frequency[])[Frequency.Monthly, Frequency.BusinessDaily, Frequency.Yearly, new(FrequencyUnit.Year, 10_000)])
            Prepare(frequency, Raw([new(1, 1, 1, 0, 0), new(9997, 12, 31, 0, 0)], [1, 2]));
    }

    [Fact]
    public void AnySeriesIsPreparedOrRefused()
    {
        Engine.Xoshiro256 random = new(11);
        Frequency?[] frequencies = [null, null, Frequency.Index, Frequency.Daily, Frequency.Monthly, Frequency.BusinessDaily, Frequency.Hourly, Frequency.Yearly];
        int prepared = 0;
        for (int run = 0; run < 2_000; run++)
        {
            int n = 1 + random.NextInt(40);
            Frequency step = frequencies[3 + random.NextInt(5)]!;
            LocalDateTime start = new(1 + random.NextInt(9999), 1 + random.NextInt(12), 1 + random.NextInt(28), random.NextInt(2) * 12, 0);
            LocalDateTime[] times = [.. Enumerable.Range(0, n)
                .Select(i => step.TryAdd(start, i + random.NextInt(8) / 7, out LocalDateTime time) ? time.PlusHours(random.NextInt(20) / 19) : start)];
            double[] values = [.. times.Select(_ => random.NextInt(5) == 0 ? double.NaN : 1e150 * random.NextGaussian())];
            RawSeries raw = random.NextInt(4) switch
            {
                0 => new() { Id = "a", Positions = [.. times.Select(_ => (long)random.NextInt(100) - 50)], Values = values },
                1 => new() { Id = "a", Start = new RawTime(start, null), Values = values },
                _ => Raw(times, values),
            };
            PreparedData data = Prepare(frequencies[random.NextInt(frequencies.Length)], raw);
            Assert.True(data.Problems.Count > 0 != data.Series.Count > 0);
            if (data.Series.Count == 0) continue;
            prepared++;
            Assert.True(double.IsFinite(data.Series[0].Values[0]) && double.IsFinite(data.Series[0].Values[^1]));
            Assert.InRange(data.Report.Series[0].FrequencyConfidence, 0, 1);
            data.Series[0].Axis.TimeOf(data.Series[0].Length - 1);
        }
        Assert.InRange(prepared, 500, 1_900);
    }

    [Fact]
    public void AMillionPointsAreNoQuadraticWork()
    {
        double[] values = [.. Enumerable.Range(0, 1_000_000).Select(i => Math.Sin(i) + i % 24)];
        RawSeries raw = Raw([.. Enumerable.Range(0, values.Length).Select(i => new LocalDateTime(1950, 1, 1, 0, 0).PlusHours(i))], values);
        Assert.Equal(values, Prepare(null, raw).Series[0].Values);
    }

    [Fact]
    public void AShuffledSeriesReadsTheSame()
    {
        LocalDateTime[] times = Days(60);
        double[] values = Count(60);
        Engine.Xoshiro256 random = new(3);
        int[] order = [.. Enumerable.Range(0, 60).OrderBy(_ => random.NextBits())];
        PreparedData data = Prepare(null, Raw([.. order.Select(i => times[i])], [.. order.Select(i => values[i])]));
        Assert.Equal(values, data.Series[0].Values);
        Assert.Contains(data.Report.Changes, c => c.Contains("sorted", StringComparison.Ordinal));
    }

    [Fact]
    public void OfDuplicateTimesTheLastValueIsKeptAndReported()
    {
        LocalDateTime[] days = Days(4);
        PreparedData data = Prepare(null, Raw([days[0], days[1], days[1], days[2], days[3], days[0]], [1, 2, 20, 3, 4, 10]));
        Assert.Equal([10, 20, 3, 4.0], data.Series[0].Values);
        Assert.Equal(2, data.Report.Series[0].Duplicates);
    }

    [Fact]
    public void GapsAndMissingValuesBecomeNaNAndAreCounted()
    {
        LocalDateTime[] days = Days(8);
        PreparedData data = Prepare(null, Raw([days[0], days[1], days[2], days[5], days[6], days[7]], [1, double.NaN, 3, 6, 7, 8]));
        Assert.Equal([1, double.NaN, 3, double.NaN, double.NaN, 6, 7, 8], data.Series[0].Values);
        Assert.Equal((5, 3), (data.Report.Series[0].Points, data.Report.Series[0].Missing));
        Assert.Equal("P1D", data.Report.Series[0].Frequency);
    }

    [Fact]
    public void WhatIsMissingAtTheEndsIsLeftOut()
    {
        PreparedData data = Prepare(null, Raw(Days(6), [double.NaN, 2, 3, 4, 5, double.NaN]));
        Assert.Equal([2, 3, 4, 5.0], data.Series[0].Values);
        Assert.Equal("2024-01-02", data.Report.Series[0].Start);
    }

    [Fact]
    public void PointsNearTheGridAreMovedToItAndReported()
    {
        LocalDateTime[] hours = [.. Enumerable.Range(0, 30).Select(i => new LocalDateTime(2024, 1, 1, 0, 0).PlusHours(i).PlusSeconds(i == 7 ? 40 : 0))];
        PreparedData data = Prepare(null, Raw(hours, Count(30)));
        Assert.Empty(data.Problems);
        Assert.Equal(Count(30), data.Series[0].Values);
        Assert.Contains(data.Report.Changes, c => c.Contains("moved", StringComparison.Ordinal));
    }

    [Fact]
    public void ADuplicateOfAGivenCoarserFrequencyIsAProblemThatNamesThePoint()
    {
        PreparedData data = Prepare(Frequency.Weekly, Raw(Days(14), Count(14)));
        DataProblem problem = Assert.Single(data.Problems);
        Assert.Equal((0, 1), (problem.Series, problem.Point));
        Assert.Contains("one step of P7D", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AWeekendInABusinessSeriesIsAProblemThatNamesThePoint()
    {
        PreparedData data = Prepare(Frequency.BusinessDaily, Raw(Days(7), Count(7))); // 2024-01-01 is a Monday
        Assert.Equal(5, Assert.Single(data.Problems).Point);
    }

    [Fact]
    public void DailyTimesWithoutWeekendsAreBusinessDaysAndAHolidayIsAGap()
    {
        LocalDateTime[] days = [.. Enumerable.Range(0, 30).Where(i => i != 12).Select(i => Frequency.BusinessDaily.Add(new(2024, 1, 1, 0, 0), i))];
        PreparedData data = Prepare(null, Raw(days, Count(29)));
        Assert.Equal(("B", 1), (data.Report.Series[0].Frequency, data.Report.Series[0].Missing));
    }

    [Fact]
    public void AGridFarLargerThanItsPointsIsRefusedWithItsGap()
    {
        LocalDateTime[] times = [.. Days(20), new LocalDateTime(2224, 1, 1, 0, 0)];
        DataProblem problem = Assert.Single(Prepare(null, Raw(times, Count(21))).Problems);
        Assert.Contains("the largest gap", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("2224-01-01", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void MixedOffsetsBecomeUtcAndAreReported()
    {
        RawTime[] times =
        [
            new(new(2024, 3, 31, 1, 0), Offset.FromHours(1)), new(new(2024, 3, 31, 3, 0), Offset.FromHours(2)), // the clock leaps
            new(new(2024, 3, 31, 4, 0), Offset.FromHours(2)),
        ];
        PreparedData data = Prepare(null, new RawSeries { Id = "a", Times = times, Values = [1, 2, 3] });
        Assert.Equal([1, 2, 3.0], data.Series[0].Values);
        Assert.Equal("2024-03-31T00:00:00Z", data.Report.Series[0].Start);
        Assert.Contains(data.Report.Changes, c => c.Contains("UTC", StringComparison.Ordinal));
    }

    [Fact]
    public void TimesWithAndWithoutAnOffsetAreRefused()
    {
        RawTime[] times = [new(new(2024, 1, 1, 0, 0), Offset.Zero), new(new(2024, 1, 1, 1, 0), null)];
        Assert.Equal(1, Assert.Single(Prepare(null, new RawSeries { Id = "a", Times = times, Values = [1, 2] }).Problems).Point);
    }

    [Fact]
    public void ASeriesWithoutTimesIsAnIndexWithTheSeasonsOfTheFrequencyGiven()
    {
        RawSeries raw = new() { Id = "value", Values = [.. Samples.AirPassengers] };
        SeriesSummary monthly = Prepare(Frequency.Monthly, raw).Report.Series[0];
        Assert.Equal(("0", "143", "P1M"), (monthly.Start, monthly.End, monthly.Frequency));
        Assert.Equal([12], monthly.Seasons);
        SeriesSummary index = Prepare(null, raw).Report.Series[0];
        Assert.Equal("index", index.Frequency);
        Assert.Equal([12], index.Seasons); // found in the data
    }

    [Fact]
    public void PositionsAreKeptAndTheirStepIsFound()
    {
        PreparedData data = Prepare(null, new RawSeries { Id = "a", Positions = [30, 10, 20], Values = [3, 1, 2] });
        Assert.Equal([1, 2, 3.0], data.Series[0].Values);
        Assert.Equal(("10", "30"), (data.Report.Series[0].Start, data.Report.Series[0].End));
    }

    [Fact]
    public void NoSeasonIsFoundInNoiseOrInARandomWalk()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Engine.Xoshiro256 random = new(seed);
            double sum = 0;
            double[] noise = [.. Enumerable.Range(0, 200).Select(_ => random.NextGaussian())];
            double[] walk = [.. noise.Select(v => sum += v)];
            Assert.Empty(SeasonDetection.For(Frequency.Index, noise));
            Assert.Empty(SeasonDetection.For(Frequency.Index, walk));
        }
    }

    [Theory]
    [InlineData(new double[] { 5, 5, 5 }, "constant")]
    [InlineData(new double[] { 0, 0, 3, 0, 1 }, "intermittent")]
    [InlineData(new double[] { 4, 0, 3, 7, 1 }, "count")]
    [InlineData(new double[] { 4.5, 1, 3 }, "continuous")]
    [InlineData(new double[] { -4, 0, 3 }, "continuous")]
    public void TheKindOfNumbersIsSaid(double[] values, string kind) => Assert.Equal(kind, SeriesCharacter.KindOf(values));

    [Fact]
    public void ASpikeIsAnOutlierAndAChangeOfLevelIsNone()
    {
        double[] spiked = Samples.Seasonal(200, 12, 1, 1), stepped = Samples.Seasonal(200, 12, 1, 1);
        spiked[100] += 200;
        for (int t = 100; t < 200; t++) stepped[t] += 200;
        Assert.Equal([100], Outliers.Find(spiked, 12));
        Assert.Empty(Outliers.Find(stepped, 12));
    }

    [Fact]
    public void AShortSeriesIsWarnedAbout()
    {
        LocalDateTime[] months = [.. Enumerable.Range(0, 14).Select(i => Frequency.Monthly.Add(new(2024, 1, 1, 0, 0), i))];
        Assert.Contains("too short for a yearly season: 14 of 24 months", Assert.Single(Prepare(null, Raw(months, Count(14))).Report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ATimeThatLiesBeforeTheFirstYearOnceInUtcIsRefused()
    {
        RawSeries series = new()
        {
            Id = "a",
            Times = [new(new(1, 1, 1, 0, 0), Offset.FromHours(2)), new(new(1, 1, 2, 0, 0), Offset.Zero)],
            Values = [1, 2],
        };
        Assert.Contains("in UTC", Assert.Single(Prepare(null, series).Problems).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void TheReportOfVeryManySeriesTellsOfTheFirstOneByOneAndOfAllInItsTotals()
    {
        const int many = PreparationReport.MostSeries + 5;
        PreparedData data = Prepare(null, [.. Enumerable.Range(0, many).Select(i => Raw(Days(10), [1, 2, double.NaN, 4, 5, 6, 7, 8, 9, 10], $"s{i}"))]);
        Assert.Equal(many, data.Series.Count);
        Assert.Equal(PreparationReport.MostSeries, data.Report.Series.Count);
        Assert.Equal($"s{PreparationReport.MostSeries - 1}", data.Report.Series[^1].Id);
        Assert.Equal(new SeriesTotals(many, 9 * many, many, 0, 0), data.Report.Totals);
        Assert.Equal(new SeriesTotals(many, 9 * many, many, 0, 0), SeriesContinuation.Report(data.Series).Totals);
    }

    private static PreparedData Prepare(Frequency? frequency, params RawSeries[] series) => SeriesPreparation.Prepare(series, frequency);
}
