using System.Numerics;

namespace LstmService.Engine.Explanation;

/// <summary>Weights as explanations read them.</summary>
internal static class Tensors
{
    /// <summary>A tensor in double, row-major.</summary>
    public static double[] Of<T>(Network<T> network, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Array.ConvertAll(network.GetTensor(name), double.CreateTruncating);
}
