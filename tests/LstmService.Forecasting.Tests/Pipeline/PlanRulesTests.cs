using LstmService.Forecasting.Data;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Tests.Pipeline;

public class PlanRulesTests
{
    private const int Day = 48, Week = 7 * Day;

    [Theory]
    [InlineData(1, 10 * Week, AnchorKind.Profile, Day, 500)]
    [InlineData(1, 4 * Week, AnchorKind.SeasonalNaive, 1, 300)] // few points
    [InlineData(2, 10 * Week, AnchorKind.SeasonalNaive, 1, 2000)]
    public void OneLongSeriesStandsOnTheProfileOfItsWeeksAndADaysLevel(int count, int points, AnchorKind anchor, int level, int steps)
    {
        TimeAxis axis = TimeAxis.FromIndex(new Frequency(FrequencyUnit.Minute, 30));
        TimeSeries[] series = [.. Enumerable.Range(0, count).Select(i => new TimeSeries($"s{i}", axis, Samples.Seasonal(points, Day, 3, (ulong)i)))];
        Plan plan = PlanRules.Choose(new(series, Day, null, new())).Plan;
        Assert.Equal((anchor, level, steps), (plan.Anchor, plan.LevelPoints, plan.Epochs * plan.StepsPerEpoch));
    }

    [Theory]
    [InlineData(1, 40, "local", 100)]
    [InlineData(1, 96, "local", 200)]
    [InlineData(3, 400, "local", 300)]
    [InlineData(1, 96, "minMax", 300)] // the textbook's network
    public void FewPointsAreLearntFromInTwoStepsAPoint(int count, int points, string scaling, int steps)
    {
        TimeSeries[] series = [.. Enumerable.Range(0, count).Select(i => new TimeSeries($"s{i}", TimeAxis.FromIndex(Frequency.Monthly), Samples.Seasonal(points, 12, 3, (ulong)i)))];
        PlannedTraining planned = PlanRules.Choose(new(series, 12, null, new() { Scaling = scaling }));
        Assert.Equal(steps, planned.Plan.Epochs * planned.Plan.StepsPerEpoch);
        Assert.Contains(planned.Reasons, r => r.StartsWith($"{steps} training steps: few points", StringComparison.Ordinal));
    }
}
