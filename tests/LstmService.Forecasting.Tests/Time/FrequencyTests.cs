using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Time;

public class FrequencyTests
{
    [Theory]
    [InlineData("H", "PT1H")]
    [InlineData("30min", "PT30M")]
    [InlineData("60min", "PT1H")]
    [InlineData("pt24h", "P1D")]
    [InlineData("D", "P1D")]
    [InlineData("B", "B")]
    [InlineData("W", "P7D")]
    [InlineData("W-SUN", "P7D")]
    [InlineData("P1W", "P7D")]
    [InlineData("M", "P1M")]
    [InlineData("P12M", "P1Y")]
    [InlineData("Q", "P3M")]
    [InlineData("Y", "P1Y")]
    [InlineData("index", "index")]
    public void TheUsualSpellingsAreRead(string text, string expected)
    {
        Assert.True(Frequency.TryParse(text, out Frequency? frequency));
        Assert.Equal(expected, frequency.ToString());
        Assert.True(Frequency.TryParse(frequency.ToString(), out Frequency? again));
        Assert.Equal(frequency, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("often")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P0D")]
    [InlineData("-1D")]
    [InlineData("99999999999D")]
    [InlineData("P1M1D")]
    [InlineData("P10000W")]
    [InlineData("2000W")]
    [InlineData("5000Q")]
    public void OtherTextIsRefused(string text) => Assert.False(Frequency.TryParse(text, out _));

    [Fact]
    public void MonthEndsStayMonthEnds()
    {
        LocalDateTime end = new(2023, 11, 30, 0, 0);
        Assert.Equal(new LocalDateTime(2023, 12, 31, 0, 0), Frequency.Monthly.Add(end, 1));
        Assert.Equal(new LocalDateTime(2024, 2, 29, 0, 0), Frequency.Monthly.Add(end, 3));
        Assert.Equal(new LocalDateTime(2024, 2, 29, 0, 0), Frequency.Quarterly.Add(end, 1));
    }

    [Fact]
    public void BusinessDaysSkipWeekends()
    {
        LocalDateTime friday = new(2026, 11, 20, 0, 0);
        Assert.Equal(new LocalDateTime(2026, 11, 23, 0, 0), Frequency.BusinessDaily.Add(friday, 1));
        Assert.Equal(new LocalDateTime(2026, 11, 27, 0, 0), Frequency.BusinessDaily.Add(friday, 5));
        Assert.Equal(new LocalDateTime(2026, 11, 16, 0, 0), Frequency.BusinessDaily.Add(friday, -4));
        for (int n = 0; n < 60; n++) Assert.True((int)Frequency.BusinessDaily.Add(friday, n).DayOfWeek <= 5);
    }

    [Theory]
    [InlineData("PT1S")]
    [InlineData("PT30M")]
    [InlineData("PT1H")]
    [InlineData("B")]
    [InlineData("P1D")]
    [InlineData("P7D")]
    [InlineData("P1M")]
    [InlineData("P3M")]
    [InlineData("P10000Y")]
    public void StepsBeyondTheCalendarAreRefusedAndAllOthersTaken(string name)
    {
        Assert.True(Frequency.TryParse(name, out Frequency? frequency));
        foreach (LocalDateTime start in (LocalDateTime[])[new(1, 1, 1, 0, 0), new(2024, 2, 29, 0, 0), new(9997, 12, 31, 0, 0), new(9999, 12, 31, 0, 0)])
            foreach (long steps in (long[])[0, 1, -1, 512, 1_000_000, -1_000_000, 1L << 50, -(1L << 50)])
                if (frequency.TryAdd(start, steps, out LocalDateTime time)) Assert.Equal(frequency.Add(start, steps), time);
                else Assert.True(steps != 0 || start.Year > Frequency.LastYear);
    }

    [Fact]
    public void LeapDaysAreStepsOfMonthsAndYears()
    {
        LocalDateTime leap = new(2024, 2, 29, 0, 0);
        Assert.Equal(new LocalDateTime(2025, 2, 28, 0, 0), Frequency.Yearly.Add(leap, 1));
        Assert.Equal(new LocalDateTime(2028, 2, 29, 0, 0), Frequency.Yearly.Add(leap, 4));
        Assert.Equal(leap, Frequency.Daily.Add(new(2024, 2, 28, 0, 0), 1));
        Assert.Equal(new LocalDateTime(2024, 3, 1, 0, 0), Frequency.Hourly.Add(leap, 24));
    }

    [Fact]
    public void AnAxisCountsItsStepsFromOneStart()
    {
        TimeAxis axis = new(Frequency.Monthly, new LocalDateTime(2024, 1, 30, 0, 0));
        Assert.Equal(["2024-01-30", "2024-02-29", "2024-03-30"], Enumerable.Range(0, 3).Select(i => axis.TimeOf(i)));
        Assert.Equal("2024-03-30", axis.From(1).TimeOf(1));
        Assert.Equal("7", TimeAxis.FromIndex(Frequency.Index, 3).From(2).TimeOf(2));
    }

    [Fact]
    public void AxisTimesAreDatesFromDaysUpAndClockTimesBelow()
    {
        Assert.Equal("1961-01-01", new TimeAxis(Frequency.Monthly, new LocalDateTime(1960, 12, 1, 0, 0)).TimeOf(1));
        Assert.Equal("2026-01-01T23:00:00", new TimeAxis(Frequency.Hourly, new LocalDateTime(2026, 1, 1, 0, 0)).TimeOf(23));
        Assert.Equal("2026-01-02T00:00:00+01:00", new TimeAxis(Frequency.Hourly, new LocalDateTime(2026, 1, 1, 0, 0), Offset.FromHours(1)).TimeOf(24));
        Assert.Equal("7", TimeAxis.FromIndex(Frequency.Monthly, 5).TimeOf(2));
    }
}
