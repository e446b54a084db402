using LstmService.Engine;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Explanation;

/// <summary>What is known beside a series has its place in an explanation: by name, at its own time, also one ahead.</summary>
public sealed class CovariateExplanationTests
{
    private const int Points = 200, Horizon = 7;

    [Theory]
    [InlineData(ExplanationMethod.IntegratedGradients, 1)]
    [InlineData(ExplanationMethod.Relevance, 1)]
    [InlineData(ExplanationMethod.IntegratedGradients, 7)]
    public void APromotionAheadIsNamedAndAllAddsUp(ExplanationMethod method, int patch)
    {
        TimeSeries history = Promoted();
        TrainingOptions options = new() { Members = 2, Epochs = 20, Hidden = 12, Lookback = 21, Patch = patch };
        Predictor predictor = Estimator.Train(new([history], Horizon, [80], options), 2, null, default).Predictor.LstmAlone();
        ForecastExplanation explained = new ForecastExplainer(predictor).Explain(history, 4, method);
        ForecastPoint point = predictor.Forecast(history, 4, [80]).Points[^1];
        Assert.Equal(point.Value, explained.Output, 1e-5 * point.Value);
        Assert.Equal(explained.Output, explained.Components.Values.Sum(), 1e-9 * point.Value);
        Assert.True(explained.Components.ContainsKey("covariates"));
        Assert.Equal(
            explained.Output, explained.Baseline + explained.Attributions.Sum(a => a.Relevance) + (explained.ToBiases ?? 0) + explained.Residual,
            1e-9 * point.Value);
        if (method == ExplanationMethod.IntegratedGradients)
            Assert.InRange(Math.Abs(explained.Residual), 0, 1e-3 * Math.Abs(explained.Output - explained.Baseline) + 1e-5 * point.Value);

        Attribution ahead = explained.Attributions.Single(a => a.Covariate == "promo" && a.Time == explained.Time);
        Assert.Equal(1, ahead.Value);
        Attribution region = explained.Attributions.Single(a => a.Covariate == "region");
        Assert.Equal("2022-07-21", region.Time);
        Assert.Null(region.Value);
        // on a day without a promotion the mark says nothing out of the ordinary
        Assert.DoesNotContain(explained.Attributions, a => a.Covariate == "promo" && a.Value == 0);
    }

    private static TimeSeries Promoted()
    {
        Xoshiro256 random = new(4);
        double[] promotion = [.. Enumerable.Range(0, Points + Horizon).Select(t => t == Points + 3 || t % 11 == 4 ? 1.0 : 0)];
        double[] values = [.. Enumerable.Range(0, Points).Select(t => 100 + 10 * Math.Sin(2 * Math.PI * t / 7) + 40 * promotion[t] + 2 * random.NextGaussian())];
        return new("shop", new TimeAxis(Frequency.Daily, new LocalDateTime(2022, 1, 3, 0, 0)), values)
        {
            Covariates = [new("promo", CovariateRole.Known, promotion, null), new("region", CovariateRole.Static, null, ["north"])],
        };
    }
}
