using System.Numerics;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// A layer of one kind of cell: the products around its equations, forwards and backwards.
/// <para>
/// One row [h | x | 1] makes W, U and b one matrix, and a step one product. Its columns are interleaved: for each vector of
/// units the cell's columns stand side by side ([i f g o] in an LSTM), so that a panel of the product holds all a unit needs.
/// </para>
/// Tensors, for layer n of a cell with G gates: <c>layers.n.weight_input [G*hidden, inputs]</c>,
/// <c>layers.n.weight_hidden [G*hidden, hidden]</c>, <c>layers.n.bias [G*hidden]</c>; where the cell has them,
/// <c>layers.n.bias_hidden</c> and <c>layers.n.peephole</c>. The cell's own file has the order of the gates.
/// </summary>
internal sealed unsafe partial class CellLayer<T, TV, TCell> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
    where TCell : unmanaged, ICell<T, TV>
{
    // Rows of the weight gradient's product taken at once: their gates fit the first-level cache.
    private const int GradientBlock = 64;

    private readonly int _panels;
    private readonly PackedMatrix _weights;
    private readonly PackedMatrix _peepholes;
    private readonly PackedMatrix _hiddenTransposed;
    private readonly PackedMatrix _inputTransposed;
    private readonly int[] _withoutInput;
    private readonly int[] _withoutHidden;

    /// <summary>Reserves and names the weights.</summary>
    /// <param name="layout">Where.</param>
    /// <param name="name">Before the names of the tensors, such as <c>layers.0</c>.</param>
    /// <param name="inputs">True and padded inputs.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="lag">How many steps back the recurrence reaches.</param>
    public CellLayer(ParameterLayout layout, string name, HiddenSize inputs, int hidden, int lag)
    {
        _panels = (hidden + TV.Count - 1) / TV.Count;
        int padded = _panels * TV.Count;
        Hidden = new(hidden, padded);
        Inputs = inputs;
        Lag = lag;
        InputWidth = (inputs.Padded + TV.Count - 1) / TV.Count * TV.Count;
        _weights = layout.Reserve(padded + inputs.Padded + 1, TCell.Columns * padded, PanelWidth);
        _peepholes = layout.Reserve(TCell.Peepholes, padded, TV.Count);
        _hiddenTransposed = new(0, TCell.Columns * padded, padded, 4 * TV.Count);
        _inputTransposed = new(0, TCell.Columns * padded, InputWidth, 4 * TV.Count);
        _withoutInput = [.. Enumerable.Range(0, TCell.Columns).Except(TCell.InputColumns)];
        _withoutHidden = [.. Enumerable.Range(0, TCell.Columns).Except(TCell.HiddenColumns)];
        Name(layout, name);
    }

    public override HiddenSize Hidden { get; }

    public override HiddenSize Inputs { get; }

    public override int InputWidth { get; }

    public override int Lag { get; }

    public override bool HasMemory => TCell.HasMemory;

    private static int PanelWidth => TCell.Columns * TV.Count;

    public override LayerState<T> CreateState(int maxBatch, int maxSteps)
    {
        int stride = (_weights.Rows + TV.Count - 1) / TV.Count * TV.Count;
        return new State(this, maxBatch, maxSteps, stride);
    }

    public override void Forward(T* parameters, LayerState<T> state, int from, int to)
    {
        var own = (State)state;
        int depth = _weights.Rows, batch = own.Batch;
        T* weights = parameters + _weights.Offset;
        if (own.IsMasked && from == 0)
            MaskBlocks(own, 0, Lag);
        for (int t = from; t < to; t++)
        {
            // rows: [batch, h | x | 1] at step t;  gates: [batch, columns], one panel at step t
            T* rows = own.Rows.Pointer + (nint)t * batch * own.RowStride;
            for (int i = 0; i < _panels; i++)
            {
                // Every second step takes the panels backwards: it begins with the weights that the first-level cache still holds.
                int p = t % 2 == 0 ? i : _panels - 1 - i;
                Product.Panel<T, TV>(
                    rows, own.RowStride, 1, weights + (nint)p * depth * PanelWidth, PanelWidth,
                    own.GatesAt(p, t), PanelWidth, batch, TCell.Columns, depth, accumulate: false);
                TCell.Forward(StepAt(own, p, t, parameters, null));
            }

            if (own.IsMasked)
                MaskBlocks(own, t + Lag, t + Lag + 1);
        }
    }

    public override void BeginBackward(T* parameters, LayerState<T> state, T* gradient, bool withInputs)
    {
        var own = (State)state;
        T* weights = parameters + _weights.Offset;
        Transpose.Pack(weights, _weights, 0, Hidden.Padded, own.HiddenTransposed.Pointer, _hiddenTransposed);
        if (withInputs)
            Transpose.Pack(
                weights, _weights, Hidden.Padded, Inputs.Padded, own.InputTransposed.Pointer, _inputTransposed);
        own.DMemory.Span[..(Lag * own.Batch * Hidden.Padded)].Clear();
        new Span<T>(gradient + _peepholes.Offset, _peepholes.Length).Clear();
    }

    public override void Backward(
        T* parameters, LayerState<T> state, T* gradient, int from, int to, bool everyStep, bool withInitial)
    {
        var own = (State)state;
        nint block = (nint)own.Batch * Hidden.Padded;
        for (int t = to - 1; t >= from; t--)
        {
            for (int p = 0; p < _panels; p++)
                TCell.Backward(StepAt(own, p, t, parameters, gradient));
            if (t < Lag && !withInitial)
                continue;
            T* before = t < Lag ? own.DInitial.Pointer + t * block : own.DHidden.Pointer + (t - Lag) * block;
            bool accumulate = everyStep && t >= Lag;
            TimesTransposed(
                own, t, 1, own.HiddenTransposed.Pointer, _hiddenTransposed, own.IsMasked ? own.Scratch.Pointer : before,
                accumulate && !own.IsMasked);
            if (own.IsMasked)
                AddMasked(own, before, accumulate);
        }
    }

    /// <summary>dWeights[k, column] = sum over all steps and windows of row[k] * dGates[column]: one product.</summary>
    public override void WeightGradient(LayerState<T> state, T* gradient)
    {
        var own = (State)state;
        int depth = _weights.Rows, width = PanelWidth, rows = own.Steps * own.Batch;
        for (int p = 0; p < _panels; p++)
        {
            T* panel = gradient + _weights.Offset + (nint)p * depth * width;
            for (int start = 0; start < rows; start += GradientBlock)
                Product.Panel<T, TV>(
                    own.Rows.Pointer + (nint)start * own.RowStride, 1, own.RowStride,
                    own.GatesAt(p, 0) + (nint)start * width, width,
                    panel, width, depth, TCell.Columns, Math.Min(GradientBlock, rows - start), start > 0);
            ClearMissing(panel, 0, Hidden.Padded, _withoutHidden);
            ClearMissing(panel, Hidden.Padded, depth - 1, _withoutInput);
        }
    }

    public override void InputGradient(LayerState<T> state, int from, int to, T* dInputs)
    {
        var own = (State)state;
        TimesTransposed(own, from, to - from, own.InputTransposed.Pointer, _inputTransposed, dInputs, accumulate: false);
    }

    /// <summary>
    /// result (+)= dGates of some steps * transposed weights, summed over the panels of gates in ascending order.
    /// </summary>
    private void TimesTransposed(
        State own, int step, int steps, T* transposed, PackedMatrix shape, T* result, bool accumulate)
    {
        for (int start = 0; start < shape.Columns; start += shape.PanelWidth)
        {
            int width = shape.WidthAt(start);
            for (int p = 0; p < _panels; p++)
                Product.Panel<T, TV>(
                    own.GatesAt(p, step), PanelWidth, 1, transposed + shape.Index(p * PanelWidth, start), width,
                    result + start, shape.Columns, steps * own.Batch, width / TV.Count, PanelWidth, accumulate || p > 0);
        }
    }

    private CellStep<T> StepAt(State own, int panel, int step, T* parameters, T* gradient)
    {
        Sequence<T> blocks = own.Blocks;
        int unit = panel * TV.Count;
        bool backward = gradient is not null;
        return new()
        {
            Batch = own.Batch,
            Gates = own.GatesAt(panel, step),
            Hidden = blocks.At((nint)step * own.Batch) + unit,
            NewHidden = blocks.At((nint)(step + Lag) * own.Batch) + unit,
            HiddenRow = blocks.Row,
            Memory = own.MemoryAt(panel, step),
            NewMemory = own.MemoryAt(panel, step + Lag),
            TanhMemory = own.TanhAt(panel, step),
            Peepholes = parameters + _peepholes.Offset + unit * TCell.Peepholes,
            DPeepholes = backward ? gradient + _peepholes.Offset + unit * TCell.Peepholes : null,
            DHidden = backward ? own.DHidden.Pointer + (nint)step * own.Batch * Hidden.Padded + unit : null,
            DHiddenRow = Hidden.Padded,
            DMemory = backward ? own.DMemoryAt(panel, step) : null,
        };
    }

    /// <summary>The rows of some blocks get h times the mask.</summary>
    private void MaskBlocks(State own, int from, int to)
    {
        for (int n = from * own.Batch; n < to * own.Batch; n++)
        {
            T* hidden = own.Blocks.At(n), mask = own.Mask.Pointer + (nint)(n % own.Batch) * Hidden.Padded;
            T* row = own.Rows.Pointer + (nint)n * own.RowStride;
            for (int i = 0; i < Hidden.Padded; i++)
                row[i] = hidden[i] * mask[i];
        }
    }

    /// <summary>result (+)= mask * what the product left in the scratch.</summary>
    private void AddMasked(State own, T* result, bool accumulate)
    {
        T* product = own.Scratch.Pointer, mask = own.Mask.Pointer;
        for (int i = 0; i < own.Batch * Hidden.Padded; i++)
            result[i] = product[i] * mask[i] + (accumulate ? result[i] : T.Zero);
    }

    /// <summary>Weights that are not there keep a gradient of 0.</summary>
    private static void ClearMissing(T* panel, int from, int to, int[] columns)
    {
        foreach (int column in columns)
            for (int row = from; row < to; row++)
                new Span<T>(panel + (nint)row * PanelWidth + column * TV.Count, TV.Count).Clear();
    }

    private void Name(ParameterLayout layout, string name)
    {
        // A row of the canonical form is gate * hidden + unit.
        int hidden = Hidden.Units, padded = Hidden.Padded, open = TCell.OpenColumn;
        HiddenSize inputs = Inputs;
        PackedMatrix weights = _weights, peepholes = _peepholes;
        int[] ofInput = TCell.InputColumns, ofHidden = TCell.HiddenColumns, biases = _withoutInput;
        int Column(int[] columns, int row) => Place(columns[row / hidden], row % hidden);
        double range = 1 / Math.Sqrt(hidden);
        layout.Name(name + ".weight_input", [ofInput.Length * hidden, inputs.Units],
            (row, x) => weights.Index(padded + inputs.Place(x), Column(ofInput, row)), range);
        layout.Name(name + ".weight_hidden", [ofHidden.Length * hidden, hidden],
            (row, h) => weights.Index(h, Column(ofHidden, row)), range);
        layout.Name(name + ".bias", [ofInput.Length * hidden], (row, _) => weights.Index(weights.Rows - 1, Column(ofInput, row)),
            0, row => ofInput[row / hidden] == open ? 1 : 0);
        if (biases.Length > 0)
            layout.Name(name + ".bias_hidden", [biases.Length * hidden],
                (row, _) => weights.Index(weights.Rows - 1, Column(biases, row)), 0);
        if (TCell.Peepholes > 0)
            layout.Name(name + ".peephole", [TCell.Peepholes * hidden],
                (row, _) => peepholes.Index(row / hidden, row % hidden), range);
    }

    /// <summary>The column of a gate of a unit: vectors of units, in each the cell's columns.</summary>
    private static int Place(int column, int unit) =>
        unit / TV.Count * PanelWidth + column * TV.Count + unit % TV.Count;
}
