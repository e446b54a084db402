namespace LstmService.Engine;

/// <summary>
/// Which masks dropout draws: the same three numbers give the same masks, so that a training that is resumed draws what an
/// unbroken one would. A pass without one drops nothing: inference never has any.
/// </summary>
/// <param name="Seed">The training's own.</param>
/// <param name="Epoch">From 0.</param>
/// <param name="Index">The batch in the epoch, from 0.</param>
public readonly record struct DropoutSeed(ulong Seed, int Epoch, int Index)
{
    /// <summary>The random numbers of one mask of the pass.</summary>
    /// <param name="mask">Which of the network's masks.</param>
    internal Xoshiro256 Stream(int mask) =>
        new(Seed + (ulong)mask * 0xD1B54A32D192ED03, ((ulong)(uint)Epoch << 32) | (uint)Index);
}
