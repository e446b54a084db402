using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// The LSTM with peephole connections (Gers and Schmidhuber 2000): a gate sees the memory it guards, and so can count steps.
/// <code>
/// i = sigmoid(Wi x + Ui h + pi c + bi)
/// f = sigmoid(Wf x + Uf h + pf c + bf)
/// g = tanh   (Wg x + Ug h + bg)
/// c' = f c + i g
/// o = sigmoid(Wo x + Uo h + po c' + bo)
/// h' = o tanh(c')
/// </code>
/// The p are one weight for each unit. Gate order in the tensors: i, f, g, o; in <c>peephole [3*hidden]</c>: i, f, o.
/// </summary>
internal readonly unsafe struct PeepholeLstmCell<T, TV> : ICell<T, TV>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    public static int Columns => 4;

    public static int[] InputColumns => [0, 1, 2, 3];

    public static int[] HiddenColumns => [0, 1, 2, 3];

    public static int OpenColumn => 1;

    public static int Peepholes => 3;

    public static bool HasMemory => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in CellStep<T> step)
    {
        int w = TV.Count;
        TV pi = TV.Load(step.Peepholes), pf = TV.Load(step.Peepholes + w), po = TV.Load(step.Peepholes + 2 * w);
        for (int r = 0; r < step.Batch; r++)
        {
            T* gates = step.Gates + r * 4 * w;
            TV before = TV.Load(step.Memory + r * w);
            TV i = Activation.Sigmoid<T, TV>(TV.MultiplyAdd(pi, before, TV.Load(gates)));
            TV f = Activation.Sigmoid<T, TV>(TV.MultiplyAdd(pf, before, TV.Load(gates + w)));
            TV g = Activation.Tanh<T, TV>(TV.Load(gates + 2 * w));
            TV c = TV.MultiplyAdd(f, before, i * g);
            TV o = Activation.Sigmoid<T, TV>(TV.MultiplyAdd(po, c, TV.Load(gates + 3 * w)));
            TV tanh = Activation.Tanh<T, TV>(c);
            TV.Store(i, gates);
            TV.Store(f, gates + w);
            TV.Store(g, gates + 2 * w);
            TV.Store(o, gates + 3 * w);
            TV.Store(c, step.NewMemory + r * w);
            TV.Store(tanh, step.TanhMemory + r * w);
            TV.Store(o * tanh, step.NewHidden + r * step.HiddenRow);
        }
    }

    /// <summary>
    /// As in the LSTM, and the memory also takes what came through the peepholes: that of o in c', those of i and f in c.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in CellStep<T> step)
    {
        int w = TV.Count;
        TV one = TV.Constant(1.0);
        TV pi = TV.Load(step.Peepholes), pf = TV.Load(step.Peepholes + w), po = TV.Load(step.Peepholes + 2 * w);
        TV sumI = default, sumF = default, sumO = default;
        for (int r = 0; r < step.Batch; r++)
        {
            T* gates = step.Gates + r * 4 * w;
            TV i = TV.Load(gates), f = TV.Load(gates + w), g = TV.Load(gates + 2 * w), o = TV.Load(gates + 3 * w);
            TV tanh = TV.Load(step.TanhMemory + r * w), before = TV.Load(step.Memory + r * w);
            TV dh = TV.Load(step.DHidden + r * step.DHiddenRow);
            TV dOut = dh * tanh * o * (one - o);
            TV dc = TV.Load(step.DMemory + r * w) + dh * o * (one - tanh * tanh) + dOut * po;
            TV dIn = dc * g * i * (one - i);
            TV dForget = dc * before * f * (one - f);
            TV.Store(dIn, gates);
            TV.Store(dForget, gates + w);
            TV.Store(dc * i * (one - g * g), gates + 2 * w);
            TV.Store(dOut, gates + 3 * w);
            TV.Store(dc * f + dIn * pi + dForget * pf, step.DMemory + r * w);
            sumI = TV.MultiplyAdd(dIn, before, sumI);
            sumF = TV.MultiplyAdd(dForget, before, sumF);
            sumO = TV.MultiplyAdd(dOut, TV.Load(step.NewMemory + r * w), sumO);
        }

        TV.Store(TV.Load(step.DPeepholes) + sumI, step.DPeepholes);
        TV.Store(TV.Load(step.DPeepholes + w) + sumF, step.DPeepholes + w);
        TV.Store(TV.Load(step.DPeepholes + 2 * w) + sumO, step.DPeepholes + 2 * w);
    }
}
