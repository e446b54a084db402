using System.Numerics;

namespace LstmService.Engine.Tests;

/// <summary>Numbers to test with, the same in every run, and their comparison.</summary>
internal static class Numbers
{
    public static T[] Of<T>(int length, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Xoshiro256(seed);
        var values = new T[length];
        for (int i = 0; i < length; i++)
            values[i] = T.CreateTruncating(2 * random.NextDouble() - 1);
        return values;
    }

    public static float[] Float(int length, ulong seed) => Of<float>(length, seed);

    public static void Fill<T>(Span<T> target, ref Xoshiro256 random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = T.CreateTruncating(2 * random.NextDouble() - 1);
    }

    public static void AssertClose<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(double.CreateTruncating(expected[i] - actual[i]));
            // Written so that NaN fails.
            Assert.True(difference <= tolerance, $"{what}: element {i} must be {expected[i]}, was {actual[i]}");
        }
    }

    public static void AssertClose<T>(T[] expected, T[] actual, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        AssertClose<T>(expected.AsSpan(), actual.AsSpan(), tolerance, what);
}
