using LstmService.Engine.Kernels;

namespace LstmService.Engine.Tests.Networks;

/// <summary>The gradients of whole networks in double against central differences, and float against double.</summary>
public sealed class GradientTests
{
    private static readonly double[] s_quantiles = [0.1, 0.5, 0.9];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheGradientOfStackedLayersMatchesFiniteDifferences(int layers) =>
        CheckAtEveryWidth(new() { InputSize = 2, Hidden = 5, Layers = layers, Head = Linear(3) }, new SquaredLoss<double>(), 3);

    [Fact]
    public void TheGradientOfTheAbsoluteLossMatchesFiniteDifferences() =>
        CheckAtEveryWidth(new() { InputSize = 3, Hidden = 4, Head = Linear(2) }, new AbsoluteLoss<double>(), 2);

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    public void TheGradientOfTheHuberLossMatchesFiniteDifferences(double delta) =>
        CheckAtEveryWidth(new() { InputSize = 3, Hidden = 4, Head = Linear(2) }, new HuberLoss<double>(delta), 2);

    [Fact]
    public void TheGradientOfTheCrossEntropyMatchesFiniteDifferences() =>
        CheckAtEveryWidth(
            new() { InputSize = 3, Hidden = 4, Head = Linear(2 * 4) }, new CrossEntropyLoss<double>(4), 2,
            batch => Map(batch.Targets, target => Math.Floor((target + 1) * 2)));

    [Fact]
    public void TheGradientOfTheQuantileHeadMatchesFiniteDifferences() =>
        CheckAtEveryWidth(Quantile(location: true, alternatives: 3, skip: 6), new PinballLoss<double>(s_quantiles), 4);

    [Theory]
    [InlineData(false, 0, 0)]
    [InlineData(true, 0, 0)]
    [InlineData(false, 2, 0)]
    [InlineData(false, 0, 5)]
    public void TheGradientOfEachPartOfTheQuantileHeadMatchesFiniteDifferences(bool location, int alternatives, int skip) =>
        CheckAtEveryWidth(Quantile(location, alternatives, skip), new PinballLoss<double>(s_quantiles), 4);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(5, true)]
    public void TheGradientOfOrderedQuantilesMatchesFiniteDifferences(int quantiles, bool location) =>
        CheckAtEveryWidth(
            Ordered(quantiles, location), new PinballLoss<double>([.. Enumerable.Range(1, quantiles).Select(i => i / 6.0)]), 4);

    [Theory]
    [InlineData(Likelihood.Gaussian)]
    [InlineData(Likelihood.StudentT)]
    [InlineData(Likelihood.NegativeBinomial)]
    public void TheGradientOfALikelihoodMatchesFiniteDifferences(Likelihood likelihood) =>
        CheckAtEveryWidth(
            Of(likelihood), LikelihoodLoss.For<double>(likelihood), 4,
            likelihood == Likelihood.NegativeBinomial ? batch => Map(batch.Targets, target => Math.Floor((target + 1) * 5)) : null);

    [Fact]
    public void TheGradientOfTwoLayersUnderTheQuantileHeadMatchesFiniteDifferences() =>
        CheckAtEveryWidth(
            Quantile(location: true, alternatives: 2, skip: 3) with { Layers = 2, Hidden = 9 },
            new PinballLoss<double>(s_quantiles), 4);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheGradientOfAnswersAtEveryStepMatchesFiniteDifferences(int layers) =>
        CheckAtEveryWidth(
            new() { InputSize = 2, Hidden = 5, Layers = layers, Summary = Summary.EveryStep, Head = Linear(3) },
            new SquaredLoss<double>(), 3);

    [Fact]
    public void TheGradientByTheInputsMatchesFiniteDifferences()
    {
        var spec = new NetworkSpec { InputSize = 3, Hidden = 6, Layers = 2, Head = Linear(2) };
        var network = new Network<double>(spec, 7);
        var workspace = new Workspace<double>(network, 4, 5);
        Batch<double> batch = Batches.Of<double>(spec, 4, 5, 2, 11);
        var loss = new SquaredLoss<double>();
        var dInputs = new double[batch.Inputs.Length];
        Gradient(network, workspace, batch, loss, dInputs);
        for (int i = 0; i < dInputs.Length; i++)
        {
            double numeric = Difference(ref batch.Inputs[i], () => Loss(network, workspace, batch, loss));
            AssertRelative(numeric, dInputs[i], $"input {i}");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(50)]
    public void FloatIsWithin1e4OfDouble(int hidden) => CheckFloat(
        Quantile(location: true, alternatives: 2, skip: 3) with { Layers = 2, Hidden = hidden },
        new PinballLoss<float>(s_quantiles), new PinballLoss<double>(s_quantiles));

    [Fact]
    public void FloatIsWithin1e4OfDoubleForEveryHeadAndLoss()
    {
        var linear = new NetworkSpec { InputSize = 2, Hidden = 20, Head = Linear(4) };
        CheckFloat(linear, new SquaredLoss<float>(), new SquaredLoss<double>());
        CheckFloat(linear, new AbsoluteLoss<float>(), new AbsoluteLoss<double>());
        CheckFloat(linear, new HuberLoss<float>(0.5), new HuberLoss<double>(0.5));
        CheckFloat(linear with { Head = Linear(4 * 2) }, new CrossEntropyLoss<float>(2), new CrossEntropyLoss<double>(2), Math.Round);
        CheckFloat(Ordered(3, location: true), new PinballLoss<float>(s_quantiles), new PinballLoss<double>(s_quantiles));
        foreach (Likelihood likelihood in Enum.GetValues<Likelihood>())
            CheckFloat(Of(likelihood), LikelihoodLoss.For<float>(likelihood), LikelihoodLoss.For<double>(likelihood), Math.Round);
    }

    private static void CheckFloat(
        NetworkSpec spec, ILoss<float> loss, ILoss<double> exactLoss, Func<double, double>? ofSize = null)
    {
        var exact = new Network<double>(spec, 3);
        var network = new Network<float>(spec, 3);
        Batch<double> exactBatch = Batches.Of<double>(spec, 13, 20, 4, 5);
        Batch<float> batch = Batches.Of<float>(spec, 13, 20, 4, 5);
        for (int i = 0; ofSize is not null && i < batch.Targets.Length; i++)
            batch.Targets[i] = (float)(exactBatch.Targets[i] = ofSize(Math.Abs(exactBatch.Targets[i])));
        double[] expected = Gradient(exact, new(exact, 13, 20), exactBatch, exactLoss);
        float[] actual = Gradient(network, new(network, 13, 20), batch, loss);
        foreach (TensorInfo tensor in network.Tensors)
        {
            double[] e = new double[tensor.Length];
            float[] a = new float[tensor.Length];
            exact.ReadTensor(tensor.Name, expected, e);
            network.ReadTensor(tensor.Name, actual, a);
            Numbers.AssertClose<double>(e, a.Select(value => (double)value).ToArray(), 1e-4, $"{exactLoss}: {tensor.Name}");
        }
    }

    internal static T[] Gradient<T>(
        Network<T> network, Workspace<T> workspace, Batch<T> batch, ILoss<T> loss, T[]? dInputs = null,
        DropoutSeed? dropout = null)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        T[] gradient = new T[network.ParameterCount], dOutputs = new T[batch.TargetRows * network.Spec.Head.Outputs];
        loss.Evaluate(network.Forward(workspace, batch, dropout), batch, dOutputs);
        network.Backward(workspace, batch, dOutputs, gradient, dInputs);
        return gradient;
    }

    private static void Map(double[] values, Func<double, double> of)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = of(values[i]);
    }

    private static NetworkSpec Ordered(int quantiles, bool location) => new()
    {
        InputSize = 2,
        Hidden = 5,
        Head = new QuantileHeadSpec
        {
            Horizon = 4,
            Quantiles = quantiles,
            Location = location,
            Ordered = true,
            InitialScale = 1,
        },
    };

    private static NetworkSpec Of(Likelihood likelihood) => new()
    {
        InputSize = 2,
        Hidden = 5,
        Head = new LikelihoodHeadSpec { Horizon = 4, Likelihood = likelihood, InitialScale = 1 },
    };

    private static LinearHeadSpec Linear(int outputs) => new(outputs) { InitialScale = 1 };

    private static NetworkSpec Quantile(bool location, int alternatives, int skip) => new()
    {
        InputSize = 2,
        Hidden = 5,
        Head = new QuantileHeadSpec
        {
            Horizon = 4,
            Quantiles = 3,
            Location = location,
            Alternatives = alternatives,
            SkipSize = skip,
            InitialScale = 1,
        },
    };

    internal static void CheckAtEveryWidth(
        NetworkSpec spec, ILoss<double> loss, int targets, Action<Batch<double>>? change = null, DropoutSeed? dropout = null)
    {
        foreach (int bits in VectorWidth.All)
        {
            var network = new Network<double>(spec, 1, bits);
            var workspace = new Workspace<double>(network, 7, 6);
            Batch<double> batch = Batches.Of<double>(spec, 5, 6, targets, 2);
            batch.Targets[1] = double.NaN;
            change?.Invoke(batch);
            double[] gradient = Gradient(network, workspace, batch, loss, dropout: dropout);
            foreach (TensorInfo tensor in network.Tensors)
                CheckTensor(network, tensor, gradient, () => Loss(network, workspace, batch, loss, dropout));
        }
    }

    internal static void CheckTensor(Network<double> network, TensorInfo tensor, double[] gradient, Func<double> loss)
    {
        double[] values = network.GetTensor(tensor.Name), analytic = new double[tensor.Length];
        network.ReadTensor(tensor.Name, gradient, analytic);
        for (int i = 0; i < values.Length; i++)
        {
            double numeric = Difference(ref values[i], () =>
            {
                network.SetTensor(tensor.Name, values);
                return loss();
            });
            network.SetTensor(tensor.Name, values);
            AssertRelative(numeric, analytic[i], $"{tensor.Name}[{i}] at {network.VectorBits} bits");
        }
    }

    internal static double Loss(
        Network<double> network, Workspace<double> workspace, Batch<double> batch, ILoss<double> loss,
        DropoutSeed? dropout = null) =>
        loss.Evaluate(network.Forward(workspace, batch, dropout), batch, default).Mean;

    // Fourth-order central difference: its own error is far below the bound.
    internal static double Difference(ref double place, Func<double> loss)
    {
        const double Step = 1e-4;
        double value = place;
        Span<double> at = [2, 1, -1, -2];
        for (int i = 0; i < at.Length; i++)
        {
            place = value + at[i] * Step;
            at[i] = loss();
        }

        place = value;
        return (-at[0] + 8 * at[1] - 8 * at[2] + at[3]) / (12 * Step);
    }

    internal static void AssertRelative(double expected, double actual, string what)
    {
        // Below 1e-3 the difference itself is not exact enough for a relative comparison.
        double error = Math.Abs(expected - actual) / Math.Max(1e-3, Math.Max(Math.Abs(expected), Math.Abs(actual)));
        Assert.True(error < 1e-6, $"{what}: finite difference {expected:g12}, gradient {actual:g12}, relative error {error:g3}");
    }
}
