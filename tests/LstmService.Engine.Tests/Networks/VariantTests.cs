using LstmService.Engine.Kernels;

namespace LstmService.Engine.Tests.Networks;

/// <summary>What holds for a network whatever its choices are.</summary>
public sealed class VariantTests
{
    private static readonly DropoutSeed s_dropout = new(9, 2, 5);

    public static TheoryData<string> Names => Variants.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ItsGradientMatchesFiniteDifferences(string name) =>
        GradientTests.CheckAtEveryWidth(Variants.All[name], new SquaredLoss<double>(), 3, dropout: s_dropout);

    [Theory]
    [MemberData(nameof(Names))]
    public void ItsGradientOverWindowsOfUnequalLengthMatchesFiniteDifferences(string name) =>
        GradientTests.CheckAtEveryWidth(
            Variants.All[name], new SquaredLoss<double>(), 3, Variants.MakeRagged, s_dropout);

    [Theory]
    [MemberData(nameof(Names))]
    public void ItsGradientByTheInputsMatchesFiniteDifferences(string name)
    {
        NetworkSpec spec = Variants.All[name];
        var network = new Network<double>(spec, 7);
        var workspace = new Workspace<double>(network, 4, 5);
        Batch<double> batch = Batches.Of<double>(spec, 4, 5, 3, 11);
        batch.Lengths[2] = 3;
        var loss = new SquaredLoss<double>();
        var dInputs = new double[batch.Inputs.Length];
        GradientTests.Gradient(network, workspace, batch, loss, dInputs, s_dropout);
        for (int i = 0; i < dInputs.Length; i++)
        {
            if (spec.Embeddings.Any(embedding => embedding.Column == i % spec.InputSize))
            {
                Assert.Equal(0, dInputs[i]);
                continue;
            }

            double numeric = GradientTests.Difference(
                ref batch.Inputs[i], () => GradientTests.Loss(network, workspace, batch, loss, s_dropout));
            GradientTests.AssertRelative(numeric, dInputs[i], $"input {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FloatIsWithin1e4OfDouble(string name)
    {
        foreach (int hidden in (int[])[4, 17, 32])
        {
            NetworkSpec spec = Variants.All[name] with { Hidden = hidden };
            var exact = new Network<double>(spec, 3);
            var network = new Network<float>(spec, 3);
            Batch<double> exactBatch = Batches.Of<double>(spec, 13, 20, 3, 5);
            Batch<float> batch = Batches.Of<float>(spec, 13, 20, 3, 5);
            double[] expected = GradientTests.Gradient(
                exact, new(exact, 13, 20), exactBatch, new SquaredLoss<double>(), dropout: s_dropout);
            float[] actual = GradientTests.Gradient(
                network, new(network, 13, 20), batch, new SquaredLoss<float>(), dropout: s_dropout);
            foreach (TensorInfo tensor in network.Tensors)
            {
                double[] e = new double[tensor.Length];
                float[] a = new float[tensor.Length];
                exact.ReadTensor(tensor.Name, expected, e);
                network.ReadTensor(tensor.Name, actual, a);
                Numbers.AssertClose<double>(e, a.Select(value => (double)value).ToArray(), 1e-4, tensor.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WindowsOfUnequalLengthAreAnsweredAsEachAlone(string name)
    {
        NetworkSpec spec = Variants.All[name] with { Hidden = 11 };
        var network = new Network<float>(spec, 1);
        Batch<float> batch = Batches.Of<float>(spec, 7, 6, 3, 2);
        Variants.MakeRagged(batch);
        float[] together = [.. network.Forward(new(network, 7, 6), batch)];
        for (int window = 0; window < 7; window++)
        {
            Batch<float> alone = Alone(spec, batch, window);
            float[] expected = [.. network.Forward(new(network, 1, 6), alone)];
            Assert.Equal(expected, RowsOf(window, together, alone.TargetRows));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGradientOfWindowsOfUnequalLengthIsTheSumOfEachAlone(string name)
    {
        NetworkSpec spec = Variants.All[name] with { Dropout = 0, RecurrentDropout = 0 };
        var network = new Network<double>(spec, 1);
        Batch<double> batch = Batches.Of<double>(spec, 7, 6, 3, 2);
        Variants.MakeRagged(batch);
        int outputs = batch.TargetRows * 3;
        double[] dOutputs = Numbers.Of<double>(outputs, 4), gradient = new double[network.ParameterCount];
        var workspace = new Workspace<double>(network, 7, 6);
        network.Forward(workspace, batch);
        network.Backward(workspace, batch, dOutputs, gradient);
        double[] sum = new double[gradient.Length], part = new double[gradient.Length];
        for (int window = 0; window < 7; window++)
        {
            Batch<double> alone = Alone(spec, batch, window);
            double[] own = [.. RowsOf(window, dOutputs, alone.TargetRows)];
            network.Forward(workspace, alone);
            network.Backward(workspace, alone, own, part);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += part[i];
        }

        Numbers.AssertClose(sum, gradient, 1e-12, "gradient");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PaddedUnitsStayExactlyZeroThroughTraining(string name)
    {
        foreach (int bits in VectorWidth.All)
        {
            NetworkSpec spec = Variants.All[name];
            var network = new Network<float>(spec, 1, bits);
            var workspace = new Workspace<float>(network, 16, 12);
            Batch<float> batch = Batches.Of<float>(spec, 16, 12, 3, 2);
            for (int step = 0; step < 3; step++)
            {
                float[] gradient = GradientTests.Gradient(
                    network, workspace, batch, new SquaredLoss<float>(), dropout: s_dropout);
                for (int i = 0; i < gradient.Length; i++)
                    network.Parameters[i] -= 0.1f * gradient[i];
            }

            foreach (TensorInfo tensor in network.Tensors)
                network.SetTensor(tensor.Name, new float[tensor.Length]);
            Assert.All(network.Parameters.ToArray(), value => Assert.Equal(0f, value));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AStepAllocatesNothing(string name)
    {
        NetworkSpec spec = Variants.All[name];
        var network = new Network<float>(spec, 1);
        var workspace = new Workspace<float>(network, 7, 6);
        Batch<float> batch = Batches.Of<float>(spec, 7, 6, 3, 2);
        Variants.MakeRagged(batch);
        CarriedState<float>? carried = spec.Bidirectional || spec.Decoder is not null ? null : new(network, 7);
        float[] gradient = new float[network.ParameterCount], dOutputs = new float[batch.TargetRows * 3];
        void Step()
        {
            network.Forward(workspace, batch, s_dropout, carried);
            network.Backward(workspace, batch, dOutputs, gradient);
        }

        for (int i = 0; i < 100; i++)
            Step();
        // The runtime may allocate once, when it has compiled anew; a step that allocates does so in every round.
        Assert.Contains(0L, Enumerable.Range(0, 5).Select(_ => AllocatedBy(Step)).ToList());
    }

    private static long AllocatedBy(Action step)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            step();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AUsedWorkspaceGivesTheSameBitsAsAFreshOne(string name)
    {
        NetworkSpec spec = Variants.All[name] with { Hidden = 9 };
        var network = new Network<float>(spec, 1);
        var used = new Workspace<float>(network, 16, 12);
        var loss = new SquaredLoss<float>();
        Batch<float> large = Batches.Of<float>(spec, 16, 12, 3, 9);
        Variants.MakeRagged(large);
        GradientTests.Gradient(network, used, large, loss, dropout: new(1, 1, 1));
        Batch<float> small = Batches.Of<float>(spec, 3, 4, 3, 2);
        Assert.Equal(
            GradientTests.Gradient(network, new(network, 3, 4), small, loss, dropout: s_dropout),
            GradientTests.Gradient(network, used, small, loss, dropout: s_dropout));
        Assert.Equal(
            GradientTests.Gradient(network, new(network, 3, 4), small, loss), GradientTests.Gradient(network, used, small, loss));
    }

    /// <summary>The rows of one of seven windows, three numbers in each.</summary>
    private static IEnumerable<T> RowsOf<T>(int window, T[] rows, int count) =>
        Enumerable.Range(0, count).SelectMany(step => rows.Skip((step * 7 + window) * 3).Take(3));

    /// <summary>One window of a batch, cut to its length.</summary>
    private static Batch<T> Alone<T>(NetworkSpec spec, Batch<T> batch, int window)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int length = batch.Lengths[window] == 0 ? batch.Steps : batch.Lengths[window];
        var alone = new Batch<T>(BatchShape.For(spec, 1, length, 3));
        for (int step = 0; step < length; step++)
            batch.InputsAt(step, window).CopyTo(alone.InputsAt(step, 0));
        for (int step = 0; step < alone.DecoderSteps; step++)
            batch.DecoderInputsAt(step, window).CopyTo(alone.DecoderInputsAt(step, 0));
        return alone;
    }
}
