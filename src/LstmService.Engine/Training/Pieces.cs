using System.Numerics;

namespace LstmService.Engine.Training;

/// <summary>
/// The pieces of a batch for back-propagation through time that is truncated (Williams and Peng 1990, BPTT(h; h') with h = k2
/// and h' = k1): piece i brings the k1 steps from i*k1 on and, before them, the k2 - k1 steps that the gradient may reach too.
/// Those are run again, from the state k2 steps back, and their targets count no more. The state passes from piece to piece as
/// the weights of its time left it, taken as given, and begins at 0 with each batch.
/// </summary>
internal sealed class Pieces<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _every;
    private readonly int _before;
    private readonly Batch<T> _piece;

    /// <summary>Makes the buffers of a piece.</summary>
    /// <param name="network">Carries its state: one way through time, without a decoder, answering at every step.</param>
    /// <param name="shape">That of the whole batches.</param>
    /// <param name="every">k1: the steps between two updates.</param>
    /// <param name="back">k2: the steps a gradient goes back, at least k1.</param>
    public Pieces(Network<T> network, BatchShape shape, int every, int back)
    {
        _every = every;
        _before = back - every;
        _piece = new(shape with { Steps = Math.Min(shape.Steps, back) });
        Carried = new(network, shape.Capacity);
    }

    /// <summary>Where the piece starts; the forward pass over it moves it to where the next one does.</summary>
    public CarriedState<T> Carried { get; }

    /// <summary>Most steps of a piece.</summary>
    public int MaxSteps => _piece.Shape.Steps;

    /// <summary>How many pieces a batch of so many steps has.</summary>
    public int CountOf(int steps) => (steps + _every - 1) / _every;

    /// <summary>Makes a piece ready: in order, from 0.</summary>
    /// <param name="whole">The batch.</param>
    /// <param name="index">Which piece.</param>
    /// <returns>[steps, count, ...] like the whole, valid until the next piece.</returns>
    public Batch<T> Take(Batch<T> whole, int index)
    {
        if (index == 0)
            Carried.Clear();
        int first = FirstOf(index), fresh = index * _every, end = Math.Min(whole.Steps, fresh + _every);
        int count = whole.Count, inputs = count * whole.Shape.InputSize, targets = count * whole.Shape.Targets;
        Carried.TakenAfter = FirstOf(index + 1) - first;
        (_piece.Count, _piece.Steps) = (count, end - first);
        whole.Inputs.AsSpan(first * inputs, (end - first) * inputs).CopyTo(_piece.Inputs);
        whole.Targets.AsSpan(first * targets, (end - first) * targets).CopyTo(_piece.Targets);
        _piece.Targets.AsSpan(0, (fresh - first) * targets).Fill(T.NaN);
        whole.Weights.AsSpan(0, count).CopyTo(_piece.Weights);
        whole.Scales.AsSpan(0, count).CopyTo(_piece.Scales);
        for (int window = 0; window < count; window++)
            SetLength(window, whole.Lengths[window] == 0 ? whole.Steps : whole.Lengths[window], first);
        return _piece;
    }

    private int FirstOf(int index) => Math.Max(0, index * _every - _before);

    private void SetLength(int window, int length, int first)
    {
        if (length > first)
        {
            _piece.Lengths[window] = Math.Min(length - first, _piece.Steps);
            return;
        }

        // It ended before: one step that says nothing and is not learnt from.
        _piece.Lengths[window] = 1;
        _piece.InputsAt(0, window).Clear();
        _piece.TargetsAt(0, window).Fill(T.NaN);
    }
}
