using LstmService.Forecasting.Options;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Pipeline;

public class TrainingBudgetTests
{
    [Fact]
    public void HalfTheBudgetGivesHalfTheSteps()
    {
        int whole = Steps(new() { BudgetSeconds = 8 }), half = Steps(new() { BudgetSeconds = 4 });
        Assert.InRange(half, 0.45 * whole, 0.55 * whole);
        Assert.Equal(whole, Steps(new() { BudgetSeconds = 8 }));
    }

    [Fact]
    public void ALargerNetworkGetsFewerStepsOfTheSameBudget() =>
        Assert.True(Steps(new() { BudgetSeconds = 20, Hidden = 256 }) < Steps(new() { BudgetSeconds = 20, Hidden = 16 }) / 10);

    [Theory]
    [InlineData("lstm", "gru")]
    [InlineData("gru", "rnn")]
    public void ACellOfMoreGatesCostsMore(string more, string fewer) =>
        Assert.True(Steps(new() { BudgetSeconds = 20, Cell = more }) < Steps(new() { BudgetSeconds = 20, Cell = fewer }));

    [Fact]
    public void TheChoiceIsReportedWithItsReason()
    {
        PlannedTraining planned = Choose(new() { BudgetSeconds = 2 });
        string reason = Assert.Single(planned.Reasons, r => r.Contains("budget", StringComparison.Ordinal));
        Assert.Contains("training steps of each network: a budget of 2 s of one core, by a fixed cost model", reason, StringComparison.Ordinal);
        Assert.Contains(Choose(new()).Reasons, r => r.StartsWith("a budget of 600 s of one core by default for few points", StringComparison.Ordinal));
    }

    [Fact]
    public void ByDefaultOnlyWhatWouldTakeFarTooLongIsShortened()
    {
        Assert.Equal(300, Steps(new()));
        Assert.InRange(Steps(new() { Hidden = 512, Layers = 8, Members = 32 }), 1, 299);
        Assert.Equal(0, Choose(new() { Hidden = 512, Layers = 8, Epochs = 7 }).Plan.StepsPerEpoch);
    }

    [Fact]
    public void ATinyBudgetStillTrainsAndRepeatsItsBytes()
    {
        TrainingRequest request = new([Samples.Airline()], 12, [80, 95], new() { BudgetSeconds = 0.001 });
        byte[] one = Bytes(1), two = Bytes(2);
        Assert.Equal(one, two);
        Assert.Equal((1, 1), (Choose(request.Options).Plan.Epochs, Choose(request.Options).Plan.StepsPerEpoch));

        byte[] Bytes(int cores)
        {
            using MemoryStream stream = new();
            Estimator.Train(request, cores, null, default).Predictor.Save(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void ABudgetBesideEpochsIsRefused() =>
        Assert.Equal("options.budgetSeconds", Assert.Single(TrainingRules.Check(new() { Epochs = 3, BudgetSeconds = 1 }, null, null)).Name);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    public void ABudgetOutOfBoundsIsRefused(double seconds) =>
        Assert.Equal("options.budgetSeconds", Assert.Single(TrainingRules.Check(new() { BudgetSeconds = seconds }, null, null)).Name);

    private static PlannedTraining Choose(TrainingOptions options) => PlanRules.Choose(new([Samples.Airline()], 12, [80, 95], options));

    private static int Steps(TrainingOptions options)
    {
        Plan plan = Choose(options).Plan;
        return plan.Epochs * plan.StepsPerEpoch;
    }
}
