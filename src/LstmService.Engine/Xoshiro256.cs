using System.Numerics;

namespace LstmService.Engine;

/// <summary>
/// Our random generator, xoshiro256** (Blackman and Vigna 2021): the same seed and stream give the same numbers on every
/// machine and in every version. A struct: keep it in a variable or field that is not readonly, and pass it by reference.
/// Its default is not a generator: it answers only 0.
/// </summary>
public struct Xoshiro256
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Starts the generator; streams of one seed are independent of each other.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Which of the seed's streams: a series, a fold, a member of an ensemble.</param>
    public Xoshiro256(ulong seed, ulong stream = 0)
    {
        // SplitMix64 (Steele, Lea and Flood 2014) fills the state; the stream is mixed before it meets the seed.
        ulong state = seed ^ Mix(stream * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019);
        _s0 = Mix(state += 0x9E3779B97F4A7C15);
        _s1 = Mix(state += 0x9E3779B97F4A7C15);
        _s2 = Mix(state += 0x9E3779B97F4A7C15);
        _s3 = Mix(state + 0x9E3779B97F4A7C15);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), in steps of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0..bound-1, without bias (Lemire 2019).</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        uint range = (uint)bound;
        ulong product = (NextBits() >> 32) * range;
        // The few low words that would favour some answers are drawn again.
        uint unfair = (0u - range) % range;
        while ((uint)product < unfair)
            product = (NextBits() >> 32) * range;
        return (int)(product >> 32);
    }

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double NextGaussian()
    {
        // 1 - u lies in (0, 1], so that the logarithm is finite.
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
