using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;
using static LstmService.Forecasting.Tests.Data.RawUploads;

namespace LstmService.Forecasting.Tests.Data;

public class HistoryPreparationTests
{
    [Theory]
    [InlineData("PT10S")]
    [InlineData("PT1H")]
    [InlineData("P1D")]
    [InlineData("B")]
    [InlineData("P7D")]
    [InlineData("P1M")]
    [InlineData("P3M")]
    [InlineData("P1Y")]
    public void AHistoryIsMadeTheSeriesThatAnUploadWouldBe(string name)
    {
        Assert.True(Frequency.TryParse(name, out Frequency? frequency));
        PreparationPolicies[] policies =
        [
            new(), new() { Gaps = GapPolicy.Interpolate }, new() { Gaps = GapPolicy.Seasonal, Outliers = OutlierPolicy.Cap }, new() { Gaps = GapPolicy.Zero, Duplicates = DuplicatePolicy.Sum },
        ];
        foreach (LocalDateTime start in (LocalDateTime[])[new(2024, 1, 1, 0, 0), new(2023, 10, 31, 0, 0), new(2022, 1, 30, 6, 30), new(2024, 2, 29, 0, 0)])
        {
            LocalDateTime[] times = [.. Enumerable.Range(0, 60).Where(i => i is not (7 or 8 or 31)).Select(i => frequency.Add(start, i))];
            (times[3], times[4]) = (times[4], times[3]);
            times[20] = times[19];
            double[] values = Count(times.Length);
            values[40] = 1000;
            values[12] = double.NaN;
            if (!frequency.IsSubDaily) times[25] = times[25].PlusMinutes(frequency.Unit == FrequencyUnit.BusinessDay ? 0 : 20); // off the grid
            foreach (PreparationPolicies policy in policies)
            {
                TimeSeries expected = Assert.Single(SeriesPreparation.Prepare([Raw(times, values)], frequency, policy).Series);
                TimeSeries history = Assert.Single(SeriesPreparation.PrepareHistory(Raw(times, values), frequency, policy).Series);
                Assert.Equal(expected.Axis, history.Axis);
                Assert.Equal(expected.Values, history.Values);
            }
        }
    }

    [Fact]
    public void AHistoryIsRefusedAsAnUploadWouldBe()
    {
        LocalDateTime[] times = [.. Days(5), new(2024, 1, 3, 12, 0)];
        PreparedData refused = SeriesPreparation.PrepareHistory(Raw(times, Count(6)), Frequency.Daily, new());
        Assert.Equal(SeriesPreparation.Prepare([Raw(times, Count(6))], Frequency.Daily).Problems, refused.Problems);
        Assert.Single(refused.Problems);
        Assert.Empty(refused.Series);
    }
}
