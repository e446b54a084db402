using LstmService.Engine.Training;

namespace LstmService.Engine.Tests.Training;

/// <summary>That training learns, repeats itself, stops when it should and survives what goes wrong.</summary>
public sealed class TrainerTests
{
    private static readonly NetworkSpec s_spec = new() { Hidden = 16, Head = new LinearHeadSpec(2) };

    [Fact]
    public void ASmallTaskIsLearntToNearlyZero()
    {
        var network = new Network<float>(s_spec, 1);
        var options = new TrainerOptions { Epochs = 60, LearningRate = 1e-2, Schedule = LearningRateSchedule.Cosine };
        TrainingResult result = Train(network, options);
        Assert.Equal(TrainingOutcome.Completed, result.Outcome);
        Assert.InRange(result.Epochs[0].TrainLoss, 0.1, 1);
        Assert.InRange(result.Epochs[^1].TrainLoss, 0, 1e-4);
    }

    [Fact]
    public void MemoryAcrossTheWindowIsLearnt()
    {
        // The first input alone decides the target, so the gradient must travel through every step.
        var network = new Network<float>(s_spec with { Head = new LinearHeadSpec(1) }, 1);
        var options = new TrainerOptions { Epochs = 200, LearningRate = 1e-2, Schedule = LearningRateSchedule.Cosine };
        TrainingResult result = Trainer.Train(network, new SquaredLoss<float>(), new FirstInputSource(), null, options);
        Assert.InRange(result.Epochs[^1].TrainLoss, 0, 2e-3);
    }

    [Fact]
    public void TheSameSeedGivesTheSameBitsAlsoOnTwoThreadsAtOnce()
    {
        static float[] Run()
        {
            var network = new Network<float>(s_spec, 3);
            Train(network, new() { Epochs = 5, AverageDecay = 0.9, WeightDecay = 0.01, WarmupSteps = 3 });
            return network.Parameters.ToArray();
        }

        float[] alone = Run();
        float[][] together = new float[2][];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() => together[i] = Run()))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(alone, Run());
        Assert.All(together, parameters => Assert.Equal(alone, parameters));
    }

    [Fact]
    public void ATrainingStepAllocatesNothing()
    {
        var quantiles = new QuantileHeadSpec { Horizon = 2, Quantiles = 3, Alternatives = 2, SkipSize = 3 };
        CheckAllocatesNothing(s_spec with { Layers = 2, Head = quantiles }, new PinballLoss<float>([0.1, 0.5, 0.9]));
        CheckAllocatesNothing(s_spec, new SquaredLoss<float>());
        CheckAllocatesNothing(s_spec, new AbsoluteLoss<float>());
        CheckAllocatesNothing(s_spec, new HuberLoss<float>());
        CheckAllocatesNothing(s_spec with { Head = quantiles with { Ordered = true } }, new PinballLoss<float>([0.1, 0.5, 0.9]));
        foreach (Likelihood likelihood in Enum.GetValues<Likelihood>())
            CheckAllocatesNothing(
                s_spec with { Head = new LikelihoodHeadSpec { Horizon = 2, Likelihood = likelihood } },
                LikelihoodLoss.For<float>(likelihood), target => MathF.Abs(MathF.Round(target)));
        CheckAllocatesNothing(
            s_spec with { Head = new LinearHeadSpec(2 * 3) }, new CrossEntropyLoss<float>(3), target => MathF.Abs(MathF.Round(target)));
    }

    [Fact]
    public void ProgressIsReportedAfterEachEpochOnTheSameThread()
    {
        var seen = new Recorder();
        TrainingResult result = Trainer.Train(
            new Network<float>(s_spec, 1), new SquaredLoss<float>(), new SineSource(s_spec, 2),
            new SineSource(s_spec, 2, seed: 9), new() { Epochs = 3 }, seen);
        Assert.Equal(result.Epochs, seen.Reports);
        Assert.Equal([1, 2, 3], seen.Reports.Select(report => report.Epoch));
        Assert.All(seen.Reports, report => Assert.NotNull(report.ValidationLoss));
        Assert.All(seen.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void CancellingStopsBeforeTheNextBatch()
    {
        using var cancellation = new CancellationTokenSource();
        var source = new CountingSource(new SineSource(s_spec, 2), cancelAt: 7, cancellation);
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(
            new Network<float>(s_spec, 1), new SquaredLoss<float>(), source, null, new(), null, cancellation.Token));
        Assert.Equal(7, source.Filled);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void EarlyStoppingRestoresTheBestWeights(double averageDecay)
    {
        // The validation targets are those of other waves, turned round: the more is learnt, the worse they fit.
        var validation = new NegatedSource(new SineSource(s_spec, 2, seed: 5));
        var network = new Network<float>(s_spec, 1);
        var options = new TrainerOptions { Epochs = 50, LearningRate = 1e-2, Patience = 4, AverageDecay = averageDecay };
        TrainingResult result = Trainer.Train(network, new SquaredLoss<float>(), new SineSource(s_spec, 2), validation, options);
        Assert.Equal(TrainingOutcome.EarlyStopped, result.Outcome);
        Assert.Equal(result.BestEpoch + 4, result.Epochs.Count);
        Assert.Equal(result.Epochs.Min(epoch => epoch.ValidationLoss), result.Epochs[result.BestEpoch - 1].ValidationLoss);
        Assert.Equal(result.Epochs[result.BestEpoch - 1].ValidationLoss!.Value, ValidationLoss(network, validation), 1e-12);
    }

    [Fact]
    public void TheAverageOfTheWeightsIsWhatIsValidatedAndKept()
    {
        var validation = new SineSource(s_spec, 2, seed: 5);
        Network<float> averaged = new(s_spec, 1), plain = new(s_spec, 1);
        var options = new TrainerOptions { Epochs = 4, LearningRate = 1e-2 };
        TrainingResult result = Trainer.Train(
            averaged, new SquaredLoss<float>(), new SineSource(s_spec, 2), validation, options with { AverageDecay = 0.95 });
        TrainingResult other = Trainer.Train(plain, new SquaredLoss<float>(), new SineSource(s_spec, 2), validation, options);
        Assert.Equal(result.Epochs[^1].ValidationLoss!.Value, ValidationLoss(averaged, validation), 1e-12);
        Assert.Equal(other.Epochs[^1].ValidationLoss!.Value, ValidationLoss(plain, validation), 1e-12);
        // Averaging watches: the path of the training itself is the same.
        Assert.Equal(other.Epochs.Select(epoch => epoch.TrainLoss), result.Epochs.Select(epoch => epoch.TrainLoss));
        Assert.NotEqual(plain.GetTensor("head.bias"), averaged.GetTensor("head.bias"));
    }

    [Fact]
    public void ALossThatIsNoNumberOnceIsTriedAgainAtAQuarterOfTheRate()
    {
        var source = new PoisonedSource(new SineSource(s_spec, 2), poisonedEpoch: 2, times: 1);
        var network = new Network<float>(s_spec, 1);
        TrainingResult result = Trainer.Train(network, new SquaredLoss<float>(), source, null, new() { Epochs = 5 });
        Assert.Equal(TrainingOutcome.Completed, result.Outcome);
        Assert.Equal([1, 2, 3, 4, 5], result.Epochs.Select(epoch => epoch.Epoch));
        Assert.All(network.Parameters.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void ALossThatIsNoNumberTwiceEndsWithTheLastGoodWeights()
    {
        var source = new PoisonedSource(new SineSource(s_spec, 2), poisonedEpoch: 2, times: 2);
        Network<float> network = new(s_spec, 1), twoEpochs = new(s_spec, 1);
        TrainingResult result = Trainer.Train(network, new SquaredLoss<float>(), source, null, new() { Epochs = 5 });
        Train(twoEpochs, new() { Epochs = 2 });
        Assert.Equal(TrainingOutcome.Diverged, result.Outcome);
        Assert.Equal(2, result.Epochs.Count);
        Assert.Contains("epoch 3", result.Reason, StringComparison.Ordinal);
        Assert.Equal(twoEpochs.Parameters.ToArray(), network.Parameters.ToArray());
    }

    [Fact]
    public void AnInputThatIsNoNumberIsAResultAndNotAnException()
    {
        var source = new PoisonedSource(new SineSource(s_spec, 2), poisonedEpoch: 0, times: int.MaxValue) { PoisonInputs = true };
        TrainingResult result = Trainer.Train(new Network<float>(s_spec, 1), new SquaredLoss<float>(), source, null, new());
        Assert.Equal(TrainingOutcome.Diverged, result.Outcome);
        Assert.Equal(0, result.BestEpoch);
    }

    [Fact]
    public void OptionsNameEveryRuleTheyBreak()
    {
        var options = new TrainerOptions { Epochs = 0, LearningRate = double.NaN, Beta1 = 1, ClipNorm = -1, Patience = 3 };
        var e = Assert.Throws<ArgumentException>(() => Train(new(s_spec, 1), options));
        string[] rules =
        [
            "epochs must be 1..1000000, was 0", "learningRate must be above 0 and at most 10, was NaN",
            "beta1 must be at least 0 and below 1, was 1", "clipNorm must be at least 0 and finite, was -1",
            "patience needs a validation source, was 3 without one",
        ];
        Assert.All(rules, rule => Assert.Contains(rule, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void TheRateClimbsAndThenFollowsItsSchedule()
    {
        var constant = new TrainerOptions { LearningRate = 1, WarmupSteps = 4 };
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1], Enumerable.Range(0, 6).Select(step => constant.RateAt(step, 6)));
        TrainerOptions cosine = constant with { Schedule = LearningRateSchedule.Cosine };
        Assert.Equal(1, cosine.RateAt(4, 104));
        Assert.Equal(0.5, cosine.RateAt(54, 104), 1e-12);
        Assert.InRange(cosine.RateAt(103, 104), 0, 1e-3);
    }

    [Fact]
    public void OneCycleClimbsFromLowToItsHeightAndFallsFurtherThanItBegan()
    {
        var options = new TrainerOptions { LearningRate = 1, Schedule = LearningRateSchedule.OneCycle };
        Assert.Equal(1 / 25.0, options.RateAt(0, 100), 1e-12);
        Assert.Equal((1 + 1 / 25.0) / 2, options.RateAt(15, 100), 1e-12);
        Assert.Equal(1, options.RateAt(30, 100), 1e-12);
        Assert.Equal(1 / 250_000.0, options.RateAt(99, 100), 1e-12);
        double[] rates = [.. Enumerable.Range(0, 100).Select(step => options.RateAt(step, 100))];
        Assert.Equal(30, Array.IndexOf(rates, rates.Max()));
        Assert.All(Enumerable.Range(1, 99), step => Assert.True(step <= 30 == rates[step] > rates[step - 1]));
        Assert.Equal(1, (options with { WarmupSteps = 10 }).RateAt(10, 100), 1e-12);
        Assert.Equal(1 / 25.0, options.RateAt(0, 1), 1e-12);
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW, LearningRateSchedule.OneCycle, 2e-2)]
    [InlineData(OptimizerKind.Momentum, LearningRateSchedule.Cosine, 0.2)]
    [InlineData(OptimizerKind.Momentum, LearningRateSchedule.OneCycle, 0.3)]
    public void EveryOptimizerAndScheduleLearns(OptimizerKind optimizer, LearningRateSchedule schedule, double rate)
    {
        var options = new TrainerOptions { Epochs = 60, LearningRate = rate, Schedule = schedule, Optimizer = optimizer };
        TrainingResult result = Train(new(s_spec, 1), options);
        Assert.InRange(result.Epochs[^1].TrainLoss, 0, 1e-3);
    }

    [Fact]
    public void DropoutInTrainingFollowsTheSeed()
    {
        float[] Run(ulong seed)
        {
            var network = new Network<float>(s_spec with { RecurrentDropout = 0.3 }, 3);
            Train(network, new() { Epochs = 2, Seed = seed });
            return network.Parameters.ToArray();
        }

        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    private static void CheckAllocatesNothing(NetworkSpec spec, ILoss<float> loss, Func<float, float>? ofTarget = null)
    {
        var network = new Network<float>(spec, 1);
        var workspace = new Workspace<float>(network, 16, 12);
        var optimizer = new Optimizer<float>(network, new() { AverageDecay = 0.9 });
        Batch<float> batch = Batches.Of<float>(spec, 16, 12, 2, 1);
        for (int i = 0; ofTarget is not null && i < batch.Targets.Length; i++)
            batch.Targets[i] = ofTarget(batch.Targets[i]);
        float[] dOutputs = new float[16 * spec.Head.Outputs];
        void Step()
        {
            loss.Evaluate(network.Forward(workspace, batch), batch, dOutputs);
            network.Backward(workspace, batch, dOutputs, optimizer.Gradient);
            optimizer.Step(1e-3);
        }

        // The runtime itself allocates now and then on this thread, as when it compiles; a step that allocates does so in
        // every round.
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50; i++)
                Step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static TrainingResult Train(Network<float> network, TrainerOptions options) =>
        Trainer.Train(network, new SquaredLoss<float>(), new SineSource(s_spec, 2), null, options);

    private static double ValidationLoss(Network<float> network, IBatchSource<float> source)
    {
        var batch = new Batch<float>(source.Shape);
        var workspace = new Workspace<float>(network, batch.Count, batch.Steps);
        var loss = default(LossValue);
        for (int i = 0; i < source.BatchesPerEpoch; i++)
        {
            source.Fill(0, i, batch);
            loss += new SquaredLoss<float>().Evaluate(network.Forward(workspace, batch), batch, default);
        }

        return loss.Mean;
    }

    private sealed class Recorder : IProgress<EpochProgress>
    {
        public List<EpochProgress> Reports { get; } = [];

        public List<int> Threads { get; } = [];

        public void Report(EpochProgress value)
        {
            Reports.Add(value);
            Threads.Add(Environment.CurrentManagedThreadId);
        }
    }
}
