using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;

namespace LstmService.Forecasting.Tests.Pipeline;

public class WarmStartTests
{
    private static readonly TrainingOptions Options = new() { Members = 2, Epochs = 6 };

    [Fact]
    public void AfterOneEpochTheLossIsLowerThanThatOfAFreshStart()
    {
        Predictor champion = Train(new() { Members = 2, Epochs = 60 }, null).Predictor;
        (TrainedModel warm, double warmLoss) = TrainOneEpoch(champion);
        (TrainedModel fresh, double freshLoss) = TrainOneEpoch(null);
        Assert.True(warmLoss < 0.8 * freshLoss, $"{warmLoss} after a warm start, {freshLoss} after a fresh one");
        Assert.True(warm.StartedWarm);
        Assert.False(fresh.StartedWarm);
        Assert.Contains(warm.Choices, c => c.StartsWith("started from the champion's weights", StringComparison.Ordinal));
        Assert.Contains(fresh.Choices, c => c.StartsWith("started fresh: there is no champion", StringComparison.Ordinal));
    }

    [Fact]
    public void TheSameChampionGivesTheSameBytesAndAnotherGivesOthers()
    {
        Predictor champion = Train(Options, null).Predictor, other = Train(Options with { Seed = 9 }, null).Predictor;
        TrainingOptions warm = Options with { WarmStart = true };
        Assert.Equal(Trainings.Bytes(Train(warm, champion)), Trainings.Bytes(Train(warm, champion)));
        Assert.NotEqual(Trainings.Bytes(Train(warm, champion)), Trainings.Bytes(Train(warm, other)));
        Assert.Equal(Trainings.Bytes(Train(Options, champion)), Trainings.Bytes(Train(Options, null)));
    }

    [Fact]
    public void TheJudgementIsThatOfFreshNetworks()
    {
        Predictor champion = Train(Options with { Epochs = 40 }, null).Predictor;
        Assert.Equal(
            Train(Options, null).Evaluation.LstmAlone!.Mae,
            Train(Options with { WarmStart = true }, champion).Evaluation.LstmAlone!.Mae);
    }

    public static TheoryData<TrainingOptions, string> Others => new()
    {
        { Options with { Hidden = 9 }, "another shape" },
        { Options with { Cell = "gru" }, "another shape" },
        { Options with { Transform = "asinh" }, "other units" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void AnotherNetworkStartsFreshAndSaysWhy(TrainingOptions options, string why)
    {
        TrainedModel model = Train(options with { WarmStart = true }, Train(Options, null).Predictor);
        Assert.False(model.StartedWarm);
        Assert.Contains(model.Choices, c => c.StartsWith("started fresh", StringComparison.Ordinal) && c.Contains(why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("price", CovariateRole.Known, true)]
    [InlineData("visits", CovariateRole.Known, false)]
    [InlineData("price", CovariateRole.Past, false)]
    public void NetworksThatReadOtherCovariatesStartFresh(string name, CovariateRole role, bool alike)
    {
        Predictor champion = Beside("price", CovariateRole.Known, null).Predictor;
        TrainedModel model = Beside(name, role, champion);
        Assert.Equal(alike, model.StartedWarm);
        if (!alike) Assert.Contains(model.Choices, c => c.StartsWith("started fresh", StringComparison.Ordinal));
    }

    private static TrainedModel Beside(string name, CovariateRole role, Predictor? champion)
    {
        TimeSeries series = Samples.Airline();
        Covariate covariate = new(name, role, [.. Enumerable.Range(0, series.Length).Select(i => (double)(i % 5))], null);
        return Estimator.Train(
            new([series with { Covariates = [covariate] }], 12, [80, 95], Options with { Epochs = 1, WarmStart = champion is not null }) { WarmStart = champion }, 2, null, default);
    }

    private static TrainedModel Train(TrainingOptions options, Predictor? champion) =>
        Estimator.Train(new([Samples.Airline()], 12, [80, 95], options) { WarmStart = champion }, 2, null, default);

    private static (TrainedModel Model, double Loss) TrainOneEpoch(Predictor? champion)
    {
        double loss = double.NaN;
        TrainingRequest request = new([Samples.Airline()], 12, [80, 95], new() { Members = 1, Epochs = 1, WarmStart = true }) { WarmStart = champion };
        TrainedModel model = Estimator.Train(request, 1, new Collector(p => loss = p is { Stage: "training", TrainLoss: { } known } ? known : loss), default);
        return (model, loss);
    }
}
