using System.Text.Json;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Tests.Search;

public class OptionSearchTests
{
    private const int Planted = 9;

    // whatever happens comes back nine points later, and nothing nearer says anything about it
    private static readonly TimeSeries Echo = new("echo", TimeAxis.FromIndex(Frequency.Index), EchoValues());
    private static readonly TrainingOptions Quick = new() { Epochs = 10, Seasonality = "none", Transform = "none" };
    private static readonly TrainingOptions Diverging = Quick with { Epochs = 80, ClipNorm = 0, Optimizer = "momentum", Loss = "squared" }; // at a high rate
    private static readonly SearchDimension Lookbacks = List("lookback", 3, 6, Planted, 4);

    [Fact]
    public void AGridFindsThePlantedBestAndTheModelIsTrainedByIt()
    {
        TrainedModel model = Search(new("grid", [Lookbacks], "mae", null, 1));
        Assert.Equal(Planted, model.Predictor.Plan.Lookback);
        SearchReport report = model.Search!;
        Assert.Equal(3, report.Best);
        Assert.Equal([1, 2, 3, 4], report.Points.Select(p => p.Number));
        Assert.All(report.Points, p => Assert.Equal(("finished", 10, null, null), (p.State, p.Epochs, p.Rung, p.Reason)));
        Assert.StartsWith("search by grid over 4 points: point 3 (lookback 9) had the lowest mae", model.Choices[0], StringComparison.Ordinal);
        Assert.Equal(PlainBytes(model.Predictor.Plan.Lookback), Trainings.Bytes(model));
    }

    [Fact]
    public void TheReportIsTheSameWhateverTheNumberOfCores()
    {
        SearchRequest search = new("random", [Lookbacks, new("learningRate", null, new(1e-4, 1e-1, Log: true))], "rmse", 6, 3);
        TrainedModel one = Search(search, cores: 1), three = Search(search, cores: 3);
        Assert.Equal(JsonSerializer.Serialize(one.Search), JsonSerializer.Serialize(three.Search));
        Assert.Equal(Trainings.Bytes(one), Trainings.Bytes(three));
        Assert.NotEqual(JsonSerializer.Serialize(one.Search!.Points), JsonSerializer.Serialize(Search(search with { Seed = 4 }).Search!.Points));
    }

    [Fact]
    public void HalvingSpendsLessThanAGridAndGivesEveryPointAState()
    {
        SearchDimension rates = List("learningRate", 0.001, 0.01, 0.003);
        SearchReport grid = Search(new("grid", [Lookbacks, rates], "mae", null, 1)).Search!;
        SearchReport halving = Search(new("halving", [Lookbacks, rates], "mae", null, 1)).Search!;
        Assert.Equal(12, halving.Points.Count);
        Assert.True(halving.Points.Sum(p => p.Epochs) < grid.Points.Sum(p => p.Epochs) / 2);
        Assert.Equal([(8, 1, 2), (3, 2, 4)], halving.Points.Where(p => p.State == "stopped")
            .GroupBy(p => (p.Rung, p.Epochs)).OrderBy(g => g.Key.Rung).Select(g => (g.Count(), g.Key.Rung!.Value, g.Key.Epochs)));
        PointReport best = Assert.Single(halving.Points, p => p.State == "finished");
        Assert.Equal((best.Number, 10), (halving.Best!.Value, best.Epochs));
        Assert.Equal(Planted, best.Options["lookback"].GetInt32());
        // trained in three pieces, it is what the grid trained in one
        Assert.Equal(grid.Points[best.Number - 1].Score, best.Score);
    }

    [Fact]
    public void APointThatFailsSaysWhyAndFailsNothingElse()
    {
        SearchReport report = Search(new("grid", [List("learningRate", 1.0, 0.003)], "mae", null, 1), Diverging).Search!;
        Assert.Equal(["failed", "finished"], report.Points.Select(p => p.State));
        Assert.Null(report.Points[0].Score);
        Assert.Contains("no number", report.Points[0].Reason, StringComparison.Ordinal);
        Assert.Equal(2, report.Best);
    }

    [Fact]
    public void WhereEveryPointFailsTheSearchFailsWithTheReasons()
    {
        SearchFailedException failed = Assert.Throws<SearchFailedException>(() => Search(new("grid", [List("learningRate", 1.0, 0.9)], "mae", null, 1), Diverging));
        Assert.Equal(2, failed.Report!.Points.Count(p => p.State == "failed"));
        Assert.Null(failed.Report.Best);
        Assert.Contains("point 1 (learningRate 1)", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASeriesThatLeavesNothingToCompareOnSaysSo()
    {
        SearchRequest search = new("grid", [List("hidden", 2, 4)], "mae", null, 1);
        Assert.Contains("constant", Fails(new double[60]), StringComparison.Ordinal);
        Assert.Contains("too short", Fails(EchoValues()[..9]), StringComparison.Ordinal);

        string Fails(double[] values) => Assert.Throws<SearchFailedException>(() =>
            Estimator.Train(new([Echo with { Values = values }], 4, null, Quick) { Search = search }, 1, null, default)).Message;
    }

    [Theory]
    [InlineData("mase")]
    [InlineData("smape")]
    [InlineData("wql")]
    [InlineData("msis")]
    public void AnyMeasureScoresPointsOfAnyLossAndScaling(string metric)
    {
        SearchRequest search = new("grid", [Texts("scaling", "local", "minMax"), Texts("loss", "pinball", "squared", "gaussian")], metric, null, 1);
        TrainedModel model = Estimator.Train(new([Samples.Airline()], 6, null, new() { Epochs = 2, Hidden = 4 }) { Search = search }, 2, null, default);
        Assert.All(model.Search!.Points, p => Assert.True(p is { State: "finished", Score: > 0 }));
    }

    [Fact]
    public void TheFoldEndsBeforeTheEarliestJudgedOrigin()
    {
        SearchRequest search = new("grid", [List("hidden", 2, 4)], "mae", null, 1);
        double[] changed = [.. Samples.AirPassengers];
        Array.Fill(changed, 300, 144 - 12 - 23, 35); // everything from the earliest judged origin on
        Assert.Equal(Scores(Samples.AirPassengers), Scores(changed));

        double?[] Scores(double[] values) => [.. Estimator.Train(
            new([Samples.Airline() with { Values = values }], 12, null, new() { Epochs = 2, Seasonality = "12", Transform = "log" }) { Search = search },
            2, null, default).Search!.Points.Select(p => p.Score)];
    }

    [Fact]
    public void PointsReadTheCovariatesThatTheModelReads()
    {
        Engine.Xoshiro256 random = new(3);
        double[] promotion = [.. Enumerable.Range(0, 260).Select(_ => random.NextInt(4) == 0 ? 1.0 : 0)];
        TimeSeries with = Echo with
        {
            Values = [.. promotion.Take(240).Select(p => 100 + 40 * p + random.NextGaussian())],
            Covariates = [new("promo", CovariateRole.Known, promotion, null)],
        };
        double informed = Best(with), blind = Best(with with { Covariates = [] });
        Assert.True(informed < 0.5 * blind, $"{informed} with, {blind} without");

        static double Best(TimeSeries series) => Estimator.Train(
            new([series], 4, null, Quick with { Epochs = 60 }) { Search = new("grid", [List("hidden", 8, 16)], "mae", null, 1) }, 2, null, default)
            .Search!.Points.Min(p => p.Score)!.Value;
    }

    [Fact]
    public void ProgressNamesThePointAndGoesForward()
    {
        List<TrainingProgress> seen = [];
        Estimator.Train(new([Echo], 4, null, Quick) { Search = new("halving", [Lookbacks], "mae", null, 1) }, 2, new Collector(seen.Add), default);
        Assert.Equal([1, 2, 3, 4], seen.Where(p => p.Stage == "searching").Select(p => p.Point!.Value).Distinct().Order());
        Assert.All(seen.Where(p => p.Stage == "searching"), p => Assert.Equal(4, p.Points));
        Assert.All(seen.Where(p => p.Stage != "searching"), p => Assert.Null(p.Point));
        Assert.Equal(seen.Select(p => p.Done).Order(), seen.Select(p => p.Done));
    }

    [Fact]
    public void ThirdsOfThePointsGoOnForThreeTimesTheEpochs()
    {
        Assert.Equal([new(27, 1 / 27.0), new(9, 1 / 9.0), new(3, 1 / 3.0), new(1, 1)], Halving.Rungs(27));
        Assert.Equal([new(8, 1 / 3.0), new(2, 1)], Halving.Rungs(8));
        Assert.Equal([new(2, 1)], Halving.Rungs(2));
    }

    private static TrainedModel Search(SearchRequest search, TrainingOptions? options = null, int cores = 2) =>
        Estimator.Train(new([Echo], 4, null, options ?? Quick) { Search = search }, cores, null, default);

    private static byte[] PlainBytes(int lookback) =>
        Trainings.Bytes(Estimator.Train(new([Echo], 4, null, Quick with { Lookback = lookback }), 2, null, default));

    private static SearchDimension List<T>(string name, params T[] values) =>
        new(name, [.. values.Select(value => JsonSerializer.SerializeToElement(value))], null);

    private static SearchDimension Texts(string name, params string[] values) => List(name, values);

    private static double[] EchoValues()
    {
        Engine.Xoshiro256 random = new(5);
        double[] values = new double[240];
        for (int t = 0; t < values.Length; t++)
            values[t] = t < Planted ? 10 * random.NextGaussian() : values[t - Planted] + 0.3 * random.NextGaussian();
        return values;
    }
}
