using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

/// <summary>
/// The plain recurrent network (Elman 1990): h' = tanh(W x + U h + b). Every step multiplies the gradient by U and by
/// 1 - h'^2, so over many steps it vanishes, or explodes (Bengio, Simard and Frasconi 1994): what the LSTM was made against.
/// </summary>
internal readonly unsafe struct RnnCell<T, TV> : ICell<T, TV>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    public static int Columns => 1;

    public static int[] InputColumns => [0];

    public static int[] HiddenColumns => [0];

    public static int OpenColumn => -1;

    public static int Peepholes => 0;

    public static bool HasMemory => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in CellStep<T> step)
    {
        int w = TV.Count;
        for (int r = 0; r < step.Batch; r++)
        {
            TV h = Activation.Tanh<T, TV>(TV.Load(step.Gates + r * w));
            TV.Store(h, step.Gates + r * w);
            TV.Store(h, step.NewHidden + r * step.HiddenRow);
        }
    }

    /// <summary>The column's gradient is dh' (1 - h'^2); all of it goes on through the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in CellStep<T> step)
    {
        int w = TV.Count;
        TV one = TV.Constant(1.0);
        for (int r = 0; r < step.Batch; r++)
        {
            TV h = TV.Load(step.Gates + r * w);
            TV.Store(TV.Load(step.DHidden + r * step.DHiddenRow) * (one - h * h), step.Gates + r * w);
        }
    }
}
