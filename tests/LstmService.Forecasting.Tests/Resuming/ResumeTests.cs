using System.Text.Json;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Resuming;

namespace LstmService.Forecasting.Tests.Resuming;

/// <summary>A training that was broken off and taken up again gives the bytes of one that was not.</summary>
public class ResumeTests
{
    private static readonly TrainingOptions Options = new() { Members = 2, Epochs = 8, Hidden = 6 };

    public static TheoryData<TrainingOptions, bool> Kinds => new()
    {
        { Options, false },
        { Options with { Patience = 2, Epochs = 20 }, false },
        { Options with { Scaling = "minMax", Loss = "squared", Optimizer = "momentum" }, false },
        { Options with { Hidden = null }, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TakingUpAtAnyPlaceGivesTheBytesOfAnUnbrokenTraining(TrainingOptions options, bool search)
    {
        TrainingRequest request = Request(options, search);
        List<byte[]> states = [];
        byte[] unbroken = Trainings.Bytes(Estimator.Train(request, new() { Cores = 2, Keeping = new() { Save = states.Add } }, default));
        Assert.Equal(unbroken, Trainings.Bytes(Estimator.Train(request, new() { Cores = 1 }, default)));
        Assert.True(states.Count >= 4, $"only {states.Count} states were saved");
        foreach (int at in (int[])[0, 1, states.Count / 3, states.Count / 2, states.Count - 2, states.Count - 1])
        {
            List<string> notes = [];
            TrainedModel resumed = Estimator.Train(
                request, new() { Cores = 2, Keeping = new() { From = states[at], Note = notes.Add } }, default);
            Assert.Empty(notes);
            Assert.Equal(unbroken, Trainings.Bytes(resumed));
        }
    }

    [Fact]
    public void WhatIsDoneIsNotRepeated()
    {
        TrainingRequest request = Request(Options, search: true);
        List<byte[]> states = [];
        Estimator.Train(request, new() { Keeping = new() { Save = states.Add } }, default);
        List<TrainingProgress> seen = [];
        Estimator.Train(request, new() { Progress = new Collector(seen.Add), Keeping = new() { From = states[^1] } }, default);
        Assert.DoesNotContain(seen, p => p.Stage is "searching" or "training" or "backtesting");
    }

    [Fact]
    public void ProgressGoesOnWhereItWas()
    {
        TrainingRequest request = Request(Options with { Epochs = 20 }, search: false);
        List<byte[]> states = [];
        Estimator.Train(request, new() { Keeping = new() { Save = states.Add } }, default);
        List<TrainingProgress> seen = [];
        Estimator.Train(request, new() { Progress = new Collector(seen.Add), Keeping = new() { From = states[states.Count / 2] } }, default);
        TrainingProgress first = seen.First(p => p.Epoch > 0);
        Assert.True(first.Epoch > first.Epochs / 3, $"it began again at {first.Epoch} of {first.Epochs}");
    }

    [Fact]
    public void TheStateOfAnotherTrainingAndADamagedOneAreLeftAloneAndSaidSo()
    {
        TrainingRequest request = Request(Options, search: false);
        List<byte[]> states = [];
        byte[] unbroken = Trainings.Bytes(Estimator.Train(request, new() { Keeping = new() { Save = states.Add } }, default));
        byte[] damaged = [.. states[^1]];
        damaged[damaged.Length / 2] ^= 1;
        TrainingRequest[] others =
        [
            request with { Options = Options with { Seed = 2 } },
            request with { Series = [Samples.Airline(143)] },
            request with { Horizon = 6 },
            request with { Search = Request(Options, search: true).Search },
        ];
        foreach (TrainingRequest other in others) Assert.Contains("other data", Note(other, states[^1]), StringComparison.Ordinal);
        Assert.Contains("damaged", Note(request, damaged), StringComparison.Ordinal);
        Assert.Contains("damaged", Note(request, []), StringComparison.Ordinal);

        string Note(TrainingRequest of, byte[] from)
        {
            List<string> notes = [];
            TrainedModel model = Estimator.Train(of, new() { Cores = 2, Keeping = new() { From = from, Note = notes.Add } }, default);
            if (of == request) Assert.Equal(unbroken, Trainings.Bytes(model));
            return Assert.Single(notes);
        }
    }

    [Fact]
    public void NothingIsSavedUnlessItIsDue()
    {
        int asked = 0, saved = 0;
        Keeping keeping = new() { IsDue = () => ++asked % 3 == 0, Save = _ => saved++ };
        Estimator.Train(Request(Options, search: false), new() { Cores = 2, Keeping = keeping }, default);
        Assert.True(asked >= 4);
        Assert.Equal(asked / 3, saved);
    }

    private static TrainingRequest Request(TrainingOptions options, bool search) => new([Samples.Airline()], 12, [80, 95], options)
    {
        Search = search
            ? new("halving", [new("learningRate", [.. new[] { 0.001, 0.003, 0.01, 0.03 }.Select(v => JsonSerializer.SerializeToElement(v))], null)], "mase", null, 1)
            : null,
    };
}
