using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Evaluation;

namespace LstmService.Forecasting.Tests.Baselines;

/// <summary>The sMAPE of our Theta and Naive2 beside that of an independent implementation of M4's, within 1%.</summary>
public class BaselineReferenceTests
{
    /// <summary>Yearly flow of the Nile at Aswan 1871 to 1970 in 10⁸ m³ (Cobb 1978).</summary>
    private static readonly double[] Nile =
    [
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
        1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
        831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
        781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
        744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
    ];

    private static readonly Dictionary<string, (double[] Values, int Season, int Horizon)> Series = new()
    {
        ["airline passengers"] = (Samples.AirPassengers, 12, 24),
        ["the Nile"] = (Nile, 1, 6),
        ["quarters with little noise"] = (Samples.Seasonal(64, 4, 3, 11), 4, 8),
        ["hours"] = (Samples.Seasonal(400, 24, 6, 12), 24, 48),
        ["days whose week drowns in noise"] = (Samples.Seasonal(150, 7, 40, 14), 7, 14),
        ["a random walk"] = (RandomWalk(160, 13), 5, 12),
    };

    [Theory]
    [InlineData("airline passengers", 14.232686, 18.757440)]
    [InlineData("the Nile", 19.755657, 39.064758)]
    [InlineData("quarters with little noise", 3.679073, 3.246809)]
    [InlineData("hours", 4.291190, 4.806948)]
    [InlineData("days whose week drowns in noise", 29.755588, 29.300778)]
    [InlineData("a random walk", 1.593868, 1.755537)]
    public void ThetaAndNaive2AgreeWithTheReference(string name, double theta, double naive2)
    {
        Assert.Equal(theta, Smape(Theta.Forecast, name), 0.01 * theta);
        Assert.Equal(naive2, Smape(Naive2.Forecast, name), 0.01 * naive2);
    }

    [Fact]
    public void TheReferenceSeriesAreOfBothKinds()
    {
        Assert.All(["airline passengers", "quarters with little noise", "hours"], (string name) => Assert.True(IsSeasonal(name), name));
        Assert.All(["the Nile", "days whose week drowns in noise"], (string name) => Assert.False(IsSeasonal(name), name));
    }

    private static bool IsSeasonal(string name) => ClassicalDecomposition.IsSeasonal(
        Series[name].Values.AsSpan()[..^Series[name].Horizon], Series[name].Season);

    private static double Smape(Baseline baseline, string name)
    {
        (double[] values, int season, int horizon) = Series[name];
        double[] forecast = new double[horizon];
        baseline(values.AsSpan(0, values.Length - horizon), season, forecast);
        AccuracyTally tally = new();
        tally.Add(values.AsSpan(values.Length - horizon), forecast, null);
        return tally.Result()!.Smape;
    }

    private static double[] RandomWalk(int points, ulong seed)
    {
        Engine.Xoshiro256 random = new(seed);
        double[] values = new double[points];
        for (int t = 0; t < points; t++) values[t] = (t > 0 ? values[t - 1] : 200) + random.NextGaussian();
        return values;
    }
}
