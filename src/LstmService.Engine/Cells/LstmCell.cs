using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997) with the forget gate of Gers, Schmidhuber and Cummins (2000):
/// <code>
/// i = sigmoid(Wi x + Ui h + bi)     what enters the memory
/// f = sigmoid(Wf x + Uf h + bf)     what stays in it
/// g = tanh   (Wg x + Ug h + bg)     the candidate
/// o = sigmoid(Wo x + Uo h + bo)     what is shown of it
/// c' = f c + i g
/// h' = o tanh(c')
/// </code>
/// The memory c is carried by a sum, so its gradient does not vanish where f is near 1; bf therefore starts at 1.
/// Gate order in the tensors: i, f, g, o.
/// </summary>
internal readonly unsafe struct LstmCell<T, TV> : ICell<T, TV>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    public static int Columns => 4;

    public static int[] InputColumns => [0, 1, 2, 3];

    public static int[] HiddenColumns => [0, 1, 2, 3];

    public static int OpenColumn => 1;

    public static int Peepholes => 0;

    public static bool HasMemory => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in CellStep<T> step)
    {
        int w = TV.Count;
        T* gates = step.Gates, cell = step.Memory, newCell = step.NewMemory, tanhCell = step.TanhMemory;
        T* newHidden = step.NewHidden;
        for (int r = 0; r < step.Batch; r++)
        {
            TV i = Activation.Sigmoid<T, TV>(TV.Load(gates));
            TV f = Activation.Sigmoid<T, TV>(TV.Load(gates + w));
            TV g = Activation.Tanh<T, TV>(TV.Load(gates + 2 * w));
            TV o = Activation.Sigmoid<T, TV>(TV.Load(gates + 3 * w));
            TV c = TV.MultiplyAdd(f, TV.Load(cell), i * g);
            TV tanh = Activation.Tanh<T, TV>(c);
            TV.Store(i, gates);
            TV.Store(f, gates + w);
            TV.Store(g, gates + 2 * w);
            TV.Store(o, gates + 3 * w);
            TV.Store(c, newCell);
            TV.Store(tanh, tanhCell);
            TV.Store(o * tanh, newHidden);
            gates += 4 * w;
            cell += w;
            newCell += w;
            tanhCell += w;
            newHidden += step.HiddenRow;
        }
    }

    /// <summary>
    /// dc' = dc + dh' o (1 - tanh(c')^2), and each gate by sigmoid' = s (1 - s) and tanh' = 1 - t^2; dc = dc' f goes on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in CellStep<T> step)
    {
        int w = TV.Count;
        TV one = TV.Constant(1.0);
        T* gates = step.Gates, cell = step.Memory, tanhCell = step.TanhMemory, dHidden = step.DHidden, dCell = step.DMemory;
        for (int r = 0; r < step.Batch; r++)
        {
            TV i = TV.Load(gates), f = TV.Load(gates + w), g = TV.Load(gates + 2 * w), o = TV.Load(gates + 3 * w);
            TV tanh = TV.Load(tanhCell);
            TV dh = TV.Load(dHidden);
            TV dc = TV.Load(dCell) + dh * o * (one - tanh * tanh);
            TV.Store(dc * g * i * (one - i), gates);
            TV.Store(dc * TV.Load(cell) * f * (one - f), gates + w);
            TV.Store(dc * i * (one - g * g), gates + 2 * w);
            TV.Store(dh * tanh * o * (one - o), gates + 3 * w);
            TV.Store(dc * f, dCell);
            gates += 4 * w;
            cell += w;
            tanhCell += w;
            dHidden += step.DHiddenRow;
            dCell += w;
        }
    }
}
