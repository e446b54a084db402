using System.Runtime.InteropServices;

namespace LstmService.Engine.Tests.Onnx;

/// <summary>
/// A network of LSTM layers under a linear head as an ONNX model (opset 17): the field numbers are those of onnx.proto3.
/// <code>
/// inputs   x [steps, batch, inputSize], h0, c0 [1, batch, hidden] for layer 0, h1, c1 for layer 1 ...
/// outputs  y [batch, outputs], and the last states as h0_next, c0_next ...
/// </code>
/// </summary>
internal static class OnnxModel
{
    private const int Float = 1, Whole = 7;

    // ONNX has the gates in the order i, o, f, g; ours is i, f, g, o.
    private static readonly int[] s_gates = [0, 3, 1, 2];

    public static byte[] Of(Network<float> network)
    {
        var model = new ProtobufWriter();
        model.Number(1, 8);
        model.Message(8, opset => opset.Number(2, 17));
        model.Message(7, graph =>
        {
            string below = "x";
            for (int layer = 0; layer < network.Spec.Layers; layer++)
                below = AddLayer(graph, network, layer, below);
            AddHead(graph, network);
            AddInputsAndOutputs(graph, network.Spec);
        });
        return model.ToArray();
    }

    private static string AddLayer(ProtobufWriter graph, Network<float> network, int layer, string below)
    {
        int hidden = network.Spec.Hidden, inputs = layer == 0 ? network.Spec.InputSize : hidden;
        string ours = $"layers.{layer}.";
        float[] bias = Reordered(network.GetTensor(ours + "bias"), hidden);
        AddFloats(graph, $"w{layer}", [1, 4 * hidden, inputs], Reordered(network.GetTensor(ours + "weight_input"), hidden));
        AddFloats(graph, $"r{layer}", [1, 4 * hidden, hidden], Reordered(network.GetTensor(ours + "weight_hidden"), hidden));
        // ONNX has two biases: ours is the first, the other stays 0.
        AddFloats(graph, $"b{layer}", [1, 8 * hidden], [.. bias, .. new float[bias.Length]]);
        AddNode(
            graph, "LSTM", [below, $"w{layer}", $"r{layer}", $"b{layer}", "", $"h{layer}", $"c{layer}"],
            [$"all{layer}", $"h{layer}_next", $"c{layer}_next"], ("hidden_size", hidden));
        AddWholes(graph, $"direction{layer}", [1], [1]);
        AddNode(graph, "Squeeze", [$"all{layer}", $"direction{layer}"], [$"states{layer}"]);
        return $"states{layer}";
    }

    private static void AddHead(ProtobufWriter graph, Network<float> network)
    {
        int top = network.Spec.Layers - 1;
        AddFloats(graph, "weight", [network.Spec.Head.Outputs, network.Spec.Hidden], network.GetTensor("head.weight"));
        AddFloats(graph, "bias", [network.Spec.Head.Outputs], network.GetTensor("head.bias"));
        AddWholes(graph, "first", [1], [0]);
        AddNode(graph, "Squeeze", [$"h{top}_next", "first"], ["last"]);
        AddNode(graph, "Gemm", ["last", "weight", "bias"], ["y"], ("transB", 1));
    }

    private static void AddInputsAndOutputs(ProtobufWriter graph, NetworkSpec spec)
    {
        AddValue(graph, 11, "x", ["steps", "batch", spec.InputSize]);
        AddValue(graph, 12, "y", ["batch", spec.Head.Outputs]);
        for (int layer = 0; layer < spec.Layers; layer++)
            foreach (char state in (char[])['h', 'c'])
            {
                AddValue(graph, 11, $"{state}{layer}", [1, "batch", spec.Hidden]);
                AddValue(graph, 12, $"{state}{layer}_next", [1, "batch", spec.Hidden]);
            }
    }

    private static void AddNode(
        ProtobufWriter graph, string operation, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes) =>
        graph.Message(1, node =>
        {
            Array.ForEach(inputs, name => node.Text(1, name));
            Array.ForEach(outputs, name => node.Text(2, name));
            node.Text(4, operation);
            foreach ((string name, long value) in attributes)
                node.Message(5, attribute =>
                {
                    attribute.Text(1, name);
                    attribute.Number(3, value);
                    attribute.Number(20, 2);
                });
        });

    private static void AddFloats(ProtobufWriter graph, string name, long[] shape, float[] values) =>
        AddTensor(graph, name, shape, Float, MemoryMarshal.AsBytes<float>(values).ToArray());

    private static void AddWholes(ProtobufWriter graph, string name, long[] shape, long[] values) =>
        AddTensor(graph, name, shape, Whole, MemoryMarshal.AsBytes<long>(values).ToArray());

    private static void AddTensor(ProtobufWriter graph, string name, long[] shape, int type, byte[] values) =>
        graph.Message(5, tensor =>
        {
            Array.ForEach(shape, size => tensor.Number(1, size));
            tensor.Number(2, type);
            tensor.Text(8, name);
            tensor.Bytes(9, values);
        });

    /// <summary>A size is a number, or a name where any will do.</summary>
    private static void AddValue(ProtobufWriter graph, int field, string name, object[] shape) =>
        graph.Message(field, value =>
        {
            value.Text(1, name);
            value.Message(2, type => type.Message(1, tensor =>
            {
                tensor.Number(1, Float);
                tensor.Message(2, sizes => Array.ForEach(shape, size => sizes.Message(1, dimension =>
                {
                    if (size is int number)
                        dimension.Number(1, number);
                    else
                        dimension.Text(2, (string)size);
                })));
            }));
        });

    private static float[] Reordered(float[] tensor, int hidden)
    {
        int block = tensor.Length / 4;
        return [.. s_gates.SelectMany(gate => tensor.AsSpan(gate * block, block).ToArray())];
    }
}
