using LstmService.Engine;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Explanation;

/// <summary>
/// Are the points that are said to matter those that do? Deleting them (Bach et al. 2015, section "pixel flipping"; Samek et al. 2017)
/// by laying them on the window's level and season moves the forecast the more, the more relevant they are.
/// </summary>
public sealed class FaithfulnessTests
{
    private const int Deleted = 4;
    private const int Draws = 10;

    [Theory]
    [InlineData(ExplanationMethod.IntegratedGradients)]
    [InlineData(ExplanationMethod.Relevance)]
    public void DeletingTheMostRelevantPointsMovesForecastsMoreThanRandomOnesAndTheLeastRelevantLess(ExplanationMethod method)
    {
        double most = 0, random = 0, least = 0;
        TimeSeries[] all = [.. Enumerable.Range(0, 9).Select(Generated), Samples.Airline()];
        Xoshiro256 chance = new(5);
        foreach (TimeSeries series in all)
        {
            ForecastExplainer explainer = new(ForecastExplanationTests.Train(series, new() { Members = 2, Epochs = 20, Hidden = 12 }).LstmAlone());
            ForecastExplanation explained = explainer.Explain(series, 2, method);
            string[] order = [.. explained.Attributions.Where(a => a.Covariate is null).OrderByDescending(a => Math.Abs(a.Relevance)).Select(a => a.Time)];
            double unit = series.Values.Select(Math.Abs).Average();
            double Moved(IEnumerable<string> times) => Math.Abs(explainer.ForecastWithout(series, 2, times.ToHashSet()) - explained.Output) / unit;
            most += Moved(order[..Deleted]);
            least += Moved(order[^Deleted..]);
            for (int draw = 0; draw < Draws; draw++)
            {
                string[] shuffled = [.. order.Select(time => (Time: time, At: chance.NextDouble())).OrderBy(pair => pair.At).Select(pair => pair.Time)];
                random += Moved(shuffled[..Deleted]) / Draws;
            }
        }
        Assert.True(most > 1.5 * random, $"the most relevant must move more than random ones, was {most} and {random}");
        Assert.True(least < 0.5 * random, $"the least relevant must move less than random ones, was {least} and {random}");
    }

    /// <summary>Months with a season, a trend and shocks that die away: what comes next depends on the last points.</summary>
    private static TimeSeries Generated(int number)
    {
        Xoshiro256 random = new((ulong)(100 + number));
        double[] values = new double[120];
        double shock = 0;
        for (int t = 0; t < values.Length; t++)
        {
            shock = 0.8 * shock + 6 * random.NextGaussian();
            values[t] = 200 + number * t / 20.0 + 30 * Math.Sin(2 * Math.PI * (t + number) / 12) + shock;
        }
        return new($"generated {number}", new TimeAxis(Frequency.Monthly, new LocalDateTime(2010, 1, 1, 0, 0)), values);
    }
}
