using System.Numerics;

namespace LstmService.Engine;

/// <summary>Begins a training where an earlier network ended.</summary>
public static class WarmStart
{
    /// <summary>
    /// Copies every tensor that both networks have under the same name and in the same shape: a head that changed starts anew
    /// above layers that have already learnt.
    /// </summary>
    /// <param name="network">Takes the weights.</param>
    /// <param name="earlier">Gives them; unchanged.</param>
    /// <returns>The tensors that found nothing to take and start as they were.</returns>
    public static IReadOnlyList<string> From<T>(Network<T> network, Network<T> earlier)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(earlier);
        var untouched = new List<string>();
        foreach (TensorInfo tensor in network.Tensors)
            if (earlier.TryGetTensor(tensor.Name, out T[] values, out IReadOnlyList<int> shape) && shape.SequenceEqual(tensor.Shape))
                network.SetTensor(tensor.Name, values);
            else
                untouched.Add(tensor.Name);
        return untouched;
    }
}
