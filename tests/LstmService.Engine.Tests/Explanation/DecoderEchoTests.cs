using LstmService.Engine.Explanation;

namespace LstmService.Engine.Tests.Explanation;

/// <summary>The gradient of a decoder that hears its own answers goes through them.</summary>
public sealed class DecoderEchoTests
{
    private const int Steps = 6;

    public static TheoryData<string> Names => [.. Variants.All.Where(v => v.Value.Decoder is not null).Select(v => v.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ItIsThatOfTheRollOutByFiniteDifferences(string name)
    {
        NetworkSpec spec = Variants.All[name];
        var network = new Network<double>(spec, 7);
        Batch<double> batch = Batches.Of<double>(spec, 2, Steps, 3, 11);
        DecoderEcho echo = new(Output: 1, Input: 0);
        var workspace = new Workspace<double>(network, 2, Steps);
        double Answer() => network.RollOut(workspace, batch, echo.FeedOf<double>(spec))[^2]; // the last window's at the last step
        double[] dOutputs = new double[batch.TargetRows * 3], dInputs = new double[batch.Inputs.Length];
        dOutputs[^2] = 1;
        Answer();
        echo.Backward(network, workspace, batch, dOutputs, new double[network.ParameterCount], dInputs);
        for (int i = 0; i < dInputs.Length; i++)
        {
            if (spec.Embeddings.Any(e => i % spec.InputSize == e.Column))
                continue;
            double kept = batch.Inputs[i];
            batch.Inputs[i] = kept + 1e-5;
            double above = Answer();
            batch.Inputs[i] = kept - 1e-5;
            double below = Answer();
            batch.Inputs[i] = kept;
            Assert.Equal((above - below) / 2e-5, dInputs[i], 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IntegratedGradientsThroughItAreComplete(string name)
    {
        NetworkSpec spec = Variants.All[name];
        Network<double>[] networks = [new(spec, 7), new(spec, 8)];
        Batch<double> window = Batches.Of<double>(spec, 1, Steps, 3, 11), baseline = new(window.Shape);
        window.DecoderInputs.CopyTo(baseline.DecoderInputs, 0);
        foreach (EmbeddingSpec embedding in spec.Embeddings)
            for (int i = embedding.Column; i < window.Inputs.Length; i += spec.InputSize)
                baseline.Inputs[i] = window.Inputs[i];
        PathAttribution attribution = new IntegratedGradients<double>(networks, window.Shape, new(1, 0)).Explain(
            baseline, window, (outputs, dOutputs) => { dOutputs[^2] = 1; return outputs[^2]; });
        Assert.InRange(Math.Abs(attribution.Residual), 0, 1e-3 * Math.Abs(attribution.Output - attribution.Baseline));
    }
}
