namespace LstmService.Engine.Tests.Losses;

/// <summary>What the losses average, and what they leave out.</summary>
public sealed class LossTests
{
    [Fact]
    public void TheSquaredLossIsTheMeanOfSquaredErrors() =>
        Check(new SquaredLoss<double>(), [1, 2, 3, 5], [0, 2, 5, 4], expected: (1 + 0 + 4 + 1) / 4.0, [0.5, 0, -1, 0.5]);

    [Fact]
    public void TheAbsoluteLossIsTheMeanOfAbsoluteErrors() =>
        Check(new AbsoluteLoss<double>(), [1, 2, 3, 5], [0, 2, 5, 4], expected: (1 + 0 + 2 + 1) / 4.0, [0.25, 0, -0.25, 0.25]);

    [Fact]
    public void TheHuberLossIsSquaredNearTheTargetAndStraightFarFromIt() =>
        Check(new HuberLoss<double>(2), [1, 2, 3, 9], [0, 2, 5, 4], (0.5 + 0 + 2 + 2 * (5 - 1)) / 4.0, [0.25, 0, -0.5, 0.5]);

    [Fact]
    public void ABendThatIsNotAboveZeroIsRefused()
    {
        foreach (double delta in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Assert.Throws<ArgumentException>(() => new HuberLoss<float>(delta));
    }

    [Fact]
    public void ThePinballLossWeighsTheTwoSidesByTheQuantile()
    {
        Batch<double> batch = Of(windows: 1, targets: 1, [10]);
        var d = new double[2];
        LossValue loss = new PinballLoss<double>([0.1, 0.9]).Evaluate([8, 13], batch, d);
        // 0.1 * 2 below the target, (1 - 0.9) * 3 above it, over two terms.
        Assert.Equal((0.1 * 2 + 0.1 * 3) / 2, loss.Mean, 1e-15);
        Assert.Equal([-0.05, 0.05], d.Select(value => Math.Round(value, 15)));
    }

    [Fact]
    public void ThePinballLossIsLowestAtTheEmpiricalQuantile()
    {
        double[] targets = [.. Enumerable.Range(1, 99).Select(i => (double)i)];
        Batch<double> batch = Of(windows: 99, targets: 1, targets);
        var loss = new PinballLoss<double>([0.8]);
        double At(double output) => loss.Evaluate([.. Enumerable.Repeat(output, 99)], batch, default).Mean;
        double best = Enumerable.Range(1, 99).Select(i => (double)i).MinBy(At);
        Assert.Equal(80, best);
    }

    [Fact]
    public void AnUnknownTargetAddsNothingAndIsNotCounted()
    {
        Batch<double> batch = Of(windows: 2, targets: 2, [0, double.NaN, double.NaN, 4]);
        double[] d = [9, 9, 9, 9];
        LossValue loss = new SquaredLoss<double>().Evaluate([1, 100, 100, 6], batch, d);
        Assert.Equal(new LossValue(1 + 4, 2), loss);
        Assert.Equal([1, 0, 0, 2], d);
    }

    [Fact]
    public void AtEveryStepAWindowsWeightMultipliesTheTermsOfAllItsSteps()
    {
        var batch = new Batch<double>(new(2, 3, 1, 1, EveryStep: true));
        (batch.Weights[0], batch.Weights[1]) = (1, 10);
        batch.TargetsAt(2, 1)[0] = double.NaN;
        double[] d = new double[6];
        LossValue loss = new SquaredLoss<double>().Evaluate([1, 1, 2, 2, 3, 3], batch, d);
        Assert.Equal(new LossValue(1 + 10 + 4 + 40 + 9, 5), loss);
        Assert.Equal([0.4, 4, 0.8, 8, 1.2, 0], d.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void ABatchWithNoKnownTargetHasLossZeroAndNoGradient()
    {
        Batch<float> batch = new(new BatchShape(1, 1, 1, 2));
        batch.Targets.AsSpan().Fill(float.NaN);
        float[] d = new float[6];
        LossValue loss = new PinballLoss<float>([0.1, 0.5, 0.9]).Evaluate(new float[6], batch, d);
        Assert.Equal(0, loss.Mean);
        Assert.All(d, value => Assert.Equal(0, value));
    }

    [Fact]
    public void AWindowsWeightMultipliesItsTermsAndNotTheirCount()
    {
        Batch<double> batch = Of(windows: 2, targets: 1, [0, 0]);
        batch.Weights[1] = 3;
        var d = new double[2];
        LossValue loss = new SquaredLoss<double>().Evaluate([1, 1], batch, d);
        Assert.Equal((1 + 3) / 2.0, loss.Mean);
        Assert.Equal([1, 3], d);
    }

    [Fact]
    public void AnOutputThatIsNoNumberMakesTheLossNoNumber()
    {
        Batch<double> batch = Of(windows: 1, targets: 1, [0]);
        Assert.True(double.IsNaN(new SquaredLoss<double>().Evaluate([double.NaN], batch, default).Mean));
        Assert.True(double.IsNaN(new AbsoluteLoss<double>().Evaluate([double.NaN], batch, default).Mean));
        Assert.True(double.IsNaN(new PinballLoss<double>([0.5]).Evaluate([double.NaN], batch, default).Mean));
    }

    [Fact]
    public void OutputsThatDoNotFitTheTargetsAreRefused()
    {
        Batch<double> batch = Of(windows: 2, targets: 1, [0, 0]);
        Assert.Throws<ArgumentException>(() => new SquaredLoss<double>().Evaluate([1, 2, 3], batch, default));
        Assert.Throws<ArgumentException>(() => new SquaredLoss<double>().Evaluate([1, 2], batch, new double[3]));
    }

    [Fact]
    public void QuantilesOutsideZeroToOneAreAllNamed()
    {
        var e = Assert.Throws<ArgumentException>(() => new PinballLoss<float>([0, 0.5, 1.5]));
        Assert.Contains("was 0;", e.Message, StringComparison.Ordinal);
        Assert.Contains("was 1.5", e.Message, StringComparison.Ordinal);
    }

    private static void Check(ILoss<double> loss, double[] outputs, double[] targets, double expected, double[] gradient)
    {
        var d = new double[outputs.Length];
        Assert.Equal(expected, loss.Evaluate(outputs, Of(windows: 2, targets: 2, targets), d).Mean, 1e-15);
        Assert.Equal(gradient, d);
    }

    private static Batch<double> Of(int windows, int targets, double[] values)
    {
        var batch = new Batch<double>(new BatchShape(windows, 1, 1, targets));
        values.CopyTo(batch.Targets, 0);
        return batch;
    }
}
