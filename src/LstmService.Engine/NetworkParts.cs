using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine;

/// <summary>The parts of a network, made at one vector width.</summary>
/// <param name="Layers">Bottom first.</param>
/// <param name="Head">What reads the top layer.</param>
internal sealed record NetworkParts<T>(RecurrentLayer<T>[] Layers, Head<T> Head)
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
        var layers = new RecurrentLayer<T>[spec.Layers];
        var inputs = new HiddenSize(spec.InputSize, spec.InputSize);
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new LstmLayer<T, TV>(layout, i, inputs, spec.Hidden);
            inputs = layers[i].Hidden;
        }

        return new(layers, spec.Head.Build<T, TV>(layout, inputs));
    }
}
