using LstmService.Forecasting.Options;
using LstmService.Forecasting.Symbols;
using Xunit.Abstractions;

namespace LstmService.Forecasting.Tests.Symbols;

public class SymbolEstimatorTests(ITestOutputHelper output)
{
    [Fact]
    public void AWeekOfShiftsIsForecastByItsSeason()
    {
        TrainedSymbolModel model = Train(SymbolSamples.Shifts(400, 1), 7);
        Assert.Equal(7, model.Predictor.Plan.Season);
        SymbolForecast forecast = model.Predictor.Forecast(SymbolSamples.Of(SymbolSamples.Shifts(400, 1)), 14);
        Assert.Equal(string.Concat(Enumerable.Range(400, 14).Select(t => "eellnoo"[t % 7])), string.Concat(forecast.Points.Select(p => p.Value)));
        Assert.All(forecast.Points, point => Assert.InRange(point.Probabilities.Values.Max(), 0.4, 0.98)); // 0.925 by its law; less where the week before was odd
        Assert.All(forecast.Points, point => Assert.Equal(1, point.Probabilities.Values.Sum(), 1e-9));
        Assert.InRange(model.Evaluation.Test!.LogLoss, 0, 1.05 * model.Evaluation.Baselines[model.Evaluation.BestBaseline!].LogLoss);
    }

    [Fact]
    public void ASeasonLongerThanTheWindowIsReadOneSeasonBack()
    {
        Engine.Xoshiro256 random = new(7);
        char[] season = [.. Enumerable.Range(0, 50).Select(_ => "abcd"[random.NextInt(4)])];
        string text = string.Concat(Enumerable.Range(0, 500).Select(t => random.NextInt(20) == 0 ? 'a' : season[t % 50]));
        TrainingOptions options = new() { Lookback = 2, Seasonality = "50" };
        TrainedSymbolModel model = SymbolEstimator.Train(new([SymbolSamples.Of(text)], 60, options), 2, null, default);
        Assert.InRange(model.Evaluation.LstmAlone!.LogLoss, 0, 0.8); // two symbols alone leave about 1.3
        Assert.InRange(model.Evaluation.LstmAlone.HitRate, 0.75, 1);
    }

    [Fact]
    public void WeatherThatDependsOnTodayAloneIsForecastNoWorseThanByAMarkovChain()
    {
        TrainedSymbolModel model = Train(SymbolSamples.Weather(800, 2), 5);
        SymbolAccuracy chain = model.Evaluation.Baselines["markov1"];
        Assert.InRange(model.Evaluation.Test!.LogLoss, 0, 1.01 * chain.LogLoss);
        Assert.InRange(model.Evaluation.LstmAlone!.LogLoss, 0, 1.1 * chain.LogLoss);
        Assert.False(model.Evaluation.BeatsBaseline); // the chain is the law itself
    }

    [Fact]
    public void AGrammarWithAMemoryIsForecastFarBetterThanByMarkovChains()
    {
        TrainedSymbolModel model = Train(SymbolSamples.Reber(4000, 3), 1);
        double best = model.Evaluation.Baselines[model.Evaluation.BestBaseline!].LogLoss;
        Assert.InRange(model.Evaluation.Test!.LogLoss, 0, 0.8 * best);
        Assert.True(model.Evaluation.BeatsBaseline, model.Evaluation.Verdict);
    }

    [Fact]
    public void TheSameRequestGivesTheSameModelWhateverTheCores()
    {
        TrainingOptions options = new() { Epochs = 2, Hidden = 8 };
        SymbolRequest request = new([SymbolSamples.Of(SymbolSamples.Weather(200, 4))], 4, options);
        byte[] one = Bytes(SymbolEstimator.Train(request, 1, null, default).Predictor), two = Bytes(SymbolEstimator.Train(request, 2, null, default).Predictor);
        Assert.Equal(one, two);
    }

    [Fact]
    public void APredictorThatWasSavedAnswersTheSame()
    {
        SymbolSeries series = SymbolSamples.Of(SymbolSamples.Shifts(120, 5));
        SymbolPredictor made = SymbolEstimator.Train(new([series], 6, new() { Epochs = 2, Dilations = "2" }), 2, null, default).Predictor;
        SymbolPredictor read = SymbolPredictor.Load(new MemoryStream(Bytes(made)));
        Assert.Equal(made.Forecast(series, 6).Points.SelectMany(p => p.Probabilities.Values), read.Forecast(series, 6).Points.SelectMany(p => p.Probabilities.Values));
        Assert.Throws<InvalidModelException>(() => Predictor.Load(new MemoryStream(Bytes(made))));
        byte[] damaged = Bytes(made);
        damaged[200] ^= 1;
        Assert.Throws<InvalidModelException>(() => SymbolPredictor.Load(new MemoryStream(damaged)));
    }

    [Fact]
    public void MissingSymbolsAreReadAndForecastAround()
    {
        SymbolSeries whole = SymbolSamples.Of(SymbolSamples.Shifts(400, 6));
        int[] gaps = [.. whole.Numbers.Select((n, t) => t % 9 == 0 && t > 0 ? Vocabulary.Missing : n)];
        SymbolPredictor predictor = SymbolEstimator.Train(new([whole with { Numbers = gaps }], 7, new() { Epochs = 10 }), 2, null, default).Predictor;
        SymbolForecast forecast = predictor.Forecast(whole with { Numbers = [.. gaps[..399], Vocabulary.Missing] }, 3);
        Assert.Equal("398", forecast.Origin);
        Assert.Equal(["399", "400", "401"], forecast.Points.Select(p => p.Time));
        Assert.Equal(["e", "e", "l"], forecast.Points.Select(p => p.Value));
    }

    [Fact]
    public void ASymbolTheTrainingNeverSawIsNamed()
    {
        SymbolPredictor predictor = SymbolEstimator.Train(new([SymbolSamples.Of("ababababababab")], 2, new() { Epochs = 1 }), 1, null, default).Predictor;
        UnknownSymbolException refusal = Assert.Throws<UnknownSymbolException>(() => predictor.Forecast(SymbolSamples.Of("abz"), 1));
        Assert.Contains("'z'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("a", predictor.Forecast(SymbolSamples.Of("bbb"), 1).Points[0].Value); // an own vocabulary, other numbers
    }

    [Theory]
    [InlineData("a", "one symbol")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "one symbol")]
    [InlineData("abcab", "fewer than 8 points")]
    public void WhatTeachesNothingIsAnsweredByABaseline(string text, string why)
    {
        TrainedSymbolModel model = SymbolEstimator.Train(new([SymbolSamples.Of(text)], 2, new()), 1, null, default);
        Assert.Contains(model.Choices, choice => choice.Contains(why, StringComparison.Ordinal));
        Assert.Equal(1, model.Predictor.Composition["markov1"]);
        Assert.Equal(1, model.Predictor.Forecast(SymbolSamples.Of(text), 2).Points[1].Probabilities.Values.Sum(), 1e-9);
    }

    private TrainedSymbolModel Train(string text, int horizon)
    {
        System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
        TrainedSymbolModel model = SymbolEstimator.Train(new([SymbolSamples.Of(text)], horizon, new()), 2, null, default);
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s");
        output.WriteLine(model.Evaluation.Verdict);
        output.WriteLine($"test {model.Evaluation.Test}\nalone {model.Evaluation.LstmAlone}");
        foreach ((string name, SymbolAccuracy accuracy) in model.Evaluation.Baselines) output.WriteLine($"{name} {accuracy}");
        foreach (string choice in model.Choices) output.WriteLine(choice);
        return model;
    }

    private static byte[] Bytes(SymbolPredictor predictor)
    {
        using MemoryStream stream = new();
        predictor.Save(stream);
        return stream.ToArray();
    }
}
