using LstmService.Engine.Kernels;

namespace LstmService.Engine;

/// <summary>A named tensor of a network.</summary>
/// <param name="Name">Such as <c>layers.0.weight_input</c>.</param>
/// <param name="Shape">Its dimensions, row-major: [rows, columns] or [rows].</param>
public sealed record TensorInfo(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Elements in all.</summary>
    public int Length => Shape.Aggregate(1, (product, size) => product * size);
}

/// <summary>A tensor as its part of the network declares it: its canonical form, where it lies, how it starts.</summary>
/// <param name="Info">Name and shape.</param>
/// <param name="Index">The flat place of (row, column).</param>
/// <param name="Range">Starts uniform in plus or minus this.</param>
/// <param name="Start">What is added to that at a row: the forget gate's 1.</param>
internal sealed record ParameterTensor(TensorInfo Info, Func<int, int, int> Index, double Range, Func<int, double> Start)
{
    public int Rows => Info.Shape[0];

    public int Columns => Info.Shape.Count > 1 ? Info.Shape[1] : 1;
}

/// <summary>
/// All parameters of a network in one flat array: each part reserves its matrices here in turn and names the tensors in them.
/// Gradients and the optimiser's moments use the same layout, so the optimiser runs over flat memory.
/// </summary>
internal sealed class ParameterLayout
{
    private readonly List<ParameterTensor> _tensors = [];

    /// <summary>Elements in all, padding included.</summary>
    public int Length { get; private set; }

    /// <summary>The named tensors in the order they were declared.</summary>
    public IReadOnlyList<ParameterTensor> Tensors => _tensors;

    public PackedMatrix Reserve(int rows, int columns, int panelWidth)
    {
        var matrix = new PackedMatrix(Length, rows, columns, panelWidth);
        Length = checked(Length + rows * columns);
        return matrix;
    }

    public void Name(string name, int[] shape, Func<int, int, int> index, double range, Func<int, double>? start = null) =>
        _tensors.Add(new(new(name, shape), index, range, start ?? (_ => 0)));
}
