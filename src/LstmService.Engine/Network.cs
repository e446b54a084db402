using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine;

/// <summary>
/// Stacked recurrent layers, perhaps a decoder, and a head: the shape is fixed, the weights change. All parameters lie in one flat array; see
/// <see cref="Tensors"/> for their names. Threads may answer from one network at once, each with its own workspace.
/// </summary>
public sealed unsafe partial class Network<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _parameters;
    private readonly Dictionary<string, ParameterTensor> _tensors;
    private readonly BatchShape _batchShape;

    /// <summary>Makes a network with starting weights.</summary>
    /// <param name="spec">Its shape.</param>
    /// <param name="seed">The same seed gives the same weights, whatever the machine.</param>
    /// <exception cref="ArgumentException">The spec is not sound; the message lists every rule broken.</exception>
    public Network(NetworkSpec spec, ulong seed)
        : this(spec, seed, spec is null ? 0 : VectorWidth.Choose<T>(spec.Hidden))
    {
    }

    /// <summary>Makes a network at one vector width: the tests run them all.</summary>
    internal Network(NetworkSpec spec, ulong seed, int vectorBits)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Bounds.ThrowIfAny(spec.Validate(), nameof(spec));
        Spec = spec;
        VectorBits = vectorBits;
        _batchShape = BatchShape.For(spec, 1, 1);
        var layout = new ParameterLayout();
        Parts = NetworkParts<T>.Create(spec, layout, vectorBits);
        _parameters = new(layout.Length);
        _tensors = layout.Tensors.ToDictionary(tensor => tensor.Info.Name, StringComparer.Ordinal);
        Tensors = [.. layout.Tensors.Select(tensor => tensor.Info)];
        var random = new Xoshiro256(seed);
        foreach (ParameterTensor tensor in layout.Tensors)
            Start(tensor, ref random);
    }

    /// <summary>The shape.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>How many parameters there are, padding included: the length a gradient must have.</summary>
    public int ParameterCount => _parameters.Length;

    /// <summary>All parameters, flat, in the engine's own order. Whoever writes them keeps the padding 0.</summary>
    public Span<T> Parameters => _parameters.Span;

    /// <summary>The named tensors, in a fixed order.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    internal NetworkParts<T> Parts { get; }

    /// <summary>The vectors it was made for.</summary>
    internal int VectorBits { get; }

    /// <summary>A tensor's values, row-major, and its shape; false where there is none of that name.</summary>
    public bool TryGetTensor(string name, out T[] values, out IReadOnlyList<int> shape)
    {
        bool found = _tensors.TryGetValue(name, out ParameterTensor? tensor);
        values = found ? new T[tensor!.Info.Length] : [];
        shape = found ? tensor!.Info.Shape : [];
        if (found)
            ReadTensor(name, Parameters, values);
        return found;
    }

    /// <summary>A tensor's values, row-major.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public T[] GetTensor(string name)
    {
        var values = new T[Find(name).Info.Length];
        ReadTensor(name, Parameters, values);
        return values;
    }

    /// <summary>Replaces a tensor's values.</summary>
    /// <param name="name">Which.</param>
    /// <param name="values">Row-major, as many as the tensor has.</param>
    /// <exception cref="ArgumentException">There is none of that name, or the length is not its own.</exception>
    public void SetTensor(string name, ReadOnlySpan<T> values)
    {
        ParameterTensor tensor = Find(name);
        CheckLength(name, values.Length, tensor.Info.Length);
        Span<T> parameters = Parameters;
        for (int row = 0, i = 0; row < tensor.Rows; row++)
            for (int column = 0; column < tensor.Columns; column++, i++)
                parameters[tensor.Index(row, column)] = values[i];
    }

    /// <summary>Reads a tensor out of a flat array in the engine's order: a gradient, a moment, the parameters themselves.</summary>
    /// <param name="name">Which.</param>
    /// <param name="flat">[<see cref="ParameterCount"/>].</param>
    /// <param name="destination">Row-major, as many as the tensor has.</param>
    public void ReadTensor(string name, ReadOnlySpan<T> flat, Span<T> destination)
    {
        ParameterTensor tensor = Find(name);
        CheckLength(nameof(flat), flat.Length, ParameterCount);
        CheckLength(name, destination.Length, tensor.Info.Length);
        for (int row = 0, i = 0; row < tensor.Rows; row++)
            for (int column = 0; column < tensor.Columns; column++, i++)
                destination[i] = flat[tensor.Index(row, column)];
    }

    /// <summary>A network of its own with the same shape and weights.</summary>
    public Network<T> Clone()
    {
        var copy = new Network<T>(Spec, 0, VectorBits);
        Parameters.CopyTo(copy.Parameters);
        return copy;
    }

    private void Start(ParameterTensor tensor, ref Xoshiro256 random)
    {
        for (int row = 0; row < tensor.Rows; row++)
            for (int column = 0; column < tensor.Columns; column++)
            {
                double value = tensor.Start(row) + (2 * random.NextDouble() - 1) * tensor.Range;
                _parameters.Span[tensor.Index(row, column)] = T.CreateTruncating(value);
            }
    }

    private ParameterTensor Find(string name) => _tensors.TryGetValue(name, out ParameterTensor? tensor)
        ? tensor
        : throw new ArgumentException($"the network has no tensor {name}", nameof(name));

    private static void CheckLength(string name, int length, int expected)
    {
        if (length != expected)
            throw new ArgumentException($"{name} must have {expected} elements, had {length}", name);
    }
}
