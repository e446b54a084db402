using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Heads;

/// <summary>
/// y = W x + b for a batch of rows: the piece heads are made of. W lies transposed and packed, [inputs, outputs] in panels
/// of four vectors, with b as one more row below it.
/// </summary>
internal sealed unsafe class LinearMap<T, TV>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    private readonly int _inputs;
    private readonly bool _hasBias;
    private readonly PackedMatrix _matrix;
    private readonly PackedMatrix _transposed;

    /// <summary>Reserves and names the weights.</summary>
    /// <param name="layout">Where.</param>
    /// <param name="name">Before <c>.weight</c> and <c>.bias</c>.</param>
    /// <param name="inputs">True and padded inputs.</param>
    /// <param name="outputs">Rows of W.</param>
    /// <param name="hasBias">Is there a b?</param>
    /// <param name="range">W starts uniform in plus or minus this, b at 0.</param>
    public LinearMap(ParameterLayout layout, string name, HiddenSize inputs, int outputs, bool hasBias, double range)
    {
        _inputs = inputs.Padded;
        _hasBias = hasBias;
        Outputs = outputs;
        Width = (outputs + TV.Count - 1) / TV.Count * TV.Count;
        PackedMatrix matrix = layout.Reserve(_inputs + (hasBias ? 1 : 0), Width, 4 * TV.Count);
        _matrix = matrix;
        _transposed = new PackedMatrix(0, Width, (_inputs + TV.Count - 1) / TV.Count * TV.Count, 4 * TV.Count);
        layout.Name(name + ".weight", [outputs, inputs.Units], (output, input) => matrix.Index(inputs.Place(input), output), range);
        if (hasBias)
            layout.Name(name + ".bias", [outputs], (output, _) => matrix.Index(inputs.Padded, output), 0);
    }

    /// <summary>True outputs.</summary>
    public int Outputs { get; }

    /// <summary>The stride of a row of y: the outputs padded to whole vectors.</summary>
    public int Width { get; }

    /// <summary>Elements of scratch that <see cref="InputGradient" /> needs.</summary>
    public int ScratchLength => _transposed.Length;

    /// <summary>One element of W, of an input without padding before it.</summary>
    public T WeightAt(T* parameters, int output, int input) => parameters[_matrix.Index(input, output)];

    /// <summary>y = W x + b</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="x">[rows, inputs]: row r is at r * xRow.</param>
    /// <param name="xRow">The stride of the rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="y">[rows, Width]: overwritten; the padding becomes 0.</param>
    public void Forward(T* parameters, T* x, nint xRow, int rows, T* y)
    {
        for (int start = 0; start < Width; start += _matrix.PanelWidth)
        {
            int width = _matrix.WidthAt(start);
            T* panel = parameters + _matrix.Index(0, start);
            if (_hasBias)
                for (int r = 0; r < rows; r++)
                    Unsafe.CopyBlock(y + r * Width + start, panel + _inputs * width, (uint)(width * sizeof(T)));
            Product.Panel<T, TV>(
                x, xRow, 1, panel, width, y + start, Width, rows, width / TV.Count, _inputs, accumulate: _hasBias);
        }
    }

    /// <summary>dW = sum over rows of dy x';  db = sum over rows of dy</summary>
    /// <param name="x">As in the forward pass.</param>
    /// <param name="xRow">The stride of the rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="dy">[rows, Width], the padding 0.</param>
    /// <param name="gradient">Flat like the parameters: this map's part is overwritten.</param>
    public void WeightGradient(T* x, nint xRow, int rows, T* dy, T* gradient)
    {
        T one = T.One;
        for (int start = 0; start < Width; start += _matrix.PanelWidth)
        {
            int width = _matrix.WidthAt(start), vectors = width / TV.Count;
            T* panel = gradient + _matrix.Index(0, start);
            Product.Panel<T, TV>(x, 1, xRow, dy + start, Width, panel, width, _inputs, vectors, rows, accumulate: false);
            // The bias is a weight whose input is always 1.
            if (_hasBias)
                Product.Panel<T, TV>(
                    &one, 0, 0, dy + start, Width, panel + _inputs * width, width, 1, vectors, rows, accumulate: false);
        }
    }

    /// <summary>dx (+)= W' dy</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="dy">[rows, Width], the padding 0.</param>
    /// <param name="rows">How many.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> elements.</param>
    /// <param name="dx">[rows, inputs], dense.</param>
    /// <param name="accumulate">Add to what is there?</param>
    public void InputGradient(T* parameters, T* dy, int rows, T* scratch, T* dx, bool accumulate)
    {
        Transpose.Pack(parameters + _matrix.Offset, _matrix, 0, _inputs, scratch, _transposed);
        for (int start = 0; start < _transposed.Columns; start += _transposed.PanelWidth)
        {
            int width = _transposed.WidthAt(start);
            Product.Panel<T, TV>(
                dy, Width, 1, scratch + _transposed.Index(0, start), width, dx + start, _inputs, rows,
                width / TV.Count, Width, accumulate);
        }
    }
}
