using LstmService.Engine.Tests.Networks;
using LstmService.Engine.Training;

namespace LstmService.Engine.Tests.Training;

/// <summary>Back-propagation through time that ends after so many steps.</summary>
public sealed class TruncationTests
{
    private static readonly NetworkSpec s_spec = new()
    {
        Hidden = 12,
        Summary = Summary.EveryStep,
        Head = new LinearHeadSpec(1) { InitialScale = 1 },
    };

    private static readonly NetworkSpec s_small = new()
    {
        InputSize = 2,
        Hidden = 4,
        Layers = 2,
        Dilations = [1, 2],
        Summary = Summary.EveryStep,
        Head = new LinearHeadSpec(2) { InitialScale = 1 },
    };

    [Theory]
    [InlineData(DelayedSource.Steps, 0)]
    [InlineData(DelayedSource.Steps, 65536)]
    [InlineData(65536, 65536)]
    public void ATruncationAtTheWholeLengthGivesTheBitsOfTheWhole(int every, int back)
    {
        NetworkSpec spec = s_spec with { Layers = 2, Dropout = 0.2, RecurrentDropout = 0.2 };
        Network<float> whole = new(spec, 1), truncated = new(spec, 1), shorter = new(spec, 1);
        var options = new TrainerOptions { Epochs = 2, Schedule = LearningRateSchedule.OneCycle };
        TrainingResult expected = Train(whole, options);
        TrainingResult actual = Train(truncated, options with { TruncateEvery = every, TruncateBack = back });
        Assert.Equal(expected.Epochs, actual.Epochs);
        Assert.Equal(whole.Parameters.ToArray(), truncated.Parameters.ToArray());
        Train(shorter, options with { TruncateEvery = DelayedSource.Steps / 2 });
        Assert.NotEqual(whole.Parameters.ToArray(), shorter.Parameters.ToArray());
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 5)]
    [InlineData(1, 4)]
    [InlineData(4, 6)]
    [InlineData(4, 8)]
    public void TheGradientOfAPieceMatchesFiniteDifferencesOfItsLossFromAFixedState(int every, int back)
    {
        const int Steps = 10;
        var network = new Network<double>(s_small, 1);
        var workspace = new Workspace<double>(network, 3, Steps);
        Batch<double> whole = Batches.Of<double>(s_small, 3, Steps, 2, 2);
        (whole.Lengths[1], whole.Lengths[2]) = (2, 7);
        Array.Fill(whole.Targets, double.NaN, 6 * 3 * 2, 3);
        ForgetPastTheEnds(whole);
        var loss = new SquaredLoss<double>();
        var pieces = new Pieces<double>(network, whole.Shape, every, back);
        for (int index = 0; index < pieces.CountOf(Steps); index++)
        {
            int fresh = index * every, first = Math.Max(0, fresh + every - back);
            Batch<double> piece = pieces.Take(whole, index);
            double[] dOutputs = new double[piece.TargetRows * 2], gradient = new double[network.ParameterCount];
            LossValue value = loss.Evaluate(network.Forward(workspace, piece, null, pieces.Carried), piece, dOutputs);
            network.Backward(workspace, piece, dOutputs, gradient);
            CarriedState<double> start = StateAfter(network, whole, first);
            double Loss() => LossOf(network, workspace, whole, (first, fresh, Math.Min(Steps, fresh + every)), start);
            Assert.Equal(Loss(), value.Mean, 1e-14);
            for (int i = 0; i < gradient.Length; i++)
                if (network.Parameters[i] != 0)
                    GradientTests.AssertRelative(
                        GradientTests.Difference(ref network.Parameters[i], Loss), gradient[i], $"piece {index}, parameter {i}");
        }
    }

    [Fact]
    public void WhatStandsPastAWindowsEndMovesNothing()
    {
        static double[] Gradient(double pastTheEnd)
        {
            var network = new Network<double>(s_small, 1);
            Batch<double> whole = Batches.Of<double>(s_small, 2, 6, 2, 2);
            whole.Lengths[1] = 3;
            for (int step = 3; step < 6; step++)
            {
                whole.InputsAt(step, 1).Fill(pastTheEnd);
                whole.TargetsAt(step, 1).Fill(pastTheEnd);
            }

            var pieces = new Pieces<double>(network, whole.Shape, 3, 3);
            var workspace = new Workspace<double>(network, 2, 3);
            double[] dOutputs = new double[3 * 2 * 2], gradient = new double[network.ParameterCount];
            for (int index = 0; index < 2; index++)
            {
                Batch<double> piece = pieces.Take(whole, index);
                new SquaredLoss<double>().Evaluate(network.Forward(workspace, piece, null, pieces.Carried), piece, dOutputs);
                network.Backward(workspace, piece, dOutputs, gradient);
            }

            return gradient;
        }

        Assert.Equal(Gradient(1), Gradient(100));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 8)]
    [InlineData(7, 14)]
    public void TheTrainerStepsThroughThePiecesAndBeginsEachWindowAnew(int every, int back)
    {
        var options = new TrainerOptions
        {
            Epochs = 2,
            Schedule = LearningRateSchedule.OneCycle,
            TruncateEvery = every,
            TruncateBack = back,
        };
        Network<float> trained = new(s_spec, 1), byHand = new(s_spec, 1);
        Train(trained, options);

        var source = new DelayedSource(s_spec);
        Batch<float> whole = new(source.Shape);
        var optimizer = new Optimizer<float>(byHand, options);
        var workspace = new Workspace<float>(byHand, whole.Count, whole.Steps);
        float[] dOutputs = new float[whole.TargetRows];
        for (int batch = 0; batch < 2 * source.BatchesPerEpoch; batch++)
        {
            source.Fill(batch / source.BatchesPerEpoch, batch % source.BatchesPerEpoch, whole);
            var pieces = new Pieces<float>(byHand, source.Shape, every, back);
            for (int index = 0; index < pieces.CountOf(whole.Steps); index++)
            {
                Batch<float> piece = pieces.Take(whole, index);
                Span<float> d = dOutputs.AsSpan(0, piece.TargetRows);
                new SquaredLoss<float>().Evaluate(byHand.Forward(workspace, piece, null, pieces.Carried), piece, d);
                byHand.Backward(workspace, piece, d, optimizer.Gradient);
                optimizer.Step(options.RateAt(optimizer.Steps, 2 * source.BatchesPerEpoch * pieces.CountOf(whole.Steps)));
            }
        }

        Assert.Equal(byHand.Parameters.ToArray(), trained.Parameters.ToArray());
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(4, 10)]
    public void ATaskAcrossTheCutsIsLearntWithTruncation(int every, int back)
    {
        // The first three targets after a cut were inputs before it. With every 6 steps a cut, and the state lost there, half of
        // all could only be answered by 0, at a loss of their variance, 1/3.
        var network = new Network<float>(s_spec, 1);
        var options = new TrainerOptions
        {
            Epochs = 25,
            LearningRate = 1e-2,
            Schedule = LearningRateSchedule.Cosine,
            TruncateEvery = every,
            TruncateBack = back,
        };
        TrainingResult result = Train(network, options);
        Assert.Equal(TrainingOutcome.Completed, result.Outcome);
        Assert.InRange(result.Epochs[^1].TrainLoss, 0, 0.01);
    }

    [Fact]
    public void ATruncatedTrainingStepAllocatesNothingForItsPieces()
    {
        var network = new Network<float>(s_spec, 1);
        var source = new DelayedSource(s_spec);
        var whole = new Batch<float>(source.Shape);
        source.Fill(0, 0, whole);
        var pieces = new Pieces<float>(network, source.Shape, 5, 8);
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int index = 0; index < pieces.CountOf(whole.Steps); index++)
                pieces.Take(whole, index);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void ATruncationThatMakesNoSenseIsRefused()
    {
        Refuses(s_spec, new() { TruncateEvery = -1 }, "truncateEvery must be 0..65536, was -1");
        Refuses(s_spec, new() { TruncateEvery = 1, TruncateBack = 65537 }, "truncateBack must be 0..65536, was 65537");
        Refuses(s_spec, new() { TruncateEvery = 8, TruncateBack = 4 }, "truncateBack must be 0 or at least truncateEvery 8, was 4");
        Refuses(s_spec, new() { TruncateBack = 4 }, "truncateBack needs truncateEvery, was 4 without it");
        Refuses(
            s_spec with { Bidirectional = true }, new() { TruncateEvery = 4 },
            "truncateEvery needs a network that runs one way through time, was 4 with both ways");
        Refuses(
            s_spec with { Summary = Summary.LastOutput }, new() { TruncateEvery = 4 },
            "truncateEvery needs a network that answers at every step, was 4 with LastOutput");
    }

    private static void Refuses(NetworkSpec spec, TrainerOptions options, string rule)
    {
        var e = Assert.Throws<ArgumentException>(() => Train(new(spec, 1), options));
        Assert.Contains(rule, e.Message, StringComparison.Ordinal);
    }

    /// <summary>What stands past a window's end may be anything.</summary>
    private static void ForgetPastTheEnds(Batch<double> batch)
    {
        for (int window = 0; window < batch.Count; window++)
            for (int step = batch.Lengths[window]; step < batch.Steps && batch.Lengths[window] > 0; step++)
            {
                batch.InputsAt(step, window).Fill(double.NaN);
                batch.TargetsAt(step, window).Fill(double.NaN);
            }
    }

    /// <summary>The state after so many steps, one at a time.</summary>
    private static CarriedState<double> StateAfter(Network<double> network, Batch<double> whole, int steps)
    {
        var state = new CarriedState<double>(network, whole.Count);
        var workspace = new Workspace<double>(network, whole.Count, 1);
        for (int step = 0; step < steps; step++)
            network.Forward(workspace, Part(whole, step, step + 1), carried: state);
        return state;
    }

    /// <summary>The mean loss of the steps from fresh to end, run from first with a copy of a state.</summary>
    private static double LossOf(
        Network<double> network, Workspace<double> workspace, Batch<double> whole, (int First, int Fresh, int End) steps,
        CarriedState<double> start)
    {
        var state = new CarriedState<double>(network, whole.Count);
        state.CopyFrom(start);
        var sum = default(LossValue);
        for (int step = steps.First; step < steps.End; step++)
        {
            Batch<double> part = Part(whole, step, step + 1);
            LossValue loss = new SquaredLoss<double>().Evaluate(network.Forward(workspace, part, carried: state), part, default);
            sum += step >= steps.Fresh ? loss : default;
        }

        return sum.Mean;
    }

    private static Batch<double> Part(Batch<double> whole, int first, int end)
    {
        var part = new Batch<double>(whole.Shape with { Steps = end - first });
        int inputs = whole.Count * whole.Shape.InputSize, targets = whole.Count * whole.Shape.Targets;
        for (int i = 0; i < part.Inputs.Length; i++)
            part.Inputs[i] = double.IsNaN(whole.Inputs[first * inputs + i]) ? 0 : whole.Inputs[first * inputs + i];
        whole.Targets.AsSpan(first * targets, part.Targets.Length).CopyTo(part.Targets);
        whole.Weights.CopyTo(part.Weights, 0);
        return part;
    }

    private static TrainingResult Train(Network<float> network, TrainerOptions options) =>
        Trainer.Train(network, new SquaredLoss<float>(), new DelayedSource(network.Spec), null, options);
}

/// <summary>Noise; the target at each step is the input three steps before.</summary>
internal sealed class DelayedSource(NetworkSpec spec) : IBatchSource<float>
{
    public const int Steps = 48;
    private const int Delay = 3;

    public BatchShape Shape { get; } = BatchShape.For(spec, 8, Steps, targets: 1);

    public int BatchesPerEpoch => 10;

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        var random = new Xoshiro256(3, (ulong)(epoch * BatchesPerEpoch + index));
        Numbers.Fill<float>(batch.Inputs, ref random);
        for (int window = 0; window < batch.Count; window++)
            for (int step = 0; step < batch.Steps; step++)
                batch.TargetsAt(step, window)[0] = step < Delay ? float.NaN : batch.InputsAt(step - Delay, window)[0];
    }
}
