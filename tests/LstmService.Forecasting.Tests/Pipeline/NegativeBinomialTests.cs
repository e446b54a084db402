using LstmService.Engine;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Pipeline;

public class NegativeBinomialTests
{
    // by adding up P(k) = gamma(k + r) / (gamma(r) k!) (1 + a m)^-r (a m / (1 + a m))^k, r = 1 / a
    [Theory]
    [InlineData(4, 0.5, new[] { 0.0, 3.0, 9.0 })]
    [InlineData(0.2, 3, new[] { 0.0, 0.0, 1.0 })]
    [InlineData(50, 0, new[] { 41.0, 50.0, 59.0 })]
    public void QuantilesAreTheDistributions(double mean, double dispersion, double[] expected)
    {
        double[] quantiles = new double[3];
        NegativeBinomialQuantiles.Fill(mean, dispersion, [0.1, 0.5, 0.9], quantiles);
        Assert.Equal(expected, quantiles);
    }

    [Fact]
    public void LargeCountsGoOverIntoADensityWithoutAJump()
    {
        double[] below = new double[5], above = new double[5], levels = [0.025, 0.25, 0.5, 0.75, 0.975];
        NegativeBinomialQuantiles.Fill(999, 0.1, levels, below);
        NegativeBinomialQuantiles.Fill(1001, 0.1, levels, above);
        for (int q = 0; q < 5; q++) Assert.Equal(below[q], above[q], 0.01 * below[q]);
    }

    [Fact]
    public void TheLossOfAScaledWindowIsThatOfTheCountsThemselves()
    {
        NegativeBinomialLoss<double> loss = new();
        Batch<double> batch = new(new BatchShape(1, 1, 1, Targets: 2));
        (batch.Targets[0], batch.Targets[1], batch.Scales[0]) = (7, 2, 4);
        double[] outputs = [1.5, 0.8, 0.5, 0.3], gradient = new double[4], scaled = [6, 0.4, 2, 0.15];
        double said = loss.Evaluate(outputs, batch, gradient).Sum;
        for (int i = 0; i < 4; i++)
        {
            double[] moved = [.. outputs];
            moved[i] += 1e-6;
            Assert.Equal((loss.Evaluate(moved, batch, default).Mean - said / 2) / 1e-6, gradient[i], 1e-4);
        }
        batch.Scales[0] = 1;
        Assert.Equal(loss.Evaluate(scaled, batch, default).Sum, said, 1e-9);
    }

    [Fact]
    public void CountsWithASeasonAreForecastAsCounts()
    {
        Xoshiro256 random = new(3);
        double[] values = [.. Enumerable.Range(0, 280).Select(t => random.NextPoisson(t % 7 < 5 ? 6 : 0.3))];
        TrainingOptions options = new() { Loss = "negativeBinomial", Seasonality = "7", Members = 1 };
        TrainedModel model = Estimator.Train(new([Samples.Indexed(values)], 7, [80], options), 2, null, default);
        Assert.Equal(ScalingKind.Mean, model.Predictor.Plan.Scaling);
        Forecast forecast = model.Predictor.LstmAlone().Forecast(Samples.Indexed(values), 7, [80]);
        Assert.All(forecast.Points, (point, k) => Assert.InRange(point.Value, (280 + k) % 7 < 5 ? 3 : 0, (280 + k) % 7 < 5 ? 9 : 2));
        Assert.All(forecast.Points, point => Assert.True(point.Intervals["80"].Lower >= 0));
    }
}
