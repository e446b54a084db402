using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Layers;

namespace LstmService.Engine;

/// <summary>
/// Where a sequence stands: the hidden states and memories of every layer, for some windows. Given to
/// <see cref="Network{T}.Forward"/> it is where the windows start, and afterwards where they ended; so a long sequence goes
/// through in pieces (truncated backpropagation, Williams and Peng 1990) or step by step (a roll-out).
/// </summary>
public sealed class CarriedState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer[] _layers;

    /// <summary>Makes a state of zeros.</summary>
    /// <param name="network">The network it serves, or any of the same spec.</param>
    /// <param name="count">Most windows, 1..65536.</param>
    /// <exception cref="ArgumentException">
    /// The bound is broken, or the network runs both ways or has a decoder, and so has no last state to carry.
    /// </exception>
    public CarriedState(Network<T> network, int count)
    {
        ArgumentNullException.ThrowIfNull(network);
        var failures = new List<string>();
        Bounds.Check(failures, "count", count, 1, 65536);
        if (network.Spec.Bidirectional)
            failures.Add("a network that runs both ways through time carries no state");
        if (network.Spec.Decoder is not null)
            failures.Add("a network with a decoder reads whole windows and carries no state");
        Bounds.ThrowIfAny(failures, nameof(count));
        Count = count;
        Spec = network.Spec;
        _layers = Array.ConvertAll(network.Parts.Layers.Levels, level => new Layer(level.Directions[0], count));
    }

    /// <summary>Most windows.</summary>
    public int Count { get; }

    internal NetworkSpec Spec { get; }

    /// <summary>After how many steps of a pass the state is taken, at most its steps; null, and past a window's end, at its end.</summary>
    internal int? TakenAfter { get; set; }

    /// <summary>Sets all to 0: a new sequence begins.</summary>
    public void Clear()
    {
        foreach (Layer layer in _layers)
        {
            Array.Clear(layer.Hidden);
            Array.Clear(layer.Memory);
        }
    }

    /// <summary>Sets one window to 0.</summary>
    public void Clear(int window)
    {
        foreach (Layer layer in _layers)
            for (int block = 0; block < layer.Lag; block++)
            {
                Row(layer, layer.Hidden, block, window).Clear();
                Row(layer, layer.Memory, block, window).Clear();
            }
    }

    /// <summary>Takes over the numbers of another state of the same network and count.</summary>
    public void CopyFrom(CarriedState<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count != Count || other.Spec != Spec)
            throw new ArgumentException($"the state must be of the same network and {Count} windows", nameof(other));
        for (int i = 0; i < _layers.Length; i++)
        {
            other._layers[i].Hidden.CopyTo(_layers[i].Hidden, 0);
            other._layers[i].Memory.CopyTo(_layers[i].Memory, 0);
        }
    }

    /// <summary>h of one layer and window, [hidden].</summary>
    /// <param name="layer">From 0, the bottom.</param>
    /// <param name="window">From 0.</param>
    /// <param name="back">How many steps before the last, 0..dilation-1.</param>
    public Span<T> HiddenOf(int layer, int window, int back = 0) =>
        Row(_layers[layer], _layers[layer].Hidden, _layers[layer].Lag - 1 - back, window)[.._layers[layer].Units];

    /// <summary>c of one layer and window, [hidden]; of a cell without memory it means nothing.</summary>
    /// <param name="layer">From 0, the bottom.</param>
    /// <param name="window">From 0.</param>
    /// <param name="back">How many steps before the last, 0..dilation-1.</param>
    public Span<T> MemoryOf(int layer, int window, int back = 0) =>
        Row(_layers[layer], _layers[layer].Memory, _layers[layer].Lag - 1 - back, window)[.._layers[layer].Units];

    /// <summary>Puts this state before the first step of a layer.</summary>
    internal unsafe void CopyInto(LayerState<T> state, int layer)
    {
        Layer own = _layers[layer];
        for (int n = 0; n < own.Lag * state.Batch; n++)
        {
            int block = n / state.Batch, window = n % state.Batch;
            Row(own, own.Hidden, block, window).CopyTo(new(state.Blocks.At(n), own.Padded));
            fixed (T* memory = Row(own, own.Memory, block, window))
                state.CopyMemory(block, window, memory, into: true);
        }
    }

    /// <summary>Takes this state from behind the last step of each window, or behind an earlier one.</summary>
    internal unsafe void CopyFrom(LayerState<T> state, int layer, Pass pass)
    {
        Layer own = _layers[layer];
        int steps = TakenAfter ?? pass.Steps;
        for (int n = 0; n < own.Lag * state.Batch; n++)
        {
            int block = n / state.Batch, window = n % state.Batch, last = Math.Min(pass.LengthOf(window), steps) + block;
            new Span<T>(state.Blocks.At((nint)last * state.Batch + window), own.Padded)
                .CopyTo(Row(own, own.Hidden, block, window));
            fixed (T* memory = Row(own, own.Memory, block, window))
                state.CopyMemory(last, window, memory, into: false);
        }
    }

    private Span<T> Row(Layer layer, T[] numbers, int block, int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(window, Count);
        return numbers.AsSpan((block * Count + window) * layer.Padded, layer.Padded);
    }

    /// <summary>[lag, count, padded] of h and of c.</summary>
    private sealed class Layer(RecurrentLayer<T> layer, int count)
    {
        public int Lag { get; } = layer.Lag;

        public int Units { get; } = layer.Hidden.Units;

        public int Padded { get; } = layer.Hidden.Padded;

        public T[] Hidden { get; } = new T[checked(layer.Lag * count * layer.Hidden.Padded)];

        public T[] Memory { get; } = new T[checked(layer.Lag * count * layer.Hidden.Padded)];
    }
}
