using LstmService.Engine;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Pipeline;

public class ErrorPathsTests
{
    private const int Steps = 12;

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.3)]
    [InlineData(-0.6)]
    public void DrawnPathsHangTogetherAsTheErrorsDid(double correlation)
    {
        double[][] drawn = Draw(ErrorPaths.Learn(Steps, Autoregressive(300, correlation)), 20_000);
        for (int k = 0; k < Steps; k++)
        {
            Assert.InRange(drawn.Average(path => path[k]), -0.05, 0.05);
            Assert.InRange(drawn.Average(path => path[k] * path[k]), 0.95, 1.05);
        }
        double neighbours = Enumerable.Range(1, Steps - 1).Average(k => drawn.Average(path => path[k - 1] * path[k]));
        Assert.InRange(neighbours, correlation - 0.06, correlation + 0.06);
    }

    /// <summary>Errors that share one level keep it to the last step, which an autoregression would forget.</summary>
    [Fact]
    public void ALevelThatAllStepsShareReachesFromTheFirstToTheLast()
    {
        Xoshiro256 random = new(5);
        List<double[]> errors = [];
        for (int i = 0; i < 200; i++)
        {
            double level = random.NextGaussian();
            double[] path = new double[Steps];
            for (int k = 0; k < Steps; k++) path[k] = level + random.NextGaussian();
            errors.Add(path);
        }
        double[][] drawn = Draw(ErrorPaths.Learn(Steps, errors), 20_000);
        Assert.InRange(drawn.Average(path => path[0] * path[^1]), 0.35, 0.6);
    }

    [Fact]
    public void FewWindowsTellNothingAndTheFallbackIsDrawn()
    {
        Assert.Equal(ErrorPaths.None, ErrorPaths.Learn(Steps, Autoregressive(9, -0.5)));
        double[][] drawn = Draw(ErrorPaths.None, 20_000);
        Assert.InRange(drawn.Average(path => path[3] * path[4]), 0.65, 0.75);
    }

    [Fact]
    public void PathsOfAnotherLengthTellOfNeighboursAlone()
    {
        ErrorPaths learned = ErrorPaths.Learn(2 * Steps, Autoregressive(300, 0.9));
        Assert.Empty(learned.Scores);
        Assert.InRange(learned.Neighbours, 0.82, 0.95);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(24)]
    public void WhatIsKeptIsBounded(int horizon)
    {
        ErrorPaths learned = ErrorPaths.Learn(horizon, [.. Enumerable.Range(0, 3000).Select(i => Enumerable.Repeat((double)i, horizon).ToArray())]);
        Assert.InRange(learned.Scores.Count * horizon, 1, 8192);
    }

    private static List<double[]> Autoregressive(int count, double correlation)
    {
        Xoshiro256 random = new(3);
        List<double[]> errors = [];
        for (int i = 0; i < count; i++)
        {
            double[] path = new double[Steps];
            path[0] = random.NextGaussian();
            for (int k = 1; k < Steps; k++) path[k] = correlation * path[k - 1] + Math.Sqrt(1 - correlation * correlation) * random.NextGaussian();
            errors.Add([.. path.Select((z, k) => z * (1 + k))]);
        }
        return errors;
    }

    private static double[][] Draw(ErrorPaths learned, int count)
    {
        Xoshiro256 random = new(11);
        double[][] paths = [.. Enumerable.Range(0, count).Select(_ => new double[Steps])];
        foreach (double[] path in paths) learned.Draw(ref random, path);
        return paths;
    }
}
