using Microsoft.ML.OnnxRuntime;

namespace LstmService.Engine.Tests.Onnx;

/// <summary>A network run by ONNX Runtime on one thread, with states that are carried from call to call.</summary>
internal sealed class OnnxNetwork : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly NetworkSpec _spec;
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    public OnnxNetwork(Network<float> network)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new(OnnxModel.Of(network), options);
        _spec = network.Spec;
        string[] states = [.. Enumerable.Range(0, _spec.Layers).SelectMany(i => (string[])[$"h{i}", $"c{i}"])];
        _inputs = ["x", .. states];
        _outputs = ["y", .. states.Select(name => name + "_next")];
    }

    /// <summary>Answers windows from states of 0.</summary>
    /// <param name="inputs">[steps, batch, inputSize].</param>
    /// <param name="steps">Steps.</param>
    /// <param name="batch">Windows.</param>
    /// <returns>[batch, outputs].</returns>
    public float[] Forward(float[] inputs, int steps, int batch)
    {
        IReadOnlyList<OrtValue> states = FirstStates(batch), results = Run(inputs, steps, batch, states);
        float[] outputs = results[0].GetTensorDataAsSpan<float>().ToArray();
        Dispose([.. states, .. results]);
        return outputs;
    }

    /// <summary>Answers one window of one number a step, and then feeds each answer back in.</summary>
    /// <param name="inputs">[steps].</param>
    /// <param name="outputs">Filled with the first answer and those that follow from it.</param>
    public void RollOut(float[] inputs, Span<float> outputs)
    {
        IReadOnlyList<OrtValue> states = FirstStates(1);
        for (int i = 0; i < outputs.Length; i++)
        {
            IReadOnlyList<OrtValue> results = i == 0
                ? Run(inputs, inputs.Length, 1, states)
                : Run([outputs[i - 1]], 1, 1, states);
            outputs[i] = results[0].GetTensorDataAsSpan<float>()[0];
            Dispose([.. states, results[0]]);
            states = [.. results.Skip(1)];
        }

        Dispose(states);
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private IReadOnlyList<OrtValue> Run(float[] inputs, int steps, int batch, IReadOnlyList<OrtValue> states)
    {
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(inputs, [steps, batch, _spec.InputSize]);
        return _session.Run(_options, _inputs, [x, .. states], _outputs);
    }

    private IReadOnlyList<OrtValue> FirstStates(int batch) =>
        [.. Enumerable.Range(0, 2 * _spec.Layers).Select(_ => OrtValue.CreateTensorValueFromMemory(
            new float[batch * _spec.Hidden], [1, batch, _spec.Hidden]))];

    private static void Dispose(IReadOnlyList<OrtValue> values)
    {
        foreach (OrtValue value in values)
            value.Dispose();
    }
}
