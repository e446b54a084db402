using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997) with the forget gate of Gers, Schmidhuber and Cummins (2000):
/// <code>
/// i = sigmoid(Wi x + Ui h + bi)     what enters the memory
/// f = sigmoid(Wf x + Uf h + bf)     what stays in it
/// g = tanh   (Wg x + Ug h + bg)     the candidate
/// o = sigmoid(Wo x + Uo h + bo)     what is shown of it
/// c' = f c + i g
/// h' = o tanh(c')
/// </code>
/// The memory c is carried by a sum, so its gradient does not vanish where f is near 1; bf therefore starts at 1.
/// <para>
/// One row [h | x | 1] makes W, U and b one matrix, and a step one product. Its columns are interleaved: for each vector of
/// units the four gates stand side by side, [i f g o], so that a panel of the product holds all a unit needs.
/// </para>
/// Tensors, for layer n: <c>layers.n.weight_input [4*hidden, inputs]</c>, <c>layers.n.weight_hidden [4*hidden, hidden]</c>,
/// <c>layers.n.bias [4*hidden]</c>, gate order i, f, g, o.
/// </summary>
internal sealed unsafe class LstmLayer<T, TV> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    // Rows of the weight gradient's product taken at once: their gates fit the first-level cache.
    private const int GradientBlock = 64;
    private const int ForgetGate = 1;

    private readonly int _inputs;
    private readonly int _panels;
    private readonly PackedMatrix _weights;
    private readonly PackedMatrix _hiddenTransposed;
    private readonly PackedMatrix _inputTransposed;

    /// <summary>Reserves and names the weights.</summary>
    /// <param name="layout">Where.</param>
    /// <param name="index">Which layer, from 0.</param>
    /// <param name="inputs">True and padded inputs.</param>
    /// <param name="hidden">Units.</param>
    public LstmLayer(ParameterLayout layout, int index, HiddenSize inputs, int hidden)
    {
        _inputs = inputs.Padded;
        _panels = (hidden + TV.Count - 1) / TV.Count;
        int padded = _panels * TV.Count;
        Hidden = new(hidden, padded);
        InputWidth = (_inputs + TV.Count - 1) / TV.Count * TV.Count;
        PackedMatrix weights = layout.Reserve(padded + _inputs + 1, 4 * padded, 4 * TV.Count);
        _weights = weights;
        _hiddenTransposed = new(0, 4 * padded, padded, 4 * TV.Count);
        _inputTransposed = new(0, 4 * padded, InputWidth, 4 * TV.Count);

        // A row of the canonical form is gate * hidden + unit.
        int Column(int row) => Place(row / hidden, row % hidden);
        double range = 1 / Math.Sqrt(hidden);
        string name = $"layers.{index}.";
        layout.Name(name + "weight_input", [4 * hidden, inputs.Units], (r, x) => weights.Index(padded + x, Column(r)), range);
        layout.Name(name + "weight_hidden", [4 * hidden, hidden], (r, h) => weights.Index(h, Column(r)), range);
        layout.Name(name + "bias", [4 * hidden], (r, _) => weights.Index(weights.Rows - 1, Column(r)), 0,
            row => row / hidden == ForgetGate ? 1 : 0);
    }

    public override HiddenSize Hidden { get; }

    public override int InputWidth { get; }

    public override LayerState<T> CreateState(int maxBatch, int maxSteps)
    {
        int stride = (_weights.Rows + TV.Count - 1) / TV.Count * TV.Count;
        return new State(this, maxBatch, maxSteps, stride);
    }

    public override void Forward(T* parameters, LayerState<T> state, T* inputs, nint inputRow, int steps, int batch)
    {
        var own = (State)state;
        Begin(own, inputs, inputRow, steps, batch);
        int depth = _weights.Rows;
        T* weights = parameters + _weights.Offset;
        for (int t = 0; t < steps; t++)
        {
            // rows: [batch, h | x | 1] at step t;  gates: [batch, 4 vectors], one panel at step t
            T* rows = own.Rows.Pointer + (nint)t * batch * own.RowStride;
            for (int p = 0; p < _panels; p++)
            {
                T* gates = own.GatesAt(p, t, steps, batch);
                Product.Panel<T, TV>(
                    rows, own.RowStride, 1, weights + (nint)p * depth * 4 * TV.Count, 4 * TV.Count,
                    gates, 4 * TV.Count, batch, 4, depth, accumulate: false);
                StepForward(
                    gates, own.CellAt(p, t, steps, batch), own.CellAt(p, t + 1, steps, batch),
                    own.TanhAt(p, t, steps, batch), rows + (nint)batch * own.RowStride + p * TV.Count, own.RowStride, batch);
            }
        }
    }

    public override void Backward(
        T* parameters, LayerState<T> state, int steps, int batch, bool everyStep, T* gradient, T* dInputs)
    {
        var own = (State)state;
        int width = Hidden.Padded;
        T* hiddenTransposed = own.HiddenTransposed.Pointer;
        Transpose.Pack(parameters + _weights.Offset, _weights, 0, width, hiddenTransposed, _hiddenTransposed);
        // dCell: [panels, batch, vector], the gradient of c flowing back from the step after
        own.DCell.Span[..(batch * width)].Clear();
        for (int t = steps - 1; t >= 0; t--)
        {
            T* dHidden = own.DHidden.Pointer + (nint)t * batch * width;
            for (int p = 0; p < _panels; p++)
                StepBackward(
                    own.GatesAt(p, t, steps, batch), own.CellAt(p, t, steps, batch), own.TanhAt(p, t, steps, batch),
                    dHidden + p * TV.Count, width, own.DCell.Pointer + p * batch * TV.Count, batch);
            if (t > 0)
                TimesTransposed(
                    own.GatesAt(0, t, steps, batch), (nint)steps * batch * 4 * TV.Count, batch, hiddenTransposed,
                    _hiddenTransposed, dHidden - (nint)batch * width, accumulate: everyStep);
        }

        WeightGradient(own, steps * batch, gradient + _weights.Offset);
        if (dInputs is null)
            return;
        T* inputTransposed = own.InputTransposed.Pointer;
        Transpose.Pack(parameters + _weights.Offset, _weights, width, _inputs, inputTransposed, _inputTransposed);
        TimesTransposed(
            own.Gates.Pointer, (nint)steps * batch * 4 * TV.Count, steps * batch, inputTransposed, _inputTransposed,
            dInputs, accumulate: false);
    }

    /// <summary>Puts x into the rows of every step, and 0 into h and c of the first.</summary>
    private void Begin(State own, T* inputs, nint inputRow, int steps, int batch)
    {
        int padded = Hidden.Padded;
        for (int r = 0; r < batch; r++)
            new Span<T>(own.Rows.Pointer + r * own.RowStride, padded).Clear();
        for (int p = 0; p < _panels; p++)
            new Span<T>(own.CellAt(p, 0, steps, batch), batch * TV.Count).Clear();
        T* target = own.Rows.Pointer + padded;
        for (int n = 0; n < steps * batch; n++, target += own.RowStride, inputs += inputRow)
            for (int x = 0; x < _inputs; x++)
                target[x] = inputs[x];
    }

    /// <summary>One step of one panel: gates become their activations, and c' and h' follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepForward(T* gates, T* cell, T* newCell, T* tanhCell, T* newHidden, nint hiddenRow, int batch)
    {
        int w = TV.Count;
        for (int r = 0; r < batch; r++, gates += 4 * w, cell += w, newCell += w, tanhCell += w, newHidden += hiddenRow)
        {
            TV i = Activation.Sigmoid<T, TV>(TV.Load(gates));
            TV f = Activation.Sigmoid<T, TV>(TV.Load(gates + w));
            TV g = Activation.Tanh<T, TV>(TV.Load(gates + 2 * w));
            TV o = Activation.Sigmoid<T, TV>(TV.Load(gates + 3 * w));
            TV c = TV.MultiplyAdd(f, TV.Load(cell), i * g);
            TV tanh = Activation.Tanh<T, TV>(c);
            TV.Store(i, gates);
            TV.Store(f, gates + w);
            TV.Store(g, gates + 2 * w);
            TV.Store(o, gates + 3 * w);
            TV.Store(c, newCell);
            TV.Store(tanh, tanhCell);
            TV.Store(o * tanh, newHidden);
        }
    }

    /// <summary>
    /// The same step backwards: activations become the gradients of what the gates were before them, with
    /// sigmoid' = s (1 - s) and tanh' = 1 - t^2.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepBackward(T* gates, T* cell, T* tanhCell, T* dHidden, nint hiddenRow, T* dCell, int batch)
    {
        int w = TV.Count;
        TV one = TV.Constant(1.0);
        for (int r = 0; r < batch; r++, gates += 4 * w, cell += w, tanhCell += w, dHidden += hiddenRow, dCell += w)
        {
            TV i = TV.Load(gates), f = TV.Load(gates + w), g = TV.Load(gates + 2 * w), o = TV.Load(gates + 3 * w);
            TV tanh = TV.Load(tanhCell);
            TV dh = TV.Load(dHidden);
            TV dc = TV.Load(dCell) + dh * o * (one - tanh * tanh);
            TV.Store(dc * g * i * (one - i), gates);
            TV.Store(dc * TV.Load(cell) * f * (one - f), gates + w);
            TV.Store(dc * i * (one - g * g), gates + 2 * w);
            TV.Store(dh * tanh * o * (one - o), gates + 3 * w);
            TV.Store(dc * f, dCell);
        }
    }

    /// <summary>result (+)= dGates * transposed weights, summed over the panels of gates in ascending order.</summary>
    private void TimesTransposed(
        T* dGates, nint panelStride, int rows, T* transposed, PackedMatrix shape, T* result, bool accumulate)
    {
        int depth = 4 * TV.Count;
        for (int start = 0; start < shape.Columns; start += shape.PanelWidth)
        {
            int width = shape.WidthAt(start);
            for (int p = 0; p < _panels; p++)
                Product.Panel<T, TV>(
                    dGates + p * panelStride, depth, 1, transposed + shape.Index(p * depth, start), width,
                    result + start, shape.Columns, rows, width / TV.Count, depth, accumulate || p > 0);
        }
    }

    /// <summary>dWeights[k, column] = sum over all steps and windows of row[k] * dGates[column]: one product.</summary>
    private void WeightGradient(State own, int rows, T* gradient)
    {
        int depth = _weights.Rows, width = 4 * TV.Count;
        for (int p = 0; p < _panels; p++)
            for (int start = 0; start < rows; start += GradientBlock)
                Product.Panel<T, TV>(
                    own.Rows.Pointer + (nint)start * own.RowStride, 1, own.RowStride,
                    own.Gates.Pointer + ((nint)p * rows + start) * width, width,
                    gradient + (nint)p * depth * width, width, depth, 4, Math.Min(GradientBlock, rows - start), start > 0);
    }

    /// <summary>The column of a gate of a unit: vectors of units, in each the four gates.</summary>
    private static int Place(int gate, int unit) => unit / TV.Count * 4 * TV.Count + gate * TV.Count + unit % TV.Count;

    /// <summary>One thread's numbers; panels first, so that one panel's steps lie together.</summary>
    private sealed class State : LayerState<T>
    {
        private readonly LstmLayer<T, TV> _layer;

        public State(LstmLayer<T, TV> layer, int maxBatch, int maxSteps, int stride)
            : base((maxSteps + 1L) * maxBatch, stride, (long)maxSteps * maxBatch * layer.Hidden.Padded)
        {
            _layer = layer;
            int padded = layer.Hidden.Padded;
            Gates = new((long)maxSteps * maxBatch * 4 * padded);
            Cells = new((maxSteps + 1L) * maxBatch * padded);
            TanhCells = new((long)maxSteps * maxBatch * padded);
            for (int n = 0; n < (maxSteps + 1) * maxBatch; n++)
                Rows.Pointer[(nint)n * stride + layer._weights.Rows - 1] = T.One;
            DCellLength = (long)maxBatch * padded;
        }

        /// <summary>[panels, steps, batch, 4 vectors]: activations forwards, gradients backwards.</summary>
        public AlignedBuffer<T> Gates { get; }

        /// <summary>[panels, steps + 1, batch, vector].</summary>
        public AlignedBuffer<T> Cells { get; }

        /// <summary>[panels, steps, batch, vector].</summary>
        public AlignedBuffer<T> TanhCells { get; }

        /// <summary>[panels, batch, vector].</summary>
        public AlignedBuffer<T> DCell => field ??= new(DCellLength);

        public AlignedBuffer<T> HiddenTransposed => field ??= new(_layer._hiddenTransposed.Length);

        public AlignedBuffer<T> InputTransposed => field ??= new(_layer._inputTransposed.Length);

        private long DCellLength { get; }

        public T* GatesAt(int panel, int step, int steps, int batch) =>
            Gates.Pointer + ((nint)panel * steps + step) * batch * 4 * TV.Count;

        public T* CellAt(int panel, int step, int steps, int batch) =>
            Cells.Pointer + ((nint)panel * (steps + 1) + step) * batch * TV.Count;

        public T* TanhAt(int panel, int step, int steps, int batch) =>
            TanhCells.Pointer + ((nint)panel * steps + step) * batch * TV.Count;
    }
}
