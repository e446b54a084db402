using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// The LSTM with coupled input and forget gates (Greff et al. 2017, variant CIFG): it forgets only where it writes, f = 1 - i,
/// with a quarter fewer weights.
/// <code>
/// i = sigmoid(Wi x + Ui h + bi)
/// g = tanh   (Wg x + Ug h + bg)
/// o = sigmoid(Wo x + Uo h + bo)
/// c' = (1 - i) c + i g
/// h' = o tanh(c')
/// </code>
/// Gate order in the tensors: i, g, o.
/// </summary>
internal readonly unsafe struct CoupledLstmCell<T, TV> : ICell<T, TV>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    public static int Columns => 3;

    public static int[] InputColumns => [0, 1, 2];

    public static int[] HiddenColumns => [0, 1, 2];

    public static int OpenColumn => -1;

    public static int Peepholes => 0;

    public static bool HasMemory => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in CellStep<T> step)
    {
        int w = TV.Count;
        for (int r = 0; r < step.Batch; r++)
        {
            T* gates = step.Gates + r * 3 * w;
            TV before = TV.Load(step.Memory + r * w);
            TV i = Activation.Sigmoid<T, TV>(TV.Load(gates));
            TV g = Activation.Tanh<T, TV>(TV.Load(gates + w));
            TV o = Activation.Sigmoid<T, TV>(TV.Load(gates + 2 * w));
            TV c = TV.MultiplyAdd(i, g - before, before);
            TV tanh = Activation.Tanh<T, TV>(c);
            TV.Store(i, gates);
            TV.Store(g, gates + w);
            TV.Store(o, gates + 2 * w);
            TV.Store(c, step.NewMemory + r * w);
            TV.Store(tanh, step.TanhMemory + r * w);
            TV.Store(o * tanh, step.NewHidden + r * step.HiddenRow);
        }
    }

    /// <summary>dc' = dc + dh' o (1 - tanh(c')^2);  di = dc' (g - c) i (1 - i);  dc = dc' (1 - i) goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in CellStep<T> step)
    {
        int w = TV.Count;
        TV one = TV.Constant(1.0);
        for (int r = 0; r < step.Batch; r++)
        {
            T* gates = step.Gates + r * 3 * w;
            TV i = TV.Load(gates), g = TV.Load(gates + w), o = TV.Load(gates + 2 * w);
            TV tanh = TV.Load(step.TanhMemory + r * w);
            TV dh = TV.Load(step.DHidden + r * step.DHiddenRow);
            TV dc = TV.Load(step.DMemory + r * w) + dh * o * (one - tanh * tanh);
            TV.Store(dc * (g - TV.Load(step.Memory + r * w)) * i * (one - i), gates);
            TV.Store(dc * i * (one - g * g), gates + w);
            TV.Store(dh * tanh * o * (one - o), gates + 2 * w);
            TV.Store(dc * (one - i), step.DMemory + r * w);
        }
    }
}
