using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Layers;

/// <summary>
/// Exchanges categories for their vectors (Bengio et al. 2003): a row of inputs becomes
/// [the inputs that are numbers, in order | the vector of the first category | that of the second | ...].
/// Tensors: <c>embeddings.k.weight [categories, size]</c>, in the order of the spec.
/// </summary>
internal sealed unsafe class Embeddings<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EmbeddingSpec[] _specs;
    private readonly PackedMatrix[] _tables;
    private readonly int[] _numbers;
    private readonly int _inputs;

    /// <summary>Reserves and names the vectors.</summary>
    public Embeddings(ParameterLayout layout, string prefix, int inputs, ValueList<EmbeddingSpec> specs)
    {
        _inputs = inputs;
        _specs = [.. specs];
        _numbers = [.. Enumerable.Range(0, inputs).Except(specs.Select(spec => spec.Column))];
        _tables = new PackedMatrix[_specs.Length];
        for (int k = 0; k < _specs.Length; k++)
        {
            EmbeddingSpec spec = _specs[k];
            PackedMatrix table = _tables[k] = layout.Reserve(spec.Categories, spec.Size, spec.Size);
            layout.Name($"{prefix}embeddings.{k}.weight", [spec.Categories, spec.Size], table.Index, 1);
        }

        int width = _numbers.Length + _specs.Sum(spec => spec.Size);
        Width = new(width, width);
    }

    /// <summary>Numbers in a row once the vectors are in it.</summary>
    public HiddenSize Width { get; }

    /// <summary>Fills in the vectors.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="inputs">[steps, batch, inputs], dense; past a window's end nothing is read.</param>
    /// <param name="pass">Which steps of which windows there are.</param>
    /// <param name="from">The first step.</param>
    /// <param name="to">The step after the last.</param>
    /// <param name="result">[steps, batch, width], dense: the rows of these steps are overwritten.</param>
    public Sequence<T> Forward(T* parameters, T* inputs, Pass pass, int from, int to, T* result)
    {
        for (int n = from * pass.Count; n < to * pass.Count; n++)
        {
            T* x = inputs + (nint)n * _inputs, y = result + (nint)n * Width.Padded;
            if (n / pass.Count >= pass.LengthOf(n % pass.Count))
                continue;
            foreach (int column in _numbers)
                *y++ = x[column];
            for (int k = 0; k < _specs.Length; k++)
            {
                T* vector = parameters + _tables[k].Index(CategoryOf(_specs[k], x), 0);
                for (int i = 0; i < _specs[k].Size; i++)
                    *y++ = vector[i];
            }
        }

        return new(result, Width.Padded);
    }

    /// <summary>A vector's gradient is the sum of those of all rows it stood in.</summary>
    /// <param name="inputs">As in the forward pass.</param>
    /// <param name="pass">As in the forward pass.</param>
    /// <param name="dRows">[steps, batch, width]: the gradient of what the forward pass filled.</param>
    /// <param name="gradient">Flat like the parameters: the embeddings' part is overwritten.</param>
    public void Backward(T* inputs, Pass pass, Sequence<T> dRows, T* gradient)
    {
        foreach (PackedMatrix table in _tables)
            new Span<T>(gradient + table.Offset, table.Length).Clear();
        for (int n = 0; n < pass.Steps * pass.Count; n++)
        {
            if (n / pass.Count >= pass.LengthOf(n % pass.Count))
                continue;
            T* d = dRows.At(n) + _numbers.Length;
            for (int k = 0; k < _specs.Length; d += _specs[k].Size, k++)
            {
                T* vector = gradient + _tables[k].Index(CategoryOf(_specs[k], inputs + (nint)n * _inputs), 0);
                for (int i = 0; i < _specs[k].Size; i++)
                    vector[i] += d[i];
            }
        }
    }

    /// <summary>The gradient of inputs out of that of the rows they became, with or without embeddings: a category has none, 0.</summary>
    /// <param name="embeddings">What made rows of inputs; null where the inputs are the rows' beginnings.</param>
    /// <param name="dRows">[rows, width].</param>
    /// <param name="size">Inputs a row.</param>
    /// <param name="dInputs">[rows, size]: overwritten.</param>
    public static void CopyInputGradient(Embeddings<T>? embeddings, Sequence<T> dRows, int size, Span<T> dInputs)
    {
        for (int n = 0; n < dInputs.Length / size; n++)
        {
            Span<T> row = dInputs.Slice(n * size, size);
            if (embeddings is null)
                new Span<T>(dRows.At(n), size).CopyTo(row);
            else
                embeddings.CopyNumbers(dRows.At(n), row);
        }
    }

    private void CopyNumbers(T* dRow, Span<T> dInputs)
    {
        dInputs.Clear();
        for (int i = 0; i < _numbers.Length; i++)
            dInputs[_numbers[i]] = dRow[i];
    }

    private static int CategoryOf(EmbeddingSpec spec, T* x)
    {
        T value = x[spec.Column];
        if (!(value >= T.Zero && value < T.CreateTruncating(spec.Categories)) || T.Floor(value) != value)
            throw new ArgumentException(
                $"the category in input {spec.Column} must be a whole number 0..{spec.Categories - 1}, was {value}");
        return int.CreateTruncating(value);
    }
}
