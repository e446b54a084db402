using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Tests.Evaluation;

public class JudgeTests
{
    private const int Horizon = 4;
    private static readonly Plan Plan = PlanRules.Choose(new([Samples.Airline()], Horizon, [80, 95], new())).Plan;
    private static readonly RollingOrigins Origins = new(6, 1, Horizon), Many = new(20, 1, Horizon);

    [Fact]
    public void ABlendIsJudgedOnOriginsItWasNotChosenOn()
    {
        // the baselines are exact on the even origins and the LSTM on the odd ones: chosen and judged on the same origins, both look perfect
        Judge judge = new(Plan, Many, Windows(lstm: o => o % 2 == 0 ? 3 : 0, other: o => o % 2 == 0 ? 0 : 5, origins: Many));
        Assert.Equal((3 + 5) / 2.0, judge.Test()!.Mae, 9);
        Assert.Equal((3 + 0) / 2.0, judge.Accuracy(Composition.LstmAlone)!.Mae, 9);
    }

    [Fact]
    public void AllOriginsChooseWhatIsPublished()
    {
        Judge judge = new(Plan, Many, Windows(lstm: _ => 3, other: o => o == 5 ? 9 : 0, origins: Many));
        Assert.Equal(new Composition(0, "theta", "damped"), judge.Compose());
        Assert.Equal(9 / 20.0, judge.Accuracy(judge.Compose())!.Mae, 9);
    }

    [Fact]
    public void OneOriginIsJudgedByWhatWasChosenOnIt()
    {
        RollingOrigins one = new(1, 1, Horizon);
        Judge judge = new(Plan, one, Windows(_ => 3, other: _ => 0, origins: one));
        Assert.Equal(1.5, judge.Test()!.Mae, 9); // one window speaks for no mixture but the even one
        Assert.Contains("on the origin they are judged on", Verdict.Of(Plan, one, judge, judge.Compose(), null).Protocol, StringComparison.Ordinal);
    }

    [Fact]
    public void TheProtocolSaysThatTheHalvesAreJudgedByEachOtherAndWhetherTheyOverlap()
    {
        Judge judge = new(Plan, Origins, Windows(_ => 3, _ => 5, _ => 5));
        string overlapping = Verdict.Of(Plan, Origins, judge, judge.Compose(), null).Protocol;
        Assert.Contains("judged on the odd origins were chosen on the even ones", overlapping, StringComparison.Ordinal);
        Assert.Contains("their windows overlap", overlapping, StringComparison.Ordinal);
        string apart = Verdict.Of(Plan, Origins with { Stride = Horizon }, judge, judge.Compose(), null).Protocol;
        Assert.DoesNotContain("overlap", apart, StringComparison.Ordinal);
    }

    [Fact]
    public void OwaComparesWithNaive2AndTheStepsAreJudgedOfTheModelOnly()
    {
        Judge judge = new(Plan, Many, Windows(_ => 2, _ => 5, _ => 5, origins: Many));
        ModelEvaluation evaluation = Verdict.Of(Plan, Many, judge, judge.Compose(), null);
        double smapes = Metrics.SymmetricPercentage(100, 102) / Metrics.SymmetricPercentage(100, 104); // Naive2 is 4 off everywhere
        Assert.Equal(0.5 * (smapes + 2 / 4.0), evaluation.Owa!.Value, 9);
        Assert.Equal(Horizon, evaluation.Test!.CoverageByStep!["95"].Count);
        Assert.NotNull(evaluation.LstmAlone!.Coverage);
        Assert.Null(evaluation.LstmAlone.CoverageByStep);
        Assert.All(evaluation.Baselines.Values, b => Assert.Null(b.Coverage));
    }

    [Fact]
    public void AForecastBelowTheFloorIsJudgedAsTheFloorThatIsAnswered()
    {
        List<BacktestWindow> windows = Windows(_ => -130, _ => 500, _ => 500);
        Assert.Equal(100, new Judge(Plan, Origins, windows).Accuracy(Composition.LstmAlone)!.Mae, 9);
    }

    [Theory]
    [InlineData(3, 4, 9, "25% better than repeating the last value", true)]
    [InlineData(4, 4, 9, "The last value is as good a forecast as any found here; this model is no better", false)]
    [InlineData(3.99, 4, 9, "The last value is as good a forecast as any found here; this model is no better", false)]
    [InlineData(5, 4.01, 4, "The last value is as good a forecast as any found here; this model is 25% worse", false)]
    [InlineData(3.9, 4, 9, "2.5% better than repeating the last value", true)]
    [InlineData(5, 9, 4, "25% worse than carrying on the line", false)]
    [InlineData(4, 9, 4, "As good as carrying on the line from first to last, the best baseline, and no better", false)]
    [InlineData(4, 9, 0, "Worse than carrying on the line from first to last, which was exact", false)]
    public void TheVerdictSaysPlainlyWhatWasBest(double lstm, double naive, double drift, string verdict, bool beats)
    {
        Plan alone = Plan with { Blend = false };
        ModelEvaluation evaluation = Verdict.Of(
            alone, Origins, new(alone, Origins, Windows(_ => lstm, _ => naive, _ => drift)), Composition.LstmAlone, null);
        Assert.StartsWith(verdict, evaluation.Verdict, StringComparison.Ordinal);
        Assert.Equal(beats, evaluation.BeatsBaseline);
    }

    [Fact]
    public void AnAnswerThatIsABaselineAloneSaysSo()
    {
        Judge judge = new(Plan, Many, Windows(_ => 3, other: _ => 1, origins: Many));
        Assert.Contains("; the published answer is the Theta method and damped trend smoothing alone;",
            Verdict.Of(Plan, Many, judge, judge.Compose(), null).Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void AGainOverTheLastValueThatMayBeChanceIsNotClaimed()
    {
        Plan alone = Plan with { Blend = false };
        RollingOrigins apart = Origins with { Stride = Horizon };
        double[] luck = [1, 6, 3, 5, 2, 6];
        ModelEvaluation evaluation = Verdict.Of(
            alone, apart, new(alone, apart, Windows(o => luck[o], _ => 4, _ => 9)), Composition.LstmAlone, null);
        Assert.StartsWith("The last value is as good a forecast as any found here; this model is 4.2% better, which 6 origins cannot tell from chance",
            evaluation.Verdict, StringComparison.Ordinal);
        Assert.False(evaluation.BeatsBaseline);
    }

    /// <summary>The textbook's stock price: nothing in the past of a random walk says where it goes.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(2)]
    [InlineData(3)]
    public void OfARandomWalkTheVerdictSaysThatTheLastValueIsAsGood(ulong seed)
    {
        Engine.Xoshiro256 random = new(seed);
        double[] price = new double[500];
        for (int t = 0; t < price.Length; t++) price[t] = t == 0 ? 100 : price[t - 1] * Math.Exp(0.01 * random.NextGaussian());
        TimeSeries series = new("price", TimeAxis.FromIndex(Frequency.BusinessDaily), price);
        ModelEvaluation evaluation = Estimator.Train(new([series], 5, [80], new() { Lookback = 30, Members = 2, Epochs = 5 }), 2, null, default).Evaluation;
        Assert.StartsWith("The last value is as good a forecast as any found here", evaluation.Verdict, StringComparison.Ordinal);
        Assert.False(evaluation.BeatsBaseline);
    }

    /// <summary>One series of 100s, and forecasts that are off by what the functions say of the origin; <paramref name="other"/> of Theta and damped smoothing.</summary>
    private static List<BacktestWindow> Windows(
        Func<int, double> lstm, Func<int, double>? naive = null, Func<int, double>? drift = null, Func<int, double>? other = null, RollingOrigins? origins = null) =>
    [
        .. Enumerable.Range(0, (origins ?? Origins).Count).Select(o => new BacktestWindow
        {
            Origin = o,
            Actual = [.. Enumerable.Repeat(100.0, Horizon)],
            Baselines =
            [
                .. BaselineCatalogue.All.Select(b => Off((b.Key switch { "naive" => naive, "drift" => drift, "theta" or "damped" => other, _ => null })?.Invoke(o) ?? 50)),
            ],
            Naive2 = Off(4),
            Lstm = new(Off(lstm(o)), new double[Horizon * PlanRules.QuantileGrid.Count], 1),
            Transform = new(TransformKind.None, 1),
            Unit = new(1, 1),
            Bounds = new(0, double.MaxValue, Whole: false),
        }),
    ];

    private static double[] Off(double error) => [.. Enumerable.Repeat(100 + error, Horizon)];
}
