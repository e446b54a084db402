using LstmService.Engine.Kernels;

namespace LstmService.Engine.Tests.Networks;

/// <summary>What holds for every network: its bits, its padding, its memory, its checks.</summary>
public sealed class NetworkTests
{
    private static readonly NetworkSpec s_spec = new()
    {
        InputSize = 3,
        Hidden = 21,
        Layers = 2,
        Head = new QuantileHeadSpec { Horizon = 5, Quantiles = 3, Alternatives = 2, SkipSize = 7, InitialScale = 1 },
    };

    [Fact]
    public void PermutingABatchPermutesTheOutputsExactly()
    {
        const int Count = 13, Steps = 9;
        var network = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, Count, Steps, 5, 2);
        Batch<float> turned = Batches.Of<float>(s_spec, Count, Steps, 5, 3);
        for (int window = 0; window < Count; window++)
        {
            int other = (window * 5 + 3) % Count;
            for (int step = 0; step < Steps; step++)
                batch.InputsAt(step, window).CopyTo(turned.InputsAt(step, other));
            batch.AlternativesOf(window).CopyTo(turned.AlternativesOf(other));
            batch.SkipOf(window).CopyTo(turned.SkipOf(other));
        }

        var workspace = new Workspace<float>(network, Count, Steps);
        float[] outputs = [.. network.Forward(workspace, batch)], turnedOutputs = [.. network.Forward(workspace, turned)];
        for (int window = 0; window < Count; window++)
            Assert.Equal(
                outputs.AsSpan(window * 15, 15).ToArray(), turnedOutputs.AsSpan((window * 5 + 3) % Count * 15, 15).ToArray());
    }

    [Fact]
    public void AWindowAloneIsAnsweredAsInABatch()
    {
        var network = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, 8, 6, 5, 2);
        var alone = new Batch<float>(BatchShape.For(s_spec, 1, 6));
        for (int step = 0; step < 6; step++)
            batch.InputsAt(step, 4).CopyTo(alone.InputsAt(step, 0));
        batch.AlternativesOf(4).CopyTo(alone.AlternativesOf(0));
        batch.SkipOf(4).CopyTo(alone.SkipOf(0));
        float[] together = [.. network.Forward(new(network, 8, 6), batch)];
        Assert.Equal(together.AsSpan(4 * 15, 15).ToArray(), network.Forward(new(network, 1, 6), alone).ToArray());
    }

    [Fact]
    public void TheAnswerAtAStepIsThatOfTheWindowThatEndsThere()
    {
        NetworkSpec spec = s_spec with { Head = new LinearHeadSpec(3), Summary = Summary.EveryStep };
        var network = new Network<float>(spec, 1);
        var ending = new Network<float>(spec with { Summary = Summary.LastOutput }, 1);
        Batch<float> batch = Batches.Of<float>(spec, 4, 6, 3, 2);
        float[] outputs = [.. network.Forward(new(network, 4, 6), batch)];
        for (int step = 0; step < 6; step++)
        {
            Batch<float> part = Batches.Of<float>(ending.Spec, 4, 6, 3, 2);
            part.Steps = step + 1;
            Assert.Equal(outputs.AsSpan(step * 12, 12), ending.Forward(new(ending, 4, 6), part));
        }
    }

    [Fact]
    public void AHeadThatReadsTheWindowDoesNotAnswerAtEveryStep() =>
        Assert.Equal(
            ["a head that reads alternatives or a skip vector answers once for a window, not at every step"],
            (s_spec with { Summary = Summary.EveryStep }).Validate());

    [Fact]
    public void AWorkspaceThatWasUsedForMoreAnswersLikeAFreshOne()
    {
        var network = new Network<float>(s_spec, 1);
        var used = new Workspace<float>(network, 16, 12);
        GradientTests.Gradient(network, used, Batches.Of<float>(s_spec, 16, 12, 5, 9), new PinballLoss<float>([0.1, 0.5, 0.9]));
        Batch<float> small = Batches.Of<float>(s_spec, 3, 4, 5, 2);
        var loss = new PinballLoss<float>([0.1, 0.5, 0.9]);
        Assert.Equal(
            GradientTests.Gradient(network, new(network, 3, 4), small, loss), GradientTests.Gradient(network, used, small, loss));
    }

    [Fact]
    public void ThreadsAnswerFromOneNetworkAtOnce()
    {
        var network = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, 8, 6, 5, 2);
        float[] expected = [.. network.Forward(new(network, 8, 6), batch)];
        Parallel.For(0, 200, () => new Workspace<float>(network, 8, 6), (_, _, workspace) =>
        {
            Assert.Equal(expected, network.Forward(workspace, batch).ToArray());
            return workspace;
        }, _ => { });
    }

    [Theory]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(33)]
    public void PaddedUnitsStayExactlyZeroThroughTraining(int hidden)
    {
        NetworkSpec spec = s_spec with { Hidden = hidden };
        foreach (int bits in VectorWidth.All)
        {
            var network = new Network<float>(spec, 1, bits);
            var source = new SineSource(spec, targets: 5);
            var options = new TrainerOptions { Epochs = 2, WeightDecay = 0.01, AverageDecay = 0.9 };
            Trainer.Train(network, new PinballLoss<float>([0.1, 0.5, 0.9]), source, null, options);
            // What lies under no tensor is padding: taking the tensors out must leave nothing.
            var rest = network.Clone();
            foreach (TensorInfo tensor in rest.Tensors)
                rest.SetTensor(tensor.Name, new float[tensor.Length]);
            Assert.All(rest.Parameters.ToArray(), value => Assert.Equal(0f, value));
        }
    }

    [Fact]
    public void StartingWeightsDependOnTheSeedAndNotOnTheWidth()
    {
        var networks = VectorWidth.All.Select(bits => new Network<float>(s_spec, 5, bits)).ToList();
        foreach (TensorInfo tensor in networks[0].Tensors)
            Assert.All(networks, network => Assert.Equal(networks[0].GetTensor(tensor.Name), network.GetTensor(tensor.Name)));
        Assert.NotEqual(
            networks[0].GetTensor("layers.0.weight_input"), new Network<float>(s_spec, 6).GetTensor("layers.0.weight_input"));
    }

    [Fact]
    public void TheForgetGateStartsOpenAndTheOtherBiasesAtZero()
    {
        var network = new Network<float>(new() { InputSize = 2, Hidden = 3 }, 1);
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], network.GetTensor("layers.0.bias"));
    }

    [Fact]
    public void TensorsHaveTheirNamesAndShapesAndKeepWhatIsSet()
    {
        var network = new Network<float>(s_spec, 1);
        Assert.Equal(
            ["layers.0.weight_input [84,3]", "layers.0.weight_hidden [84,21]", "layers.0.bias [84]",
                "layers.1.weight_input [84,21]",
                "layers.1.weight_hidden [84,21]", "layers.1.bias [84]",
                "head.quantiles.weight [15,21]", "head.quantiles.bias [15]",
                "head.location.weight [5,21]", "head.location.bias [5]", "head.gates.weight [2,21]", "head.gates.bias [2]",
                "head.skip.weight [5,7]"],
            network.Tensors.Select(tensor => $"{tensor.Name} [{string.Join(',', tensor.Shape)}]"));
        foreach (TensorInfo tensor in network.Tensors)
            network.SetTensor(tensor.Name, Numbers.Float(tensor.Length, (ulong)tensor.Length));
        foreach (TensorInfo tensor in network.Tensors)
            Assert.Equal(Numbers.Float(tensor.Length, (ulong)tensor.Length), network.GetTensor(tensor.Name));
        Assert.False(network.TryGetTensor("layers.2.bias", out _, out _));
        Assert.Throws<ArgumentException>(() => network.GetTensor("layers.2.bias"));
        Assert.Throws<ArgumentException>(() => network.SetTensor("head.gates.bias", new float[3]));
    }

    [Fact]
    public void ASpecNamesEveryRuleItBreaks()
    {
        var spec = new NetworkSpec
        {
            InputSize = 0,
            Hidden = 0,
            Layers = 9,
            Head = new QuantileHeadSpec
            {
                Horizon = 0,
                Quantiles = 100,
                Alternatives = -1,
                SkipSize = -1,
                InitialScale = double.NaN,
            },
        };
        Assert.Equal(
            ["inputSize must be 1..4096, was 0", "hidden must be 1..1024, was 0", "layers must be 1..8, was 9",
                "initialScale must be 0..10, was NaN", "horizon must be 1..4096, was 0", "quantiles must be 1..99, was 100",
                "alternatives must be 0..64, was -1", "skipSize must be 0..16384, was -1"],
            spec.Validate());
        Assert.Throws<ArgumentException>(() => new Network<float>(spec, 1));
    }

    [Fact]
    public void ABatchOrWorkspaceThatDoesNotFitIsRefused()
    {
        var network = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, 4, 4, 5, 1);
        Assert.Throws<ArgumentException>(() => network.Forward(new(network, 3, 4), batch).Length);
        Assert.Throws<ArgumentException>(() => network.Forward(new(network, 4, 3), batch).Length);
        Assert.Throws<ArgumentException>(() => network.Forward(new(new(new(), 1), 4, 4), batch).Length);
        var withoutSkip = new Batch<float>(batch.Shape with { Skip = 0 });
        Assert.Throws<ArgumentException>(() => network.Forward(new(network, 4, 4), withoutSkip).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Count = 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Steps = 0);
        var workspace = new Workspace<float>(network, 4, 4);
        network.Forward(workspace, batch);
        Assert.Throws<ArgumentException>(
            () => network.Backward(workspace, batch, new float[60], new float[network.ParameterCount - 1]));
    }

    [Fact]
    public void BackwardWithoutItsForwardIsRefused()
    {
        var network = new Network<float>(s_spec, 1);
        var workspace = new Workspace<float>(network, 4, 4);
        Batch<float> batch = Batches.Of<float>(s_spec, 4, 4, 5, 1);
        float[] d = new float[60], gradient = new float[network.ParameterCount];
        Assert.Throws<InvalidOperationException>(() => network.Backward(workspace, batch, d, gradient));
        network.Forward(workspace, batch);
        network.Backward(workspace, batch, d, gradient);
        // The backward pass turned the activations into gradients: there is nothing left for a second one.
        Assert.Throws<InvalidOperationException>(() => network.Backward(workspace, batch, d, gradient));
    }

    [Fact]
    public void AWorkspaceTooLargeForMemoryIsRefusedAndNotWrappedRound() =>
        Assert.ThrowsAny<ArgumentException>(() => new Workspace<float>(new(new() { Hidden = 4 }, 1), 65536, 65536));

    [Fact]
    public void TheWidthFollowsTheHiddenSize()
    {
        if (!System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated)
            return;
        Assert.Equal([128, 256, 512, 512, 512], ((int[])[4, 8, 16, 48, 64]).Select(VectorWidth.Choose<float>));
        Assert.Equal([256, 256], ((int[])[20, 24]).Select(VectorWidth.Choose<float>));
    }
}
