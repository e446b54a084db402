using System.Numerics;
using System.Runtime.Intrinsics;

namespace LstmService.Engine.Kernels;

/// <summary>Chooses how wide the vectors of a network are: by the machine, and by how much padding its size would need.</summary>
internal static class VectorWidth
{
    /// <summary>The widths in bits, widest first; 0 is one number at a time.</summary>
    public static IReadOnlyList<int> All { get; } = [512, 256, 128, 0];

    /// <summary>The bits for a layer of this size: the least work, then the least padding, then the widest.</summary>
    public static int Choose<T>(int hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = 0, leastWork = int.MaxValue, leastPadded = int.MaxValue;
        foreach (int bits in All)
        {
            if (!IsAccelerated(bits))
                continue;
            int lanes = Lanes<T>(bits);
            int vectors = (hidden + lanes - 1) / lanes;
            // Many machines run 512 bits as two halves, so such a vector counts as two.
            int work = vectors * (bits == 512 ? 2 : 1);
            if (work > leastWork || (work == leastWork && vectors * lanes >= leastPadded))
                continue;
            (best, leastWork, leastPadded) = (bits, work, vectors * lanes);
        }

        return best;
    }

    /// <summary>How many numbers a vector of so many bits holds.</summary>
    public static int Lanes<T>(int bits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        bits switch { 512 => V512<T>.Count, 256 => V256<T>.Count, 128 => V128<T>.Count, _ => 1 };

    private static bool IsAccelerated(int bits) => bits switch
    {
        512 => Vector512.IsHardwareAccelerated,
        256 => Vector256.IsHardwareAccelerated,
        128 => Vector128.IsHardwareAccelerated,
        _ => !Vector128.IsHardwareAccelerated,
    };
}
