using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Tests.Symbols;

public class SymbolBaselineTests
{
    private static readonly int[] Numbers = [0, 1, 1, 0, 2, 0, 1, 0];

    [Fact]
    public void EveryBaselineIsADistributionAtEveryStep()
    {
        SymbolBaselines baselines = Of(Numbers, 3);
        Assert.Equal(["mostFrequent", "last", "seasonal", "markov1", "markov2"], baselines.Names);
        foreach (string name in baselines.Names)
            foreach (int[] history in new[] { Numbers, [2], [0, -1], [-1], [1, -1, -1, 0] })
                for (int h = 0; h < 5; h++)
                    Assert.Equal(1, baselines.Forecast(name, history, 5).AsSpan(h * 3, 3).ToArray().Sum(), 1e-9);
    }

    [Fact]
    public void FrequenciesAreCountsWithHalfOfOneMore() =>
        Assert.Equal([4.5 / 9.5, 3.5 / 9.5, 1.5 / 9.5], Of(Numbers, 1).Forecast("mostFrequent", Numbers, 1));

    [Fact]
    public void AMarkovChainIsItsTransitionsAndTheirPowers()
    {
        double[] frequencies = [4.5 / 9.5, 3.5 / 9.5, 1.5 / 9.5];
        double[][] next = [[frequencies[0] / 4, (2 + frequencies[1]) / 4, (1 + frequencies[2]) / 4], [(2 + frequencies[0]) / 4, (1 + frequencies[1]) / 4, frequencies[2] / 4], [(1 + frequencies[0]) / 2, frequencies[1] / 2, frequencies[2] / 2]];
        double[] said = Of(Numbers, 1).Forecast("markov1", [2, 0], 2);
        for (int s = 0; s < 3; s++)
        {
            Assert.Equal(next[0][s], said[s], 1e-12);
            Assert.Equal(Enumerable.Range(0, 3).Sum(b => next[0][b] * next[b][s]), said[3 + s], 1e-12);
        }
        // a step that was not observed is a step like any other
        Assert.Equal(said[3..6], Of(Numbers, 1).Forecast("markov1", [2, 0, -1], 1));
    }

    [Fact]
    public void AChainOfSecondOrderKnowsWhatOneOfFirstOrderCannot()
    {
        int[] pairs = [.. Enumerable.Range(0, 200).Select(t => t / 2 % 2)]; // 0 0 1 1 0 0 1 1
        SymbolBaselines baselines = Of(pairs, 1, symbols: 2);
        Assert.Equal(0.5, baselines.Forecast("markov1", [1, 0], 1)[0], 0.02);
        double[] said = baselines.Forecast("markov2", [1, 0], 4);
        Assert.All([said[0], said[3], said[5], said[6]], p => Assert.True(p > 0.9)); // 0, 1, 1, 0
    }

    [Theory]
    [InlineData("abcabcabcabcabcabcabcabcabcabc", 3)]
    [InlineData("aabbaabbaabbaabbaabbaabbaabbaabb", 4)]
    [InlineData("aaaaaaaaaabbbbbbbbbbbbbbbbbbbbbb", 1)]
    public void TheSeasonIsTheLagAtWhichSymbolsAgreeMost(string text, int season)
    {
        SymbolSeries series = SymbolSamples.Of(text);
        Assert.Equal(season, SymbolSeason.Of(Frequency.Index, series.Numbers, series.Vocabulary.Count));
    }

    private static SymbolBaselines Of(int[] numbers, int season, int symbols = 3) => new(SymbolStatistics.Of([numbers], symbols, season, 5), season);
}
