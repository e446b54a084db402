using System.Numerics;
using LstmService.Engine.Heads;

namespace LstmService.Engine.Layers;

/// <summary>
/// The masks of dropout (Srivastava et al. 2014), scaled so that the mean of what passes stays: 0 or 1 / (1 - share).
/// </summary>
internal static unsafe class DropoutMask
{
    /// <summary>Draws a mask; the same for every vector width, because only true units are drawn for.</summary>
    /// <param name="mask">[rows, padded]: overwritten, but for the padding.</param>
    /// <param name="rows">How many.</param>
    /// <param name="size">Units, true and padded.</param>
    /// <param name="share">What is dropped, above 0 and below 1.</param>
    /// <param name="random">Where the draws come from.</param>
    public static void Draw<T>(T* mask, int rows, HiddenSize size, double share, Xoshiro256 random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T kept = T.CreateTruncating(1 / (1 - share));
        int units = size.Units / size.Parts, padded = size.Padded / size.Parts;
        for (int part = 0; part < rows * size.Parts; part++, mask += padded)
            for (int i = 0; i < units; i++)
                mask[i] = random.NextDouble() < share ? T.Zero : kept;
    }
}
