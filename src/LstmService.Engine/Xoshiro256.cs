using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>
/// Our random generator, xoshiro256** (Blackman and Vigna 2021): the same seed and stream give the same numbers on every
/// machine and in every version. A struct: keep it in a variable or field that is not readonly, and pass it by reference.
/// Its default is not a generator: it answers only 0.
/// </summary>
public struct Xoshiro256
{
    /// <summary>The largest mean of <see cref="NextPoisson"/>: counts beyond are not whole in a double.</summary>
    internal const double MostPoissonMean = 1e15;

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

    /// <summary>Gamma with a shape and scale 1 (Marsaglia and Tsang 2000).</summary>
    /// <param name="shape">Above 0.</param>
    public double NextGamma(double shape)
    {
        if (!(shape > 0))
            throw new ArgumentOutOfRangeException(nameof(shape), $"shape must be above 0, was {shape}");
        // Below 1 a draw of one shape higher is scaled down.
        double scale = shape < 1 ? Math.Pow(1 - NextDouble(), 1 / shape) : 1;
        double d = (shape < 1 ? shape + 1 : shape) - 1 / 3.0, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextGaussian(), root = 1 + c * x, v = root * root * root;
            if (v > 0 && Math.Log(1 - NextDouble()) < 0.5 * x * x + d * (1 - v + Math.Log(v)))
                return scale * d * v;
        }
    }

    /// <summary>Poisson (Knuth 1969 below a mean of 10, the rejection PTRS of Hoermann 1993 from there).</summary>
    /// <param name="mean">0..1e15.</param>
    public double NextPoisson(double mean)
    {
        if (!(mean is >= 0 and <= MostPoissonMean))
            throw new ArgumentOutOfRangeException(nameof(mean), $"mean must be 0..{MostPoissonMean}, was {mean}");
        if (mean >= 10)
            return NextLargePoisson(mean);
        double bound = Math.Exp(-mean), product = NextDouble(), count = 0;
        for (; product > bound; count++)
            product *= NextDouble();
        return count;
    }

    private double NextLargePoisson(double mean)
    {
        double b = 0.931 + 2.53 * Math.Sqrt(mean), a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4), acceptance = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            double u = NextDouble() - 0.5, v = 1 - NextDouble(), s = 0.5 - Math.Abs(u);
            double k = Math.Floor((2 * a / s + b) * u + mean + 0.43);
            if (s >= 0.07 && v <= acceptance)
                return k;
            if (k < 0 || (s < 0.013 && v > s))
                continue;
            double logarithm = Math.Log(v * inverseAlpha / (a / (s * s) + b));
            if (logarithm <= k * Math.Log(mean) - mean - GammaFunctions.LogGamma(k + 1))
                return k;
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
