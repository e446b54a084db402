namespace LstmService.Engine.Tests.Heads;

/// <summary>Quantiles that cannot cross, whatever the weights.</summary>
public sealed class OrderedQuantileTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void OrderedQuantilesNeverCross(float size)
    {
        foreach (int quantiles in (int[])[1, 2, 3, 6, 9])
        {
            NetworkSpec spec = Spec(quantiles, ordered: true);
            float[] outputs = Answer(spec, size);
            Assert.All(outputs, value => Assert.True(float.IsFinite(value)));
            Assert.True(Crossings(outputs, quantiles) == 0, $"{quantiles} quantiles cross at weights of {size}");
        }
    }

    [Fact]
    public void WithoutTheOptionTheSameWeightsCross() =>
        Assert.NotEqual(0, Crossings(Answer(Spec(9, ordered: false), 10), 9));

    [Fact]
    public void TheMiddleQuantileIsTheMapsOwnAnswerAndTheOthersAreStepsFromIt()
    {
        var network = new Network<double>(
            new() { Hidden = 4, Head = new QuantileHeadSpec { Quantiles = 4, Location = false, Ordered = true } }, 1);
        foreach (TensorInfo tensor in network.Tensors)
            network.SetTensor(tensor.Name, new double[tensor.Length]);
        network.SetTensor("head.quantiles.bias", [0.5, -1, 3, 2]);
        Batch<double> batch = Batches.Of<double>(network.Spec, 1, 2, 0, 1);
        static double Softplus(double r) => Math.Log(1 + Math.Exp(r));
        double[] expected = [3 - Softplus(-1) - Softplus(0.5), 3 - Softplus(-1), 3, 3 + Softplus(2)];
        Numbers.AssertClose(expected, network.Forward(new(network, 1, 2), batch), 1e-12, "quantiles");
    }

    private static NetworkSpec Spec(int quantiles, bool ordered) => new()
    {
        Hidden = 12,
        Head = new QuantileHeadSpec { Horizon = 7, Quantiles = quantiles, Alternatives = 2, SkipSize = 3, Ordered = ordered },
    };

    private static float[] Answer(NetworkSpec spec, float size)
    {
        var network = new Network<float>(spec, 1);
        foreach (TensorInfo tensor in network.Tensors.Where(tensor => tensor.Name.StartsWith("head.", StringComparison.Ordinal)))
            network.SetTensor(tensor.Name, [.. Numbers.Float(tensor.Length, 3).Select(value => value * size)]);
        return network.Forward(new(network, 50, 5), Batches.Of<float>(spec, 50, 5, 0, 2)).ToArray();
    }

    private static int Crossings(float[] outputs, int quantiles) =>
        Enumerable.Range(1, outputs.Length - 1).Count(i => i % quantiles != 0 && outputs[i] < outputs[i - 1]);
}
