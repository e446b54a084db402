using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// Gated recurrent unit (Cho et al. 2014), in the variant of cuDNN and PyTorch, with the reset inside the candidate's product:
/// <code>
/// r = sigmoid(Wr x + Ur h + br)         how much of the past the candidate sees
/// z = sigmoid(Wz x + Uz h + bz)         what stays
/// m = Un h + bm
/// n = tanh   (Wn x + bn + r m)          the candidate
/// h' = (1 - z) n + z h
/// </code>
/// Gate order in the tensors: r, z, n; bm is <c>bias_hidden [hidden]</c>. The hidden state is its own memory: z h passes
/// its gradient on without a product.
/// </summary>
internal readonly unsafe struct GruCell<T, TV> : ICell<T, TV>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    /// <summary>r, z, the part of the candidate that comes from x, and m.</summary>
    public static int Columns => 4;

    public static int[] InputColumns => [0, 1, 2];

    public static int[] HiddenColumns => [0, 1, 3];

    public static int OpenColumn => -1;

    public static int Peepholes => 0;

    public static bool HasMemory => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in CellStep<T> step)
    {
        int w = TV.Count;
        for (int row = 0; row < step.Batch; row++)
        {
            T* gates = step.Gates + row * 4 * w;
            TV r = Activation.Sigmoid<T, TV>(TV.Load(gates));
            TV z = Activation.Sigmoid<T, TV>(TV.Load(gates + w));
            TV n = Activation.Tanh<T, TV>(TV.MultiplyAdd(r, TV.Load(gates + 3 * w), TV.Load(gates + 2 * w)));
            TV.Store(r, gates);
            TV.Store(z, gates + w);
            TV.Store(n, gates + 2 * w);
            TV h = TV.Load(step.Hidden + row * step.HiddenRow);
            TV.Store(TV.MultiplyAdd(z, h - n, n), step.NewHidden + row * step.HiddenRow);
        }
    }

    /// <summary>
    /// dn = dh' (1 - z) (1 - n^2);  dm = r dn;  dr = m dn r (1 - r);  dz = dh' (h - n) z (1 - z);  dh' z goes on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in CellStep<T> step)
    {
        int w = TV.Count;
        TV one = TV.Constant(1.0);
        for (int row = 0; row < step.Batch; row++)
        {
            T* gates = step.Gates + row * 4 * w;
            TV r = TV.Load(gates), z = TV.Load(gates + w), n = TV.Load(gates + 2 * w), m = TV.Load(gates + 3 * w);
            TV dh = TV.Load(step.DHidden + row * step.DHiddenRow) + TV.Load(step.DMemory + row * w);
            TV dn = dh * (one - z) * (one - n * n);
            TV.Store(dn * m * r * (one - r), gates);
            TV.Store(dh * (TV.Load(step.Hidden + row * step.HiddenRow) - n) * z * (one - z), gates + w);
            TV.Store(dn, gates + 2 * w);
            TV.Store(dn * r, gates + 3 * w);
            TV.Store(dh * z, step.DMemory + row * w);
        }
    }
}
