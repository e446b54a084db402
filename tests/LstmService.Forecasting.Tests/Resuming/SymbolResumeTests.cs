using LstmService.Forecasting.Options;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Tests.Symbols;

namespace LstmService.Forecasting.Tests.Resuming;

/// <summary>The same of trainings on symbols.</summary>
public class SymbolResumeTests
{
    private static readonly SymbolRequest Request = Of(new() { Members = 2, Epochs = 8, Hidden = 6 });

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void TakingUpAtAnyPlaceGivesTheBytesOfAnUnbrokenTraining(int patience)
    {
        SymbolRequest request = Of(Request.Options with { Patience = patience, Epochs = patience > 0 ? 20 : 8 });
        List<byte[]> states = [];
        byte[] unbroken = Bytes(SymbolEstimator.Train(request, new() { Cores = 2, Keeping = new() { Save = states.Add } }, default));
        Assert.Equal(unbroken, Bytes(SymbolEstimator.Train(request, 1, null, default)));
        Assert.True(states.Count >= 4, $"only {states.Count} states were saved");
        foreach (byte[] state in states)
        {
            List<string> notes = [];
            Assert.Equal(unbroken, Bytes(SymbolEstimator.Train(request, new() { Cores = 2, Keeping = new() { From = state, Note = notes.Add } }, default)));
            Assert.Empty(notes);
        }
    }

    [Fact]
    public void WhatIsDoneIsNotRepeated()
    {
        List<byte[]> states = [];
        SymbolEstimator.Train(Request, new() { Keeping = new() { Save = states.Add } }, default);
        List<TrainingProgress> seen = [];
        SymbolEstimator.Train(Request, new() { Progress = new Collector(seen.Add), Keeping = new() { From = states[^1] } }, default);
        Assert.DoesNotContain(seen, p => p.Stage is "training" or "backtesting");
    }

    [Fact]
    public void TheStateOfAnotherTrainingIsLeftAloneAndSaidSo()
    {
        List<byte[]> states = [];
        SymbolEstimator.Train(Request, new() { Keeping = new() { Save = states.Add } }, default);
        SymbolRequest[] others =
        [
            Of(Request.Options with { Seed = 2 }),
            Request with { Horizon = 3 },
            Request with { Series = [SymbolSamples.Of(SymbolSamples.Weather(200, 5))] },
            Request with { Series = [Request.Series[0] with { Vocabulary = new(["x", "y", "z"]) }] },
        ];
        foreach (SymbolRequest other in others)
        {
            List<string> notes = [];
            SymbolEstimator.Train(other, new() { Keeping = new() { From = states[^1], Note = notes.Add } }, default);
            Assert.Contains("other data", Assert.Single(notes), StringComparison.Ordinal);
        }
    }

    private static SymbolRequest Of(TrainingOptions options) => new([SymbolSamples.Of(SymbolSamples.Weather(200, 4))], 4, options);

    private static byte[] Bytes(TrainedSymbolModel model)
    {
        using MemoryStream stream = new();
        model.Predictor.Save(stream);
        return stream.ToArray();
    }
}
