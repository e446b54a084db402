using LstmService.Engine;
using LstmService.Engine.Tests.Onnx;

namespace LstmService.Benchmarks.Engine;

/// <summary>One window in, and each answer fed back in: ours, and the same weights in ONNX Runtime.</summary>
internal sealed class RollOut : IDisposable
{
    public const int Hidden = 64, In = 48, Out = 24;

    private readonly Network<float> _network;
    private readonly Workspace<float> _workspace;
    private readonly CarriedState<float> _state;
    private readonly Batch<float> _window;
    private readonly Batch<float> _next;
    private readonly OnnxNetwork _onnx;

    public RollOut()
    {
        var spec = new NetworkSpec { Hidden = Hidden, Head = new LinearHeadSpec(1) { InitialScale = 1 } };
        _network = new(spec, 3);
        _workspace = new(_network, 1, In);
        _state = new(_network, 1);
        _window = new(BatchShape.For(spec, 1, In));
        _next = new(BatchShape.For(spec, 1, 1));
        for (int step = 0; step < In; step++)
            _window.Inputs[step] = MathF.Sin(0.3f * step);
        _onnx = new(_network);
    }

    /// <summary>Multiply-adds of the matrix products as two operations each: [h | x] by the gates at every step.</summary>
    public static double Operations => 2.0 * (In + Out - 1) * 4 * Hidden * (1 + Hidden) + 2.0 * Out * Hidden;

    public void Ours(Span<float> outputs)
    {
        _state.Clear();
        outputs[0] = _network.Forward(_workspace, _window, carried: _state)[0];
        for (int i = 1; i < outputs.Length; i++)
        {
            _next.Inputs[0] = outputs[i - 1];
            outputs[i] = _network.Forward(_workspace, _next, carried: _state)[0];
        }
    }

    public void Onnx(Span<float> outputs) => _onnx.RollOut(_window.Inputs, outputs);

    /// <summary>Throws where the two disagree.</summary>
    public void CheckSame()
    {
        float[] ours = new float[Out], theirs = new float[Out];
        Ours(ours);
        Onnx(theirs);
        for (int i = 0; i < Out; i++)
            if (!(Math.Abs(ours[i] - theirs[i]) <= 1e-5))
                throw new InvalidOperationException($"ONNX Runtime must agree: answer {i} must be {ours[i]}, was {theirs[i]}");
    }

    public void Dispose() => _onnx.Dispose();
}
