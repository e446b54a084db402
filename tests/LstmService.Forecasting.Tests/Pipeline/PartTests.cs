using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Pipeline;

public class PartTests
{
    [Theory]
    [InlineData(new double[] { 5, 7, 9 }, TransformKind.Log)]
    [InlineData(new double[] { 0, 7, 9 }, TransformKind.Asinh)]
    [InlineData(new double[] { -5, 7, 9 }, TransformKind.Asinh)]
    [InlineData(new double[] { 0, 0, 0 }, TransformKind.Asinh)]
    public void LogIsChosenWellAboveZeroAndAsinhElsewhere(double[] values, TransformKind expected) =>
        Assert.Equal(expected, ValueTransform.Choose(values).Kind);

    [Theory]
    [InlineData(TransformKind.None)]
    [InlineData(TransformKind.Log)]
    [InlineData(TransformKind.Asinh)]
    public void ATransformAndItsInverseCancel(TransformKind kind)
    {
        foreach (double unit in (double[])[1e-9, 1, 1e12])
        {
            ValueTransform transform = ValueTransform.For(kind, [unit, 2 * unit, 5 * unit]);
            foreach (double y in (double[])[0.5 * unit, unit, 7 * unit])
                Assert.Equal(y, transform.Inverse(transform.Forward(y)), 1e-9 * y);
        }
    }

    [Theory]
    [InlineData(TransformKind.Log)]
    [InlineData(TransformKind.Asinh)]
    public void TheInverseIsFiniteForAnyLatentValue(TransformKind kind)
    {
        ValueTransform transform = ValueTransform.For(kind, [1, 2, 3]);
        Assert.All((double[])[-1e300, -800, 0, 800, 1e300], z => Assert.True(double.IsFinite(transform.Inverse(z))));
    }

    [Fact]
    public void LogOfValuesThatAreNotPositiveIsAsinh() => Assert.Equal(TransformKind.Asinh, ValueTransform.For(TransformKind.Log, [0, 1]).Kind);

    [Fact]
    public void AShortGapIsALineAndALongOneTheSeasonBefore()
    {
        double nan = double.NaN;
        Assert.Equal([1, 2, 3.0], MissingValues.Fill([1, nan, 3], 1));
        Assert.Equal([1, 5, 2, 8, 1, 5, 2, 8.0], MissingValues.Fill([1, 5, 2, 8, nan, nan, nan, 8], 4));
        Assert.Equal([7, 7, 7.0], MissingValues.Fill([nan, 7, nan], 4));
        Assert.Equal([0, 0.0], MissingValues.Fill([nan, nan], 4));
    }

    [Fact]
    public void TheProfileFindsACleanSeasonAndItsPhase()
    {
        double[] values = [.. Enumerable.Range(0, 46).Select(t => 3.0 * t + (t % 4 == 1 ? 8 : 0))];
        double[] profile = new double[4];
        SeasonalProfile.Compute(values, 4, profile);
        // the origin is t = 46, phase 2: phase 1 comes three steps after it
        Assert.Equal(3, Array.IndexOf(profile, profile.Max()));
        Assert.Equal(6, profile[3], 6);
        Assert.Equal(0, profile.Sum(), 9);
        Assert.Equal(3, SeasonalProfile.Slope(values, 4, 4), 9);
    }

    [Fact]
    public void TheProfileOfNoiseIsShrunkToAlmostNothing()
    {
        double worst = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Engine.Xoshiro256 random = new(seed);
            double[] noise = [.. Enumerable.Range(0, 240).Select(_ => random.NextGaussian())], profile = new double[12];
            SeasonalProfile.Compute(noise, 20, profile);
            worst += Math.Sqrt(profile.Sum(p => p * p) / 12) / 20;
        }
        Assert.True(worst < 0.12, $"mean size of the profile of noise was {worst}");
    }

    [Fact]
    public void TheProfileIsNothingWhereLessThanTwoSeasonsAreKnown()
    {
        double[] profile = [9, 9, 9, 9];
        SeasonalProfile.Compute([1, 2, 3, 4, 5, 6, 7], 4, profile);
        Assert.Equal([0, 0, 0, 0.0], profile);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963985)]
    [InlineData(0.1, -1.281551566)]
    [InlineData(0.001, -3.090232306)]
    public void TheNormalQuantileIsRight(double p, double expected) => Assert.Equal(expected, NormalQuantile.Of(p), 1e-8);

    /// <summary>Reference values of the t distribution's tables.</summary>
    [Theory]
    [InlineData(0.975, 3, 3.182446)]
    [InlineData(0.975, 10, 2.228139)]
    [InlineData(0.95, 5, 2.015048)]
    [InlineData(0.9, 30, 1.310415)]
    [InlineData(0.05, 2.5, -2.558219)]
    [InlineData(0.6, 4, 0.270722)]
    [InlineData(0.995, 8, 3.355387)]
    public void TheQuantileOfStudentsTIsRight(double p, double degrees, double expected) =>
        Assert.Equal(expected, DistributionQuantiles.StudentT(p, degrees), 2e-3 * Math.Abs(expected));

    [Fact]
    public void OffsetsBetweenAndBeyondTheGridFollowTheNormalScore()
    {
        double[] scores = Spread.Scores(PlanRules.QuantileGrid), offsets = [.. scores.Select(s => 2 * s)];
        foreach (double q in (double[])[0.001, 0.07, 0.3, 0.5, 0.85, 0.9995])
            Assert.Equal(2 * NormalQuantile.Of(q), Spread.OffsetAt(offsets, scores, q), 9);
    }

    [Fact]
    public void OrderedOffsetsAscendThroughZeroAtTheMedian()
    {
        double[] offsets = [-1, -2, 0.5, 3, 2];
        Spread.Order(offsets, 2);
        Assert.Equal([-2, -2, 0, 3, 3.0], offsets);
    }
}
