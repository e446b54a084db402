using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LstmService.Engine.Kernels;

namespace LstmService.Benchmarks.Engine;

/// <summary>What one core can do at most: multiply-adds of floats in registers, with nothing to wait for.</summary>
internal static class FmaPeak
{
    // More sums than latency times ports of any current core, so that each multiply-add finds a free unit.
    private const int Sums = 12, Rounds = 20_000;
    private static float s_result;

    /// <summary>Floating-point operations a second at the fastest vector width, a multiply-add counted as two.</summary>
    public static double Measure()
    {
        double peak = Of<V128<float>>();
        if (Vector256.IsHardwareAccelerated)
            peak = Math.Max(peak, Of<V256<float>>());
        return Vector512.IsHardwareAccelerated ? Math.Max(peak, Of<V512<float>>()) : peak;
    }

    private static double Of<TV>()
        where TV : unmanaged, IVector<TV, float> =>
        2.0 * Sums * Rounds * TV.Count / Clock.Seconds(() => s_result = Run<TV>(), atLeast: 0.004);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe float Run<TV>()
        where TV : unmanaged, IVector<TV, float>
    {
        TV a = TV.Broadcast(0.999f + s_result * 0), b = TV.Broadcast(1e-3f);
        TV s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b, s7 = b, s8 = b, s9 = b, s10 = b, s11 = b;
        for (int i = 0; i < Rounds; i++)
        {
            s0 = TV.MultiplyAdd(s0, a, b);
            s1 = TV.MultiplyAdd(s1, a, b);
            s2 = TV.MultiplyAdd(s2, a, b);
            s3 = TV.MultiplyAdd(s3, a, b);
            s4 = TV.MultiplyAdd(s4, a, b);
            s5 = TV.MultiplyAdd(s5, a, b);
            s6 = TV.MultiplyAdd(s6, a, b);
            s7 = TV.MultiplyAdd(s7, a, b);
            s8 = TV.MultiplyAdd(s8, a, b);
            s9 = TV.MultiplyAdd(s9, a, b);
            s10 = TV.MultiplyAdd(s10, a, b);
            s11 = TV.MultiplyAdd(s11, a, b);
        }

        float* lanes = stackalloc float[TV.Count];
        TV.Store(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11, lanes);
        return lanes[0];
    }
}
