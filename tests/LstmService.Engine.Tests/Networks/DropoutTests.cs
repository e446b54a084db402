namespace LstmService.Engine.Tests.Networks;

/// <summary>What dropout drops, when, and how it repeats.</summary>
public sealed class DropoutTests
{
    private static readonly NetworkSpec s_spec = new()
    {
        InputSize = 2,
        Hidden = 24,
        Layers = 2,
        Head = new LinearHeadSpec(3) { InitialScale = 1 },
    };

    [Fact]
    public void TheSameSeedEpochAndIndexGiveTheSameBits()
    {
        var network = new Network<float>(s_spec with { Dropout = 0.5, RecurrentDropout = 0.5 }, 1);
        Batch<float> batch = Batches.Of<float>(network.Spec, 4, 6, 3, 2);
        float[] Answer(DropoutSeed? seed) => [.. network.Forward(new(network, 4, 6), batch, seed)];
        float[] first = Answer(new(1, 2, 3));
        Assert.Equal(first, Answer(new(1, 2, 3)));
        foreach (DropoutSeed other in (DropoutSeed[])[new(2, 2, 3), new(1, 3, 3), new(1, 2, 4), new(1, 3, 2)])
            Assert.NotEqual(first, Answer(other));
    }

    [Fact]
    public void InferenceDropsNothing()
    {
        var network = new Network<float>(s_spec with { Dropout = 0.5, RecurrentDropout = 0.5 }, 1);
        var plain = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, 4, 6, 3, 2);
        Assert.Equal(
            plain.Forward(new(plain, 4, 6), batch).ToArray(), network.Forward(new(network, 4, 6), batch).ToArray());
    }

    [Fact]
    public void BetweenLayersTheShareIsDroppedAndEachStepByItself()
    {
        // The gradient of a weight from the layer below is 0 for one window exactly where its input was dropped.
        NetworkSpec spec = s_spec with { Dropout = 0.4 };
        int zeros = Enumerable.Range(0, 40).Sum(i => DroppedColumns(spec, "layers.1.weight_input", 1, i));
        Assert.InRange(zeros / (40.0 * 24), 0.35, 0.45);
        // Over 12 steps no unit is dropped at each: 0.4^12 is 0.00002.
        Assert.Equal(0, DroppedColumns(spec, "layers.1.weight_input", 12, 0));
    }

    [Fact]
    public void InTheRecurrenceTheSameUnitsAreDroppedAtEveryStep()
    {
        foreach (string tensor in (string[])["layers.0.weight_hidden", "layers.1.weight_hidden"])
        {
            NetworkSpec spec = s_spec with { RecurrentDropout = 0.4 };
            int zeros = Enumerable.Range(0, 40).Sum(i => DroppedColumns(spec, tensor, 12, i));
            Assert.InRange(zeros / (40.0 * 24), 0.35, 0.45);
        }
    }

    [Fact]
    public void TheMeanOfWhatPassesStays()
    {
        NetworkSpec spec = s_spec with { Dropout = 0.3 };
        var network = new Network<double>(spec, 1);
        // A linear second layer would need no more; over small numbers tanh and sigmoid nearly are.
        foreach (TensorInfo tensor in network.Tensors)
            network.SetTensor(tensor.Name, [.. network.GetTensor(tensor.Name).Select(value => value * 0.3)]);
        Batch<double> batch = Batches.Of<double>(spec, 1, 3, 3, 2);
        var workspace = new Workspace<double>(network, 1, 3);
        double expected = network.Forward(workspace, batch)[0];
        double mean = 0;
        for (int i = 0; i < 4000; i++)
            mean += network.Forward(workspace, batch, new(1, 0, i))[0] / 4000;
        Assert.InRange(mean / expected, 0.97, 1.03);
    }

    [Fact]
    public void TrainingDropsByItsSeed()
    {
        float[] Trained(NetworkSpec spec, ulong seed)
        {
            var network = new Network<float>(spec, 1);
            var options = new TrainerOptions { Epochs = 2, Seed = seed };
            Trainer.Train(network, new SquaredLoss<float>(), new SineSource(spec, targets: 3), null, options);
            return network.Parameters.ToArray();
        }

        NetworkSpec dropping = s_spec with { Dropout = 0.2, RecurrentDropout = 0.2 };
        Assert.Equal(Trained(dropping, 4), Trained(dropping, 4));
        Assert.NotEqual(Trained(dropping, 4), Trained(dropping, 5));
        Assert.Equal(Trained(s_spec, 4), Trained(s_spec, 5));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void AShareThatIsNoneIsRefused(double share) =>
        Assert.Equal(
            [$"dropout must be at least 0 and below 1, was {share}",
                $"recurrentDropout must be at least 0 and below 1, was {share}"],
            (s_spec with { Dropout = share, RecurrentDropout = share }).Validate());

    /// <summary>Columns of a tensor without any gradient after one window.</summary>
    private static int DroppedColumns(NetworkSpec spec, string tensor, int steps, int index)
    {
        var network = new Network<double>(spec, 1);
        // One more step, so that the recurrence has entered.
        int all = tensor.EndsWith("hidden", StringComparison.Ordinal) ? steps + 1 : steps;
        Batch<double> batch = Batches.Of<double>(spec, 1, all, 3, 2);
        double[] gradient = GradientTests.Gradient(
            network, new(network, 1, all), batch, new SquaredLoss<double>(), dropout: new(5, 0, index));
        double[] values = new double[network.Tensors.Single(t => t.Name == tensor).Length];
        network.ReadTensor(tensor, gradient, values);
        return Enumerable.Range(0, 24).Count(column => Enumerable.Range(0, 96).All(row => values[row * 24 + column] == 0));
    }
}
