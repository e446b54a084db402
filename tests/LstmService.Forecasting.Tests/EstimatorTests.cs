using System.Globalization;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Tests;

public class EstimatorTests
{
    private static readonly double[] Levels = [80, 95];
    private static readonly TrainingOptions Quick = new() { Members = 2, Epochs = 5 };

    [Fact]
    public void DefaultsOnAirlinePassengersBeatEveryBaselineAndTheTutorial()
    {
        TrainedModel model = Train(Samples.Airline(96), new());
        Assert.True(model.Evaluation.BeatsBaseline);
        Assert.True(OneStepRmse(model.Predictor, 96) < 25, $"RMSE was {OneStepRmse(model.Predictor, 96)}");
        Assert.Equal(5, model.Evaluation.Baselines.Count);
        Assert.NotNull(model.Evaluation.Train);
        Assert.NotNull(model.Evaluation.Test!.Coverage);
        Assert.Equal(12, model.Predictor.Horizon);
    }

    /// <summary>The well-known tutorial reports a train RMSE of 22.9 and a test RMSE of 47.5 for this network.</summary>
    [Fact]
    public void TheTutorialsNetworkGivesTheTutorialsErrors()
    {
        TrainingOptions tutorial = new()
        {
            Hidden = 4,
            Layers = 1,
            Lookback = 1,
            Scaling = "minMax",
            Seasonality = "none",
            Members = 1,
            Epochs = 100,
            Batch = 1,
            LearningRate = 0.001,
            Loss = "squared",
        };
        List<double> tests = [];
        for (int seed = 1; seed <= 5; seed++)
        {
            TrainedModel model = Train(Samples.Airline(96), tutorial with { Seed = seed });
            tests.Add(OneStepRmse(model.Predictor, 96));
            Assert.InRange(model.Evaluation.Train!.Rmse, 20, 28);
            Assert.InRange(tests[^1], 42, 65);
            Assert.Equal("mean", model.Predictor.PointForecast);
        }
        Assert.InRange(tests.Order().ElementAt(2), 45, 60);
    }

    [Fact]
    public void TheSameRequestGivesTheSameBytesWhateverTheNumberOfCores()
    {
        byte[] one = Bytes(Estimator.Train(new([Samples.Airline()], 12, Levels, Quick), 1, null, default).Predictor);
        byte[] three = Bytes(Estimator.Train(new([Samples.Airline()], 12, Levels, Quick), 3, null, default).Predictor);
        byte[] other = Bytes(Estimator.Train(new([Samples.Airline()], 12, Levels, Quick with { Seed = 2 }), 3, null, default).Predictor);
        Assert.Equal(one, three);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData("pinball")]
    [InlineData("squared")]
    [InlineData("absolute")]
    public void EveryLossTrainsAndItsForecastsAreFiniteAndDoNotCross(string loss)
    {
        TrainedModel model = Train(Samples.Airline(), Quick with { Loss = loss });
        AssertSound(model.Predictor.Forecast(Samples.Airline(), 30, [50, 80, 95, 99]), 30);
    }

    public static TheoryData<string, TrainingOptions> Networks => new()
    {
        { "peephole", new() { Cell = "peephole" } },
        { "coupled", new() { Cell = "coupled" } },
        { "gru", new() { Cell = "gru" } },
        { "rnn", new() { Cell = "rnn" } },
        { "stacked residual dilated", new() { Layers = 3, Residual = true, Dilations = "1,2,4" } },
        { "dropout", new() { Layers = 2, Dropout = 0.2, RecurrentDropout = 0.1 } },
        { "bidirectional", new() { Bidirectional = true, Layers = 2 } },
        { "encoder-decoder", new() { Architecture = "encoderDecoder" } },
        { "encoder-decoder with attention", new() { Architecture = "encoderDecoder", Attention = "additive", Cell = "gru" } },
        { "encoder-decoder, both ways", new() { Architecture = "encoderDecoder", Bidirectional = true, Attention = "additive" } },
        { "encoder-decoder, squared, minMax", new() { Architecture = "encoderDecoder", Loss = "squared", Scaling = "minMax" } },
        { "huber", new() { Loss = "huber" } },
        { "gaussian", new() { Loss = "gaussian" } },
        { "studentT", new() { Loss = "studentT" } },
        { "decoder with studentT", new() { Loss = "studentT", Architecture = "encoderDecoder" } },
        { "momentum, one cycle, warm-up, decay", new() { Optimizer = "momentum", Schedule = "oneCycle", WarmupSteps = 10, WeightDecay = 0.01 } },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void EveryNetworkTrainsRepeatsItsBytesAndForecastsTheSameAfterLoading(string name, TrainingOptions options)
    {
        options = options with { Members = 1, Epochs = 10, Hidden = 8 };
        TrainedModel model = Train(Samples.Airline(), options);
        byte[] bytes = Bytes(model.Predictor);
        Assert.Equal(bytes, Bytes(Train(Samples.Airline(), options).Predictor));
        Forecast forecast = model.Predictor.Forecast(Samples.Airline(), 20, Levels);
        AssertSound(forecast, 20);
        Assert.Equal(Text(forecast), Text(Predictor.Load(new MemoryStream(bytes)).Forecast(Samples.Airline(), 20, Levels)));
        Assert.All(forecast.Points, p => Assert.True(p.Value is > 200 and < 1200, $"{name} forecast {p.Value}"));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("minMax")]
    [InlineData("standard")]
    [InlineData("none")]
    public void EveryScalingTrains(string scaling) =>
        AssertSound(Train(Samples.Airline(), Quick with { Scaling = scaling }).Predictor.Forecast(Samples.Airline(), 12, Levels), 12);

    [Theory]
    [InlineData(1e-9, 0)]
    [InlineData(1e12, 0)]
    [InlineData(1, -1000)]
    [InlineData(1e140, 0)]
    public void AnyUnitAndLevelIsForecastInItsOwn(double unit, double shift)
    {
        TimeSeries series = Samples.Airline() with { Values = [.. Samples.AirPassengers.Select(v => (v + shift) * unit)] };
        Forecast forecast = Train(series, Quick).Predictor.Forecast(series, 12, Levels);
        AssertSound(forecast, 12);
        double last = series.Values[^1], spread = 400 * unit;
        Assert.All(forecast.Points, p => Assert.InRange(p.Value, last - spread, last + spread));
    }

    [Theory]
    [InlineData(1e-9, false)]
    [InlineData(1e12, false)]
    [InlineData(1e-9, true)]
    [InlineData(1e12, true)]
    public void TheSameSeriesInAnotherUnitIsForecastTheSameInThatUnit(double unit, bool signed)
    {
        double[] values = signed ? [.. Samples.AirPassengers.Select((v, t) => v - 2.5 * t)] : Samples.AirPassengers;
        TimeSeries plain = Samples.Airline() with { Values = values }, scaled = plain with { Values = [.. values.Select(v => v * unit)] };
        Forecast expected = Train(plain, Quick).Predictor.Forecast(plain, 12, Levels), actual = Train(scaled, Quick).Predictor.Forecast(scaled, 12, Levels);
        Assert.All(expected.Points.Zip(actual.Points), p => Assert.Equal(p.First.Value, p.Second.Value / unit, 1e-3 * Math.Abs(p.First.Value)));
    }

    [Fact]
    public void IntervalsWidenWithEveryBlockBeyondTheTrainedHorizon()
    {
        Forecast forecast = Train(Samples.Airline(), Quick).Predictor.Forecast(Samples.Airline(), 48, Levels);
        double[] ratio = [.. forecast.Points.Select(p => p.Intervals["80"].Upper / p.Intervals["80"].Lower)];
        Assert.True(ratio[47] > ratio[23] && ratio[23] > ratio[11] && ratio[11] >= ratio[0]);
    }

    [Fact]
    public void TimesContinueTheCalendar()
    {
        Forecast forecast = Train(Samples.Airline(), Quick).Predictor.Forecast(Samples.Airline(), 2, Levels);
        Assert.Equal("1960-12-01", forecast.Origin);
        Assert.Equal(["1961-01-01", "1961-02-01"], forecast.Points.Select(p => p.Time));
    }

    [Fact]
    public void OnePointIsRepeatedAndSaysSo()
    {
        TrainedModel model = Train(Samples.Indexed(42), new());
        Forecast forecast = model.Predictor.Forecast(Samples.Indexed(42), 3, Levels);
        Assert.All(forecast.Points, p => Assert.Equal(42, p.Value, 9));
        Assert.False(model.Evaluation.BeatsBaseline);
        Assert.Contains(model.Choices, c => c.StartsWith("one point", StringComparison.Ordinal));
        Assert.False(model.Predictor.Composition.ContainsKey("lstm"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-3)]
    public void AConstantIsRepeatedAndSaysSo(double value)
    {
        TimeSeries constant = Samples.Indexed([.. Enumerable.Repeat(value, 60)]);
        TrainedModel model = Train(constant, new());
        Assert.All(model.Predictor.Forecast(constant, 5, Levels).Points, p => Assert.Equal(value, p.Value, 9));
        Assert.Contains(model.Choices, c => c.StartsWith("constant", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(20)]
    public void AVeryShortSeriesIsForecast(int points)
    {
        TimeSeries series = Samples.Airline(points);
        AssertSound(Train(series, new()).Predictor.Forecast(series, 12, Levels), 12);
    }

    [Fact]
    public void MissingValuesAreNoObstacle()
    {
        TimeSeries series = Samples.Airline() with { Values = [.. Samples.AirPassengers.Select((v, t) => t % 7 == 3 || t is > 60 and < 75 or > 140 ? double.NaN : v)] };
        Forecast forecast = Train(series, Quick).Predictor.Forecast(series, 12, Levels);
        AssertSound(forecast, 12);
        Assert.Equal("1960-09-01", forecast.Origin);
        Assert.Equal("1960-10-01", forecast.Points[0].Time);
    }

    [Fact]
    public void SeriesOfUnequalLengthShareOneModelAndAnUnseenOneIsForecast()
    {
        TimeAxis axis = TimeAxis.FromIndex(Frequency.Monthly);
        TimeSeries[] series = [.. Enumerable.Range(0, 12).Select(i => new TimeSeries($"s{i}", axis, Samples.Seasonal(30 + 10 * i, 12, 3, (ulong)i)))];
        TrainedModel model = Estimator.Train(new(series, 12, Levels, Quick), 2, null, default);
        foreach (TimeSeries s in series) AssertSound(model.Predictor.Forecast(s, 12, Levels), 12);
        AssertSound(model.Predictor.Forecast(new("new", axis, Samples.Seasonal(50, 12, 3, 99)), 12, Levels), 12);
    }

    [Fact]
    public void EarlyStoppingHoldsTheLastHorizonBackAndStillForecasts() =>
        AssertSound(Train(Samples.Airline(), new() { Members = 1, Epochs = 40, Patience = 3 }).Predictor.Forecast(Samples.Airline(), 12, Levels), 12);

    [Fact]
    public void ProgressReachesTheWholeAndCancellationEndsIt()
    {
        List<TrainingProgress> seen = [];
        Estimator.Train(new([Samples.Airline()], 12, Levels, Quick), 2, new Collector(seen.Add), default);
        Assert.Equal(seen.Select(p => p.Done).Order(), seen.Select(p => p.Done));
        Assert.Contains(seen, p => p is { Stage: "training", TrainLoss: not null });
        Assert.Contains(seen, p => p.Stage == "backtesting");

        using CancellationTokenSource cancel = new();
        Assert.Throws<OperationCanceledException>(() => Estimator.Train(
            new([Samples.Airline()], 12, Levels, new() { Epochs = 10_000 }), 2, new Collector(p => { if (p.Epoch > 3) cancel.Cancel(); }), cancel.Token));
    }

    [Fact]
    public void ASavedPredictorForecastsTheSame()
    {
        Predictor predictor = Train(Samples.Airline(), Quick).Predictor;
        Predictor loaded = Predictor.Load(new MemoryStream(Bytes(predictor)));
        string expected = Text(predictor.Forecast(Samples.Airline(), 24, Levels));
        Assert.Equal(expected, Text(loaded.Forecast(Samples.Airline(), 24, Levels)));
        Assert.Equal(predictor.Horizon, loaded.Horizon);
        Assert.Equal(predictor.Frequency, loaded.Frequency);
    }

    [Fact]
    public void ADamagedOrForeignFileIsRefused()
    {
        byte[] bytes = Bytes(Train(Samples.Airline(), Quick).Predictor);
        Assert.Throws<InvalidModelException>(() => Predictor.Load(new MemoryStream([])));
        Assert.Throws<InvalidModelException>(() => Predictor.Load(new MemoryStream([.. "no model at all, only text"u8])));
        Assert.Throws<InvalidModelException>(() => Predictor.Load(new MemoryStream(bytes[..^1])));
        for (int at = 0; at < bytes.Length; at += bytes.Length / 97)
        {
            byte[] flipped = [.. bytes];
            flipped[at] ^= 0x10;
            Assert.Throws<InvalidModelException>(() => Predictor.Load(new MemoryStream(flipped)));
        }
    }

    [Fact]
    public async Task ManyThreadsGetTheSameForecast()
    {
        Predictor predictor = Train(Samples.Airline(), Quick).Predictor;
        string expected = Text(predictor.Forecast(Samples.Airline(), 12, Levels));
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Text(predictor.Forecast(Samples.Airline(), 12, Levels)))));
        Assert.All(answers, a => Assert.Equal(expected, a));
    }

    [Fact]
    public void An_answer_has_the_levels_it_was_asked_for_whatever_was_asked_before()
    {
        Predictor predictor = Train(Samples.Airline(), Quick).Predictor;
        foreach (double[] levels in (double[][])[[80], [95, 80], [80], [50], [80, 80]])
        {
            ForecastPoint point = predictor.Forecast(Samples.Airline(), 1, levels).Points[0];
            Assert.Equal(levels.Distinct().Order(), point.Intervals.Keys.Select(key => double.Parse(key, CultureInfo.InvariantCulture)));
            Assert.Equal(2 * levels.Distinct().Count() + 1, point.Quantiles.Count);
            Assert.Equal(point.Value, point.Quantiles["0.5"]);
            foreach (double level in levels)
                Assert.Equal(point.Intervals[$"{level}"], new(point.Quantiles[$"{0.5 - level / 200:0.###}"], point.Quantiles[$"{0.5 + level / 200:0.###}"]));
        }
    }

    private static TrainedModel Train(TimeSeries series, TrainingOptions options) =>
        Estimator.Train(new([series], null, null, options), 2, null, default);

    private static double OneStepRmse(Predictor predictor, int from)
    {
        double squares = 0;
        for (int t = from; t < 144; t++)
            squares += Math.Pow(predictor.Forecast(Samples.Airline(t), 1, Levels).Points[0].Value - Samples.AirPassengers[t], 2);
        return Math.Sqrt(squares / (144 - from));
    }

    private static void AssertSound(Forecast forecast, int horizon)
    {
        Assert.Equal(horizon, forecast.Points.Count);
        foreach (ForecastPoint point in forecast.Points)
        {
            Assert.True(double.IsFinite(point.Value));
            double[] quantiles = [.. point.Quantiles.Values];
            Assert.All(quantiles, q => Assert.True(double.IsFinite(q)));
            Assert.Equal(quantiles.Order(), quantiles);
            Assert.All(point.Intervals.Values, i => Assert.True(i.Lower <= point.Value && point.Value <= i.Upper));
        }
    }

    private static byte[] Bytes(Predictor predictor)
    {
        using MemoryStream stream = new();
        predictor.Save(stream);
        return stream.ToArray();
    }

    private static string Text(Forecast forecast) => System.Text.Json.JsonSerializer.Serialize(forecast);

    private sealed class Collector(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
