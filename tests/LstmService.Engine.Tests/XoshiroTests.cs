namespace LstmService.Engine.Tests;

public sealed class XoshiroTests
{
    [Fact]
    public void TheSameSeedAndStreamGiveTheSameNumbersInEveryVersion()
    {
        var random = new Xoshiro256(42);
        // From an implementation in another language.
        ulong[] expected = [0xE9D32AD145B05788, 0x469A007E9F730DBC, 0x20A9A5100D030455];
        Assert.All(expected, value => Assert.Equal(value, random.NextBits()));
    }

    [Fact]
    public void StreamsAndSeedsDiffer()
    {
        var first = new HashSet<ulong>();
        for (ulong seed = 0; seed < 50; seed++)
            for (ulong stream = 0; stream < 50; stream++)
                Assert.True(first.Add(new Xoshiro256(seed, stream).NextBits()), $"seed {seed}, stream {stream} repeats another");
    }

    [Fact]
    public void DoublesAreUniform()
    {
        var random = new Xoshiro256(1);
        double sum = 0, squares = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double value = random.NextDouble();
            Assert.InRange(value, 0, 1 - 1e-16);
            sum += value;
            squares += value * value;
        }

        Assert.Equal(0.5, sum / 100_000, 0.005);
        Assert.Equal(1 / 3.0, squares / 100_000, 0.005);
    }

    [Fact]
    public void WholeNumbersCoverTheirRangeEvenly()
    {
        var random = new Xoshiro256(2);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.NextInt(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Xoshiro256(1).NextInt(0));
    }

    [Fact]
    public void ALargeRangeThatDoesNotDivideTheWordIsEvenToo()
    {
        // Eight words of 32 bits for every three numbers: taken as they come, each third number would have two, the others three.
        const int Bound = 3 << 29;
        var random = new Xoshiro256(4);
        var counts = new int[3];
        for (int i = 0; i < 60_000; i++)
            counts[random.NextInt(Bound) % 3]++;
        Assert.All(counts, count => Assert.InRange(count, 19_500, 20_500));
    }

    [Fact]
    public void GaussiansHaveMeanZeroAndDeviationOne()
    {
        var random = new Xoshiro256(3);
        double sum = 0, squares = 0, fourth = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double value = random.NextGaussian();
            sum += value;
            squares += value * value;
            fourth += value * value * value * value;
        }

        Assert.Equal(0, sum / 100_000, 0.01);
        Assert.Equal(1, squares / 100_000, 0.02);
        Assert.Equal(3, fourth / 100_000, 0.15);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(7.5)]
    public void GammasHaveTheirShapeAsMeanAndVariance(double shape)
    {
        var random = new Xoshiro256(5);
        (double mean, double variance) = Moments(() => random.NextGamma(shape));
        Assert.Equal(shape, mean, 0.02 * (1 + shape));
        Assert.Equal(shape, variance, 0.04 * (1 + shape));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Xoshiro256(1).NextGamma(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(9.9)]
    [InlineData(10)]
    [InlineData(250)]
    public void PoissonCountsHaveTheirMeanAsVariance(double expected)
    {
        var random = new Xoshiro256(6);
        (double mean, double variance) = Moments(() => random.NextPoisson(expected));
        Assert.Equal(expected, mean, 0.02 * Math.Sqrt(expected) + 1e-12);
        Assert.Equal(expected, variance, 0.03 * expected + 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Xoshiro256(1).NextPoisson(double.PositiveInfinity));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    public void PoissonCountsHaveTheirProbabilities(double mean)
    {
        var random = new Xoshiro256(7);
        var counts = new int[100];
        for (int i = 0; i < 100_000; i++)
            counts[(int)random.NextPoisson(mean)]++;
        double probability = Math.Exp(-mean);
        for (int k = 0; k < counts.Length; k++, probability *= mean / k)
            Assert.Equal(probability, counts[k] / 100_000.0, 0.004);
    }

    private static (double Mean, double Variance) Moments(Func<double> draw)
    {
        double[] draws = [.. Enumerable.Range(0, 60_000).Select(_ => draw())];
        double mean = draws.Average();
        return (mean, draws.Select(value => (value - mean) * (value - mean)).Average());
    }
}
