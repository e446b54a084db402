using LstmService.Forecasting.Options;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests;

public class SamplePathTests(SamplePathTests.Trained trained) : IClassFixture<SamplePathTests.Trained>
{
    private const int Horizon = 30;
    private const int Count = 1000;

    [Fact]
    public void TheQuantilesOfManyPathsAreTheAnsweredOnes()
    {
        Forecast forecast = Forecast("seed");
        Assert.Equal(Count, forecast.Samples!.Count);
        double[] shares = new double[3];
        for (int k = 0; k < Horizon; k++)
        {
            double[] values = [.. forecast.Samples.Select(path => path[k])];
            Interval interval = forecast.Points[k].Intervals["80"];
            double[] step = [Share(values, interval.Lower), Share(values, forecast.Points[k].Value), Share(values, interval.Upper)];
            // four standard errors of a share of a thousand
            Assert.InRange(step[0], 0.06, 0.14);
            Assert.InRange(step[1], 0.43, 0.57);
            Assert.InRange(step[2], 0.86, 0.94);
            for (int i = 0; i < 3; i++) shares[i] += step[i] / Horizon;
        }
        Assert.InRange(shares[0], 0.07, 0.13);
        Assert.InRange(shares[2], 0.87, 0.93);
    }

    [Fact]
    public void SumsOverTheHorizonSpreadWiderThanThoseOfIndependentSteps()
    {
        Assert.True(trained.Predictor.State.ErrorPaths.Neighbours > 0.2);
        IReadOnlyList<double[]> paths = Forecast("seed").Samples!;
        double independent = Enumerable.Range(0, Horizon).Sum(k => Variance(paths.Select(path => path[k])));
        Assert.True(Variance(paths.Select(path => path.Sum())) > 1.5 * independent);
    }

    [Fact]
    public void ABlockBeginsWhereTheOneBeforeEnded()
    {
        IReadOnlyList<double[]> paths = Forecast("seed").Samples!;
        Assert.True(Correlation(paths, 11, 12) > 0.4, $"was {Correlation(paths, 11, 12)}");
    }

    [Fact]
    public void TheSameSeedRepeatsThePathsAndAnotherDoesNot()
    {
        Assert.Equal(Forecast("seed").Samples, Forecast("seed").Samples);
        Assert.NotEqual(Forecast("seed").Samples, Forecast("other").Samples);
        Assert.Null(trained.Predictor.Forecast(Samples.Airline(), 3, [80]).Samples);
    }

    [Fact]
    public void AModelOfTheFirstFormatDrawsTheFallback()
    {
        string state = System.Text.Json.JsonSerializer.Serialize(trained.Predictor.State);
        System.Text.Json.Nodes.JsonObject old = System.Text.Json.Nodes.JsonNode.Parse(state)!.AsObject();
        old.Remove("ErrorPaths");
        Assert.Equal(ErrorPaths.None, System.Text.Json.JsonSerializer.Deserialize<PredictorState>(old.ToJsonString())!.ErrorPaths);
    }

    private Forecast Forecast(string seed) => trained.Predictor.Forecast(Samples.Airline(), Horizon, [80], new(Count, seed));

    private static double Share(double[] values, double bound) => values.Count(v => v <= bound) / (double)values.Length;

    private static double Variance(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return all.Average(v => (v - mean) * (v - mean));
    }

    private static double Correlation(IReadOnlyList<double[]> paths, int one, int other)
    {
        double meanOne = paths.Average(p => p[one]), meanOther = paths.Average(p => p[other]);
        return paths.Average(p => (p[one] - meanOne) * (p[other] - meanOther))
            / Math.Sqrt(Variance(paths.Select(p => p[one])) * Variance(paths.Select(p => p[other])));
    }

    public sealed class Trained
    {
        public Predictor Predictor { get; } = Estimator.Train(
            new([Samples.Airline()], 12, [80], new TrainingOptions { Members = 2, Epochs = 40 }), 2, null, default).Predictor;
    }
}
