using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Kernels;
using LstmService.Engine.Layers;

namespace LstmService.Engine;

/// <summary>
/// Stacked recurrent layers and a head: the shape is fixed, the weights change. All parameters lie in one flat array; see
/// <see cref="Tensors"/> for their names. Threads may answer from one network at once, each with its own workspace.
/// </summary>
public sealed unsafe class Network<T>
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

    /// <summary>Answers a batch.</summary>
    /// <param name="workspace">This thread's own.</param>
    /// <param name="batch">Inputs, and what the head reads beside them.</param>
    /// <param name="dropout">In training, which masks dropout draws; null, as in inference, drops nothing.</param>
    /// <param name="carried">Where the windows start, and afterwards where they ended; null starts them at 0.</param>
    /// <returns>[target rows, outputs], valid until the workspace is used again.</returns>
    public ReadOnlySpan<T> Forward(
        Workspace<T> workspace, Batch<T> batch, DropoutSeed? dropout = null, CarriedState<T>? carried = null)
    {
        CheckFits(workspace, batch);
        if (carried is not null && (carried.Spec != Spec || carried.Count < batch.Count))
            throw new ArgumentException(
                $"the carried state must be of this network and at least {batch.Count} windows", nameof(carried));
        workspace.Holds = default;
        workspace.Pass.Begin(batch, dropout);
        int rows = batch.TargetRows;
        fixed (T* batchInputs = batch.Inputs)
        {
            Sequence<T> top = Parts.Layers.Forward(
                _parameters.Pointer, workspace.Layers, workspace.Pass, new(batchInputs, Spec.InputSize), carried);
            Sequence<T> read = Parts.Readout.Read(top, workspace.Pass, workspace.Read);
            Parts.Head.Forward(
                _parameters.Pointer, workspace.Head, read.Pointer, read.Row, rows, batch, workspace.Outputs.Pointer);
        }

        if (Spec.Summary == Summary.EveryStep)
            ClearPastTheEnd(workspace.Pass, workspace.Outputs.Span);
        workspace.Holds = (batch.Count, batch.Steps);
        GC.KeepAlive(this);
        return workspace.Outputs.Span[..(rows * Spec.Head.Outputs)];
    }

    /// <summary>
    /// The gradient of a loss, after <see cref="Forward"/> on the same batch; once for each forward pass. A carried state is
    /// taken as given: the gradient ends at the first step.
    /// </summary>
    /// <param name="workspace">As the forward pass left it.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="dOutputs">[target rows, outputs]: the gradient of the loss by the outputs.</param>
    /// <param name="gradient">[<see cref="ParameterCount"/>]: overwritten.</param>
    /// <param name="dInputs">[steps, count, inputSize], overwritten; empty where it is not wanted.</param>
    public void Backward(
        Workspace<T> workspace, Batch<T> batch, ReadOnlySpan<T> dOutputs, Span<T> gradient, Span<T> dInputs = default)
    {
        CheckFits(workspace, batch);
        int steps = batch.Steps, count = batch.Count, rows = batch.TargetRows;
        if (workspace.Holds != (count, steps))
            throw new InvalidOperationException("Backward must follow a Forward on the same workspace and batch");
        CheckLength(nameof(dOutputs), dOutputs.Length, rows * Spec.Head.Outputs);
        CheckLength(nameof(gradient), gradient.Length, ParameterCount);
        if (!dInputs.IsEmpty)
            CheckLength(nameof(dInputs), dInputs.Length, steps * count * Spec.InputSize);
        workspace.Holds = default;
        if (Spec.Summary == Summary.EveryStep && workspace.Pass.IsRagged)
        {
            dOutputs.CopyTo(workspace.DOutputs.Span);
            ClearPastTheEnd(workspace.Pass, workspace.DOutputs.Span);
            dOutputs = workspace.DOutputs.Span[..dOutputs.Length];
        }

        fixed (T* dOut = dOutputs, target = gradient)
        {
            Pass pass = workspace.Pass;
            LevelState<T> top = workspace.Layers[^1];
            Sequence<T> read = Parts.Readout.Read(Parts.Layers.OutputsOf(workspace.Layers), pass, workspace.Read);
            Parts.Head.Backward(
                _parameters.Pointer, workspace.Head, read.Pointer, read.Row, rows, batch, dOut, target,
                Parts.Readout.DRead(top, pass, workspace.DRead));
            bool everyStep = Parts.Readout.Spread(top, pass, workspace.DRead);
            Parts.Layers.Backward(
                _parameters.Pointer, workspace.Layers, pass, target, everyStep,
                dInputs.IsEmpty ? null : workspace.InputGradient.Pointer);
        }

        if (!dInputs.IsEmpty)
            CopyInputGradient(workspace, dInputs);
        GC.KeepAlive(workspace);
        GC.KeepAlive(this);
    }

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

    /// <summary>Nothing is answered past a window's end.</summary>
    private void ClearPastTheEnd(Pass pass, Span<T> rows)
    {
        int outputs = Spec.Head.Outputs;
        for (int n = 0; pass.IsRagged && n < pass.Steps * pass.Count; n++)
            if (n / pass.Count >= pass.LengthOf(n % pass.Count))
                rows.Slice(n * outputs, outputs).Clear();
    }

    private void CopyInputGradient(Workspace<T> workspace, Span<T> dInputs)
    {
        int size = Spec.InputSize, width = Parts.Layers.InputWidth;
        for (int n = 0; n < dInputs.Length / size; n++)
            workspace.InputGradient.Span.Slice(n * width, size).CopyTo(dInputs[(n * size)..]);
    }

    private void CheckFits(Workspace<T> workspace, Batch<T> batch)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(batch);
        if (workspace.Spec != Spec)
            throw new ArgumentException("the workspace was made for a network of another spec", nameof(workspace));
        if (batch.Count > workspace.MaxBatch || batch.Steps > workspace.MaxSteps)
            throw new ArgumentException(
                $"the workspace holds {workspace.MaxBatch} windows of {workspace.MaxSteps} steps, "
                + $"the batch has {batch.Count} of {batch.Steps}",
                nameof(batch));
        if (!_batchShape.FitsBeside(batch.Shape))
            throw new ArgumentException($"the network needs a batch like {_batchShape}, was {batch.Shape}", nameof(batch));
    }

    private static void CheckLength(string name, int length, int expected)
    {
        if (length != expected)
            throw new ArgumentException($"{name} must have {expected} elements, had {length}", name);
    }
}
