using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;
using LstmService.Engine.Layers;

namespace LstmService.Engine;

/// <summary>The parts of a network, made at one vector width.</summary>
/// <param name="Layers">From the inputs to the top.</param>
/// <param name="Readout">What the head reads of the top.</param>
/// <param name="Head">What answers.</param>
internal sealed record NetworkParts<T>(LayerStack<T> Layers, Readout<T> Readout, Head<T> Head)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Makes the parts with vectors of so many bits, 0 for one number at a time.</summary>
    public static NetworkParts<T> Create(NetworkSpec spec, ParameterLayout layout, int vectorBits) => vectorBits switch
    {
        512 => Create<V512<T>>(spec, layout),
        256 => Create<V256<T>>(spec, layout),
        128 => Create<V128<T>>(spec, layout),
        _ => Create<Scalar<T>>(spec, layout),
    };

    private static NetworkParts<T> Create<TV>(NetworkSpec spec, ParameterLayout layout)
        where TV : unmanaged, IVector<TV, T>
    {
        LayerStack<T> layers = Stack<TV>(spec, layout, new(spec.InputSize, spec.InputSize));
        return new(layers, new(spec.Summary, layers), spec.Head.Build<T, TV>(layout, layers.Width));
    }

    private static LayerStack<T> Stack<TV>(NetworkSpec spec, ParameterLayout layout, HiddenSize inputs)
        where TV : unmanaged, IVector<TV, T>
    {
        var levels = new Level<T>[spec.Layers];
        for (int i = 0; i < levels.Length; i++)
        {
            int lag = i < spec.Dilations.Count ? spec.Dilations[i] : 1;
            RecurrentLayer<T>[] directions =
            [
                Layer<TV>(spec, layout, $"layers.{i}", inputs, lag),
                .. spec.Bidirectional ? [Layer<TV>(spec, layout, $"layers.{i}.reverse", inputs, lag)] : (RecurrentLayer<T>[])[],
            ];
            levels[i] = new(
                directions, new(i, spec.Residual && i > 0, i > 0 ? spec.Dropout : 0, spec.RecurrentDropout));
            inputs = levels[i].Width;
        }

        return new(levels);
    }

    private static RecurrentLayer<T> Layer<TV>(
        NetworkSpec spec, ParameterLayout layout, string name, HiddenSize inputs, int lag)
        where TV : unmanaged, IVector<TV, T> => spec.Cell switch
        {
            Cell.Lstm => new CellLayer<T, TV, LstmCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            Cell.PeepholeLstm => new CellLayer<T, TV, PeepholeLstmCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            Cell.CoupledLstm => new CellLayer<T, TV, CoupledLstmCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            Cell.Gru => new CellLayer<T, TV, GruCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            Cell.Rnn => new CellLayer<T, TV, RnnCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            _ => throw new ArgumentException($"there is no cell {spec.Cell}", nameof(spec)),
        };
}
