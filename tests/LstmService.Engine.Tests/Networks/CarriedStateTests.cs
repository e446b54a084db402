namespace LstmService.Engine.Tests.Networks;

/// <summary>A sequence in pieces is the sequence in one.</summary>
public sealed class CarriedStateTests
{
    public static TheoryData<string> OneWay =>
        [.. Variants.All.Where(variant => !variant.Value.Bidirectional && variant.Value.Decoder is null)
            .Select(variant => variant.Key)];

    [Theory]
    [MemberData(nameof(OneWay))]
    public void PiecesThatCarryTheStateAnswerLikeTheWhole(string name)
    {
        NetworkSpec spec = Variants.All[name] with { Summary = Summary.EveryStep };
        var network = new Network<float>(spec, 1);
        var workspace = new Workspace<float>(network, 3, 9);
        Batch<float> whole = Batches.Of<float>(spec, 3, 9, 3, 2);
        float[] expected = [.. network.Forward(workspace, whole)];
        var carried = new CarriedState<float>(network, 3);
        foreach (int[] pieces in (int[][])[[9], [4, 5], [1, 1, 7], [1, 1, 1, 1, 1, 1, 1, 1, 1]])
        {
            carried.Clear();
            var outputs = new List<float>();
            int start = 0;
            foreach (int steps in pieces)
            {
                var piece = new Batch<float>(BatchShape.For(spec, 3, steps));
                whole.Inputs.AsSpan(start * 3 * spec.InputSize, steps * 3 * spec.InputSize).CopyTo(piece.Inputs);
                outputs.AddRange(network.Forward(workspace, piece, carried: carried));
                start += steps;
            }

            Assert.Equal(expected, outputs);
        }
    }

    [Theory]
    [MemberData(nameof(OneWay))]
    public void TheGradientOfAPieceTakesTheStateItStartsFromAsGiven(string name)
    {
        NetworkSpec spec = Variants.All[name] with { Dropout = 0, RecurrentDropout = 0 };
        var network = new Network<double>(spec, 1);
        var workspace = new Workspace<double>(network, 3, 5);
        CarriedState<double> given = new(network, 3), carried = new(network, 3);
        network.Forward(workspace, Batches.Of<double>(spec, 3, 5, 3, 2), carried: given);
        Batch<double> batch = Batches.Of<double>(spec, 3, 5, 3, 4);
        var loss = new SquaredLoss<double>();
        ReadOnlySpan<double> Forward()
        {
            carried.CopyFrom(given);
            return network.Forward(workspace, batch, carried: carried);
        }

        double[] dOutputs = new double[batch.TargetRows * 3], gradient = new double[network.ParameterCount];
        loss.Evaluate(Forward(), batch, dOutputs);
        network.Backward(workspace, batch, dOutputs, gradient);
        foreach (TensorInfo tensor in network.Tensors)
            GradientTests.CheckTensor(network, tensor, gradient, () => loss.Evaluate(Forward(), batch, default).Mean);
    }

    [Fact]
    public void AWindowsStateIsThatOfItsOwnEnd()
    {
        NetworkSpec spec = Variants.All["dilated"];
        var network = new Network<float>(spec, 1);
        Batch<float> batch = Batches.Of<float>(spec, 2, 6, 3, 2);
        batch.Lengths[1] = 3;
        CarriedState<float> together = new(network, 2), shorter = new(network, 2);
        network.Forward(new(network, 2, 6), batch, carried: together);
        batch.Lengths[1] = 0;
        batch.Steps = 3;
        network.Forward(new(network, 2, 6), batch, carried: shorter);
        for (int layer = 0; layer < 2; layer++)
            for (int back = 0; back < spec.Dilations[layer]; back++)
            {
                Assert.Equal(shorter.HiddenOf(layer, 1, back), together.HiddenOf(layer, 1, back));
                Assert.Equal(shorter.MemoryOf(layer, 1, back), together.MemoryOf(layer, 1, back));
            }

        Assert.NotEqual(shorter.HiddenOf(0, 0).ToArray(), together.HiddenOf(0, 0).ToArray());
    }

    [Fact]
    public void AStateIsClearedWindowByWindowAndCopied()
    {
        NetworkSpec spec = Variants.All["every step"];
        var network = new Network<float>(spec, 1);
        CarriedState<float> state = new(network, 2), copy = new(network, 2);
        network.Forward(new(network, 2, 4), Batches.Of<float>(spec, 2, 4, 3, 2), carried: state);
        copy.CopyFrom(state);
        state.Clear(1);
        Assert.Equal(copy.HiddenOf(1, 0), state.HiddenOf(1, 0));
        Assert.All(state.HiddenOf(1, 1).ToArray().Concat(state.MemoryOf(0, 1).ToArray()), value => Assert.Equal(0, value));
        Assert.DoesNotContain(0f, copy.HiddenOf(1, 1).ToArray());
        Assert.Throws<ArgumentException>(() => copy.CopyFrom(new(network, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => copy.HiddenOf(0, 2).Length);
    }

    [Fact]
    public void AStateThatDoesNotFitIsRefused()
    {
        var network = new Network<float>(Variants.All["gru"], 1);
        var other = new Network<float>(Variants.All["rnn"], 1);
        Batch<float> batch = Batches.Of<float>(network.Spec, 2, 4, 3, 2);
        Assert.Throws<ArgumentException>(
            () => network.Forward(new(network, 2, 4), batch, carried: new(other, 2)).Length);
        Assert.Throws<ArgumentException>(
            () => network.Forward(new(network, 2, 4), batch, carried: new(network, 1)).Length);
        Assert.Throws<ArgumentException>(() => new CarriedState<float>(new(Variants.All["both ways"], 1), 1));
    }
}
