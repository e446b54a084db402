using LstmService.Engine.Losses;

namespace LstmService.Engine.Tests.Losses;

/// <summary>The likelihoods by their textbook values, what the head allows them, and what they draw.</summary>
public sealed class LikelihoodTests
{
    [Fact]
    public void EachLossIsTheNegativeLogarithmOfItsDensity()
    {
        Check(Likelihood.Gaussian, [0.2, 0.7], 1.5, Math.Log(0.7 * Math.Sqrt(2 * Math.PI)) + 0.5 * Math.Pow(1.3 / 0.7, 2));
        // Three degrees: 2 / (pi sqrt(3) (1 + t^2 / 3)^2), by the scale.
        double t = 1.3 / 0.7;
        Check(
            Likelihood.StudentT, [0.2, 0.7, 3], 1.5,
            -Math.Log(2 / (Math.PI * Math.Sqrt(3) * Math.Pow(1 + t * t / 3, 2)) / 0.7));
        // Dispersion 1 is the geometric distribution, 1/2 has r = 2: (z + 1) p^2 (1 - p)^z.
        Check(Likelihood.NegativeBinomial, [2.5, 1], 4, -Math.Log(1 / 3.5 * Math.Pow(2.5 / 3.5, 4)));
        Check(Likelihood.NegativeBinomial, [2.5, 0.5], 4, -Math.Log(5 * Math.Pow(2 / 4.5, 2) * Math.Pow(2.5 / 4.5, 4)));
        Check(Likelihood.NegativeBinomial, [2.5, 1], 0, Math.Log(3.5));
    }

    [Fact]
    public void TheNegativeBinomialWithLittleDispersionIsPoisson() =>
        Check(Likelihood.NegativeBinomial, [3, 1e-6], 2, -Math.Log(Math.Exp(-3) * 9 / 2), 1e-5);

    [Fact]
    public void ACountBelowZeroIsRefused()
    {
        var e = Assert.Throws<ArgumentException>(() => Loss(Likelihood.NegativeBinomial, [1, 1], -1));
        Assert.Contains("at least 0, was -1", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Likelihood.Gaussian)]
    [InlineData(Likelihood.StudentT)]
    [InlineData(Likelihood.NegativeBinomial)]
    public void TheHeadAllowsOnlyParametersTheDistributionHas(Likelihood likelihood)
    {
        var spec = new NetworkSpec { Hidden = 8, Head = new LikelihoodHeadSpec { Horizon = 3, Likelihood = likelihood } };
        var network = new Network<float>(spec, 1);
        network.SetTensor("head.weight", [.. Numbers.Float(8 * spec.Head.Outputs, 3).Select(value => value * 300)]);
        float[] outputs = [.. network.Forward(new(network, 40, 5), Batches.Of<float>(spec, 40, 5, 0, 2))];
        LikelihoodLoss<float> loss = LikelihoodLoss.For<float>(likelihood);
        Assert.Equal(spec.Head.Outputs, 3 * loss.Parameters);
        for (int i = 0; i < outputs.Length; i++)
        {
            int parameter = i % loss.Parameters;
            double least = parameter == 2 ? 2 : likelihood != Likelihood.NegativeBinomial && parameter == 0 ? double.MinValue : 1e-5;
            Assert.InRange(outputs[i], least, float.MaxValue);
        }
    }

    [Theory]
    [InlineData(Likelihood.Gaussian, new[] { 3.0, 0.5 }, 3, 0.25)]
    [InlineData(Likelihood.StudentT, new[] { -1, 2.0, 8.0 }, -1, 4 * 8 / 6.0)]
    [InlineData(Likelihood.NegativeBinomial, new[] { 4.0, 0.5 }, 4, 4 + 0.5 * 16)]
    [InlineData(Likelihood.NegativeBinomial, new[] { 50.0, 0.01 }, 50, 50 + 0.01 * 2500)]
    public void DrawsHaveTheMeanAndVarianceOfTheDistribution(
        Likelihood likelihood, double[] parameters, double mean, double variance)
    {
        LikelihoodLoss<double> loss = LikelihoodLoss.For<double>(likelihood);
        var random = new Xoshiro256(11);
        var draws = new double[100_000];
        for (int i = 0; i < draws.Length; i++)
            draws[i] = loss.Sample(parameters, ref random);
        Assert.Equal(mean, draws.Average(), 0.02 * Math.Sqrt(variance));
        Assert.Equal(variance, draws.Select(value => (value - mean) * (value - mean)).Average(), 0.05 * variance);
        Assert.Throws<ArgumentException>(() => loss.Sample([1], ref random));
    }

    [Fact]
    public void HugeCountsAreDrawnWithoutAnException()
    {
        var random = new Xoshiro256(1);
        Assert.InRange(new NegativeBinomialLoss<float>().Sample([1e30f, 1], ref random), 1e14, 1.1e15);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3.7)]
    [InlineData(9.99)]
    [InlineData(10.01)]
    [InlineData(1e4)]
    public void TheGammaFunctionsKeepTheirRecurrence(double x)
    {
        Assert.Equal(GammaFunctions.LogGamma(x) + Math.Log(x), GammaFunctions.LogGamma(x + 1), 1e-13 * (1 + x * Math.Log(x + 1)));
        Assert.Equal(GammaFunctions.Digamma(x) + 1 / x, GammaFunctions.Digamma(x + 1), 1e-13 * (1 + 1 / x));
    }

    [Fact]
    public void TheGammaFunctionsHaveTheirKnownValues()
    {
        Assert.Equal(Math.Log(Math.PI) / 2, GammaFunctions.LogGamma(0.5), 1e-14);
        Assert.Equal(Math.Log(362880), GammaFunctions.LogGamma(10), 1e-14);
        Assert.Equal(-0.57721566490153286, GammaFunctions.Digamma(1), 1e-14);
        Assert.Equal(-0.57721566490153286 - 2 * Math.Log(2), GammaFunctions.Digamma(0.5), 1e-14);
    }

    private static void Check(Likelihood likelihood, double[] parameters, double target, double expected, double tolerance = 1e-12) =>
        Assert.Equal(expected, Loss(likelihood, parameters, target), tolerance);

    private static double Loss(Likelihood likelihood, double[] parameters, double target)
    {
        var batch = new Batch<double>(new BatchShape(1, 1, 1, 1));
        batch.Targets[0] = target;
        return LikelihoodLoss.For<double>(likelihood).Evaluate(parameters, batch, default).Mean;
    }
}
