namespace LstmService.Engine.Tests.Onnx;

/// <summary>The same weights in ONNX Runtime give the same outputs.</summary>
public sealed class OnnxTests
{
    [Theory]
    [InlineData(1, 4, 1, 3, 1)]
    [InlineData(3, 17, 1, 11, 7)]
    [InlineData(2, 32, 2, 24, 8)]
    [InlineData(1, 64, 1, 48, 1)]
    [InlineData(5, 40, 3, 16, 9)]
    public void TheOutputsAreThoseOfOnnxRuntime(int inputSize, int hidden, int layers, int steps, int batch)
    {
        var spec = new NetworkSpec
        {
            InputSize = inputSize,
            Hidden = hidden,
            Layers = layers,
            Head = new LinearHeadSpec(3) { InitialScale = 1 },
        };
        var network = new Network<float>(spec, 5);
        foreach (TensorInfo tensor in network.Tensors)
            network.SetTensor(tensor.Name, [.. Numbers.Float(tensor.Length, 7).Zip(network.GetTensor(tensor.Name), (a, b) => a / 10 + b)]);
        Batch<float> windows = Batches.Of<float>(spec, batch, steps, 0, 6);
        using var onnx = new OnnxNetwork(network);
        float[] expected = onnx.Forward(windows.Inputs, steps, batch);
        Numbers.AssertClose(expected, network.Forward(new(network, batch, steps), windows), 1e-5, "outputs");
        Assert.Contains(expected, value => Math.Abs(value) > 0.01);
    }
}
