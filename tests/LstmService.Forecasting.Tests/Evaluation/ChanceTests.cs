using LstmService.Forecasting.Evaluation;

namespace LstmService.Forecasting.Tests.Evaluation;

public class ChanceTests
{
    [Fact]
    public void ASteadyGainIsMoreThanChanceAndAnUnsteadyOneIsNot()
    {
        double[] reference = [4, 5, 6, 5, 4, 5];
        Assert.True(Chance.IsExceeded([3.9, 4.8, 5.9, 4.9, 3.8, 4.9], reference, 1));
        Assert.False(Chance.IsExceeded([1, 7, 3, 7, 2, 8], reference, 1));
        Assert.False(Chance.IsExceeded(reference, [3.9, 4.8, 5.9, 4.9, 3.8, 4.9], 1));
    }

    /// <summary>Under equal skill a gain is claimed about once in twenty, whether or not windows overlap.</summary>
    [Theory]
    [InlineData(24, 1)]
    [InlineData(6, 1)]
    [InlineData(24, 5)]
    public void EqualMethodsAreRarelyToldApart(int origins, int overlap)
    {
        Engine.Xoshiro256 random = new(5);
        int claims = 0;
        for (int trial = 0; trial < 4_000; trial++)
        {
            double[] noise = [.. Enumerable.Range(0, origins + overlap).Select(_ => random.NextGaussian())];
            double[] gains = [.. Enumerable.Range(0, origins).Select(o => noise[o..(o + overlap)].Sum())];
            if (Chance.IsExceeded(gains, new double[origins], overlap)) claims++;
        }
        Assert.InRange(claims / 4_000.0, 0.02, 0.08);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 5)]
    [InlineData(3, 12)]
    public void TooFewOriginsProveNothing(int origins, int overlap) =>
        Assert.False(Chance.IsExceeded(new double[origins], [.. Enumerable.Repeat(9.0, origins)], overlap));
}
