using LstmService.Engine.Explanation;

namespace LstmService.Engine.Tests.Explanation;

/// <summary>Integrated gradients are complete, on every architecture and through kinks.</summary>
public sealed class IntegratedGradientsTests
{
    private const int Steps = 7;

    public static TheoryData<string> Names => Variants.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void TheySumToTheDifferenceOfTheAnswers(string name)
    {
        NetworkSpec spec = Variants.All[name];
        Network<double>[] networks = [new(spec, 7), new(spec, 8)];
        Batch<double> window = Batches.Of<double>(spec, 1, Steps, 3, 11);
        PathAttribution attribution = Explain(networks, Baseline(spec, window), window);
        Assert.InRange(Math.Abs(attribution.Residual), 0, 1e-3 * Math.Abs(attribution.Output - attribution.Baseline));
        Assert.True(Math.Abs(attribution.Output - attribution.Baseline) > 1e-5, $"the answers must differ, was {attribution}");
    }

    [Fact]
    public void TheyAreTheIntegralsOfTheGradientAlongThePath()
    {
        NetworkSpec spec = Variants.All["gru"];
        Network<double> network = new(spec, 7);
        Batch<double> window = Batches.Of<double>(spec, 1, Steps, 3, 11);
        Batch<double> baseline = Baseline(spec, window), point = new(window.Shape);
        double[] expected = new double[window.Inputs.Length], dInputs = new double[expected.Length];
        var workspace = new Workspace<double>(network, 1, Steps);
        const int Points = 400;
        for (int n = 0; n < Points; n++)
        {
            for (int i = 0; i < expected.Length; i++)
                point.Inputs[i] = baseline.Inputs[i] + (n + 0.5) / Points * (window.Inputs[i] - baseline.Inputs[i]);
            network.Forward(workspace, point);
            network.Backward(workspace, point, [0, 1, 0], new double[network.ParameterCount], dInputs);
            for (int i = 0; i < expected.Length; i++)
                expected[i] += dInputs[i] * (window.Inputs[i] - baseline.Inputs[i]) / Points;
        }

        Numbers.AssertClose(expected, Explain([network], baseline, window).Inputs, 1e-4, "attributions");
    }

    [Fact]
    public void AlternativesAndTheLinearMapAreAttributedToo()
    {
        NetworkSpec spec = RelevanceTests.Quantiles(ordered: true);
        Network<double> network = new(spec, 7);
        Batch<double> window = Batches.Of<double>(spec, 1, Steps, 6, 11), baseline = new(window.Shape);
        window.Inputs.CopyTo(baseline.Inputs, 0);
        PathAttribution attribution = Explain([network], baseline, window);
        Assert.All(attribution.Inputs, value => Assert.Equal(0, value));
        // The hidden state is the same at both ends, so the answer is linear in what the head reads beside it.
        var workspace = new Workspace<double>(network, 1, Steps);
        double whole = network.Forward(workspace, window)[1];
        for (int i = 0; i < 2; i++)
        {
            double kept = window.Alternatives[i];
            window.Alternatives[i] = 0;
            Assert.Equal(whole - network.Forward(workspace, window)[1], attribution.Alternatives[i], 1e-9);
            window.Alternatives[i] = kept;
        }

        Assert.All(attribution.Alternatives[2..], value => Assert.Equal(0, value));
        window.Skip[3] = 0;
        Assert.Equal(whole - network.Forward(workspace, window)[1], attribution.Skip[3], 1e-9);
    }

    [Fact]
    public void AKinkInTheFunctionIsCutOutOfThePath()
    {
        NetworkSpec spec = Variants.All["peephole"];
        Network<double> network = new(spec, 7);
        Batch<double> window = Batches.Of<double>(spec, 1, Steps, 3, 11);
        Batch<double> baseline = Baseline(spec, window);
        PathAttribution smooth = Explain([network], baseline, window);
        double kink = smooth.Baseline + 0.37 * (smooth.Output - smooth.Baseline);
        double sign = Math.Sign(smooth.Output - smooth.Baseline);
        PathAttribution bent = new IntegratedGradients<double>([network], window.Shape).Explain(
            baseline, window, (outputs, dOutputs) =>
            {
                double over = sign * (outputs[1] - kink);
                dOutputs[1] = over > 0 ? 1 : 0;
                return over > 0 ? sign * over : 0;
            });
        Assert.InRange(Math.Abs(bent.Residual), 0, 1e-3 * Math.Abs(bent.Output - bent.Baseline));
        Assert.True(bent.Evaluations > smooth.Evaluations);
    }

    [Fact]
    public void TwoWindowsInOneBatchAreRefused()
    {
        NetworkSpec spec = Variants.All["gru"];
        Batch<double> two = Batches.Of<double>(spec, 2, Steps, 3, 11);
        Assert.Throws<ArgumentException>(() => Explain([new(spec, 7)], two, two));
    }

    private static PathAttribution Explain(Network<double>[] networks, Batch<double> baseline, Batch<double> window) =>
        new IntegratedGradients<double>(networks, window.Shape).Explain(
            baseline, window, (outputs, dOutputs) => { dOutputs[1] = 1; return outputs[1]; });

    /// <summary>Zeros, with the window's categories and what its decoder reads.</summary>
    private static Batch<double> Baseline(NetworkSpec spec, Batch<double> window)
    {
        var baseline = new Batch<double>(window.Shape);
        window.DecoderInputs.CopyTo(baseline.DecoderInputs, 0);
        foreach (EmbeddingSpec embedding in spec.Embeddings)
            for (int i = embedding.Column; i < window.Inputs.Length; i += spec.InputSize)
                baseline.Inputs[i] = window.Inputs[i];
        return baseline;
    }
}
