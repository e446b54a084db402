using System.Numerics;
using LstmService.Engine.Layers;

namespace LstmService.Engine.Explanation;

/// <summary>Gates and states of every layer, taken after a forward pass.</summary>
public sealed class NetworkTrace
{
    private NetworkTrace(LayerTrace[][] levels) => Levels = levels;

    /// <summary>Bottom first; at each level the layer that runs forward in time and perhaps the one that runs backward.</summary>
    public IReadOnlyList<IReadOnlyList<LayerTrace>> Levels { get; }

    /// <summary>Takes the trace of one window; of a network with a decoder that of its encoder.</summary>
    /// <param name="network">The network.</param>
    /// <param name="workspace">As <see cref="Network{T}.Forward"/> left it.</param>
    /// <param name="window">Which of the batch, from 0.</param>
    /// <exception cref="InvalidOperationException">The workspace holds no forward pass.</exception>
    public static NetworkTrace Of<T>(Network<T> network, Workspace<T> workspace, int window)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(workspace);
        if (workspace.Holds == default)
            throw new InvalidOperationException("a trace must follow a Forward on the same workspace");
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(window, workspace.Holds.Count);
        Level<T>[] levels = network.Parts.Layers.Levels;
        var traces = new LayerTrace[levels.Length][];
        for (int i = 0; i < levels.Length; i++)
        {
            traces[i] = new LayerTrace[levels[i].Directions.Length];
            for (int d = 0; d < traces[i].Length; d++)
                traces[i][d] = LayerTrace.Of(
                    network.Spec.Cell, levels[i].Directions[d], workspace.Layers[i].Directions[d],
                    workspace.Pass.LengthOf(window), window, (i, d > 0));
        }

        return new(traces);
    }
}
