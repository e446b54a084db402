namespace LstmService.Engine.Tests.Losses;

/// <summary>The softmax over symbols: its loss, its probabilities and its draws.</summary>
public sealed class CrossEntropyTests
{
    [Fact]
    public void TheLossIsTheNegativeLogarithmOfTheTargetsProbability()
    {
        double[] scores = [Math.Log(1), Math.Log(3), Math.Log(4)], d = new double[3];
        LossValue loss = new CrossEntropyLoss<double>(3).Evaluate(scores, Of(1), d);
        Assert.Equal(-Math.Log(3 / 8.0), loss.Mean, 1e-15);
        Numbers.AssertClose<double>((double[])[1 / 8.0, 3 / 8.0 - 1, 4 / 8.0], d, 1e-15, "gradient");
    }

    [Fact]
    public void ScoresFarFromZeroStayFinite()
    {
        var loss = new CrossEntropyLoss<float>(2);
        Assert.Equal(0, loss.Evaluate([1000, -1000], OfFloat(0), default).Mean);
        Assert.Equal(2000, loss.Evaluate([1000, -1000], OfFloat(1), default).Mean);
        float[] p = new float[2];
        loss.Probabilities([-2000, -2000], p);
        Assert.Equal([0.5f, 0.5f], p);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(0.5)]
    [InlineData(double.PositiveInfinity)]
    public void ATargetThatIsNoSymbolIsRefused(double target)
    {
        var e = Assert.Throws<ArgumentException>(() => new CrossEntropyLoss<double>(3).Evaluate([1, 2, 3], Of(target), default));
        Assert.Contains("0..2, was", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawsFollowTheProbabilities()
    {
        var loss = new CrossEntropyLoss<float>(4);
        float[] scores = [1, -1, 0.5f, 2], p = new float[4];
        loss.Probabilities(scores, p);
        Assert.Equal(1, p.Sum(), 1e-6);
        var counts = new int[4];
        var random = new Xoshiro256(1);
        for (int i = 0; i < 100_000; i++)
            counts[loss.Sample(scores, ref random)]++;
        for (int k = 0; k < 4; k++)
            Assert.Equal(p[k], counts[k] / 100_000.0, 0.006);
    }

    [Fact]
    public void FewerThanTwoSymbolsAreRefused() => Assert.Throws<ArgumentException>(() => new CrossEntropyLoss<float>(1));

    private static Batch<double> Of(double target)
    {
        var batch = new Batch<double>(new BatchShape(1, 1, 1, 1));
        batch.Targets[0] = target;
        return batch;
    }

    private static Batch<float> OfFloat(float target)
    {
        var batch = new Batch<float>(new BatchShape(1, 1, 1, 1));
        batch.Targets[0] = target;
        return batch;
    }
}
