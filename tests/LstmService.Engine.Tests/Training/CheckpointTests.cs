using LstmService.Engine.Training;

namespace LstmService.Engine.Tests.Training;

/// <summary>A training that is broken off and goes on elsewhere ends with the bits of one that was not.</summary>
public sealed class CheckpointTests
{
    private static readonly NetworkSpec s_spec = new() { Hidden = 9, RecurrentDropout = 0.2, Head = new LinearHeadSpec(2) };

    private static readonly TrainerOptions s_options = new()
    {
        Epochs = 6,
        LearningRate = 1e-2,
        Schedule = LearningRateSchedule.OneCycle,
        WeightDecay = 0.01,
        AverageDecay = 0.9,
        Patience = 3,
        Seed = 5,
    };

    public static TheoryData<TrainerOptions> Options =>
    [
        s_options, s_options with { AverageDecay = 0 }, s_options with { Patience = 0 },
        s_options with { Optimizer = OptimizerKind.Momentum, LearningRate = 0.05 },
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public void ResumingAtEveryEpochGivesTheBitsOfAnUnbrokenRun(TrainerOptions options) =>
        CheckEveryEpoch(options, () => new SineSource(s_spec, 2), new SineSource(s_spec, 2, seed: 9));

    [Fact]
    public void EarlyStoppingStopsInTheSameEpochWithTheSameBits()
    {
        var worsening = new NegatedSource(new SineSource(s_spec, 2, seed: 5));
        TrainingResult result = CheckEveryEpoch(s_options with { Epochs = 30 }, () => new SineSource(s_spec, 2), worsening);
        Assert.Equal(TrainingOutcome.EarlyStopped, result.Outcome);
    }

    [Fact]
    public void ALowerRateAfterALossThatWasNoNumberIsRemembered()
    {
        // The second epoch is spoiled once: a run that goes on after it keeps the lower rate.
        var unbroken = new List<TrainingCheckpoint>();
        float[] expected = Run(s_options, new PoisonedSource(new SineSource(s_spec, 2), 1, 1), null, unbroken.Add).Weights;
        float[] resumed = Run(s_options, new SineSource(s_spec, 2), unbroken[2], null).Weights;
        Assert.Equal(expected, resumed);
        Assert.NotEqual(expected, Run(s_options, new SineSource(s_spec, 2), null, null).Weights);
    }

    [Fact]
    public void CheckpointsComeEverySoManyEpochsAndAtTheEnd()
    {
        var epochs = new List<int>();
        var checkpointing = new Checkpointing { EveryEpochs = 2, Save = checkpoint => epochs.Add(checkpoint.Epoch) };
        Trainer.Train(
            new Network<float>(s_spec, 1), new SquaredLoss<float>(), new SineSource(s_spec, 2), null,
            new() { Epochs = 5 }, checkpointing);
        Assert.Equal([2, 4, 5], epochs);
        Assert.Throws<ArgumentException>(() => Trainer.Train(
            new Network<float>(s_spec, 1), new SquaredLoss<float>(), new SineSource(s_spec, 2), null,
            new() { Epochs = 5 }, checkpointing with { EveryEpochs = 0 }));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void ATrainingThatPausesEndsWithTheBitsOfOneThatDoesNot(TrainerOptions options)
    {
        (float[] expected, TrainingResult unbroken) = Run(options, new SineSource(s_spec, 2), null, null);
        TrainingCheckpoint? last = null;
        foreach (int pause in (int[])[1, 4])
        {
            var network = new Network<float>(s_spec, 1);
            TrainingResult paused = Trainer.Train(
                network, new SquaredLoss<float>(), new SineSource(s_spec, 2), new SineSource(s_spec, 2, seed: 9), options,
                new Checkpointing { EveryEpochs = 100, PauseAfter = pause, Save = saved => last = saved, ResumeFrom = last });
            Assert.Equal((TrainingOutcome.Paused, pause, pause), (paused.Outcome, paused.Epochs.Count, last!.Epoch));
            Assert.NotEqual(expected, network.Parameters.ToArray());
        }
        (float[] resumed, TrainingResult result) = Run(options, new SineSource(s_spec, 2), last, null);
        Assert.Equal(expected, resumed);
        Assert.Equal(unbroken.Epochs, result.Epochs);
    }

    [Fact]
    public void ACheckpointIsReadAtAnotherVectorWidth()
    {
        TrainingCheckpoint? checkpoint = null;
        Trainer.Train(
            new Network<double>(s_spec, 1, 512), new SquaredLoss<double>(), new Zeros(), null, new() { Epochs = 1 },
            new Checkpointing { Save = saved => checkpoint = saved });
        Network<double> wide = new(s_spec, 2, 512), narrow = new(s_spec, 3, 128);
        foreach (Network<double> network in (Network<double>[])[wide, narrow])
            TrainingState.Restore(checkpoint!, network, new Optimizer<double>(network, new()), new TrainingCounters<double>());
        foreach (TensorInfo tensor in wide.Tensors)
            Assert.Equal(wide.GetTensor(tensor.Name), narrow.GetTensor(tensor.Name));
    }

    [Fact]
    public void DamagedBytesAreRefused()
    {
        byte[] bytes = Checkpoint().Bytes.ToArray();
        for (int i = 0; i < bytes.Length; i += i < 64 ? 1 : 61)
        {
            Assert.Throws<InvalidCheckpointException>(() => TrainingCheckpoint.FromBytes(bytes.AsSpan(0, i)));
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x41;
            Assert.Throws<InvalidCheckpointException>(() => TrainingCheckpoint.FromBytes(damaged));
        }
    }

    [Fact]
    public void ACheckpointOfAnotherTrainingIsRefused()
    {
        TrainingCheckpoint checkpoint = Checkpoint();
        Assert.Throws<InvalidCheckpointException>(() => Resume(s_spec with { Hidden = 8 }, s_options));
        Assert.Throws<InvalidCheckpointException>(() => Resume(s_spec with { Hidden = 10 }, s_options));
        Assert.Throws<InvalidCheckpointException>(() => Resume(s_spec, s_options with { AverageDecay = 0, Patience = 0 }));
        Assert.Throws<InvalidCheckpointException>(() => TrainingState.Restore(
            checkpoint, new Network<double>(s_spec, 1), new Optimizer<double>(new(s_spec, 1), s_options), new()));

        void Resume(NetworkSpec spec, TrainerOptions options) => Trainer.Train(
            new Network<float>(spec, 1), new SquaredLoss<float>(), new SineSource(spec, 2), new SineSource(spec, 2), options,
            new Checkpointing { ResumeFrom = checkpoint });
    }

    [Fact]
    public void AWarmStartTakesWhatFitsAndNamesWhatDoesNot()
    {
        Network<float> earlier = new(s_spec, 1), network = new(s_spec with { Head = new LinearHeadSpec(3) }, 2);
        float[] head = network.GetTensor("head.weight");
        Assert.Equal(["head.weight", "head.bias"], WarmStart.From(network, earlier));
        Assert.Equal(earlier.GetTensor("layers.0.weight_hidden"), network.GetTensor("layers.0.weight_hidden"));
        Assert.Equal(head, network.GetTensor("head.weight"));
        Assert.Empty(WarmStart.From(new Network<float>(s_spec, 3), earlier));
    }

    private static TrainingCheckpoint Checkpoint()
    {
        var all = new List<TrainingCheckpoint>();
        Run(s_options, new SineSource(s_spec, 2), null, all.Add);
        return all[1];
    }

    private static TrainingResult CheckEveryEpoch(
        TrainerOptions options, Func<IBatchSource<float>> source, IBatchSource<float> validation)
    {
        var checkpoints = new List<TrainingCheckpoint>();
        (float[] expected, TrainingResult result) = Run(options, source(), null, checkpoints.Add, validation);
        Assert.Equal(result.Epochs.Count, checkpoints.Count);
        foreach (TrainingCheckpoint checkpoint in checkpoints)
        {
            TrainingCheckpoint read = TrainingCheckpoint.FromBytes(checkpoint.Bytes.Span);
            (float[] weights, TrainingResult resumed) = Run(options, source(), read, null, validation);
            Assert.Equal(expected, weights);
            Assert.Equal(result.Epochs, resumed.Epochs);
            Assert.Equal((result.Outcome, result.BestEpoch, result.Reason), (resumed.Outcome, resumed.BestEpoch, resumed.Reason));
        }

        return result;
    }

    /// <summary>A run in a network of its own, whose starting weights a checkpoint must replace.</summary>
    private static (float[] Weights, TrainingResult Result) Run(
        TrainerOptions options, IBatchSource<float> source, TrainingCheckpoint? from, Action<TrainingCheckpoint>? save,
        IBatchSource<float>? validation = null)
    {
        var network = new Network<float>(s_spec, from is null ? 1UL : 77);
        TrainingResult result = Trainer.Train(
            network, new SquaredLoss<float>(), source, validation ?? new SineSource(s_spec, 2, seed: 9), options,
            new Checkpointing { Save = save, ResumeFrom = from });
        return (network.Parameters.ToArray(), result);
    }

    private sealed class Zeros : IBatchSource<double>
    {
        public BatchShape Shape { get; } = BatchShape.For(s_spec, 2, 3, 2);

        public int BatchesPerEpoch => 1;

        public void Fill(int epoch, int index, Batch<double> batch) => batch.Inputs[0] = 1;
    }
}
