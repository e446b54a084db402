using LstmService.Forecasting.Options;

namespace LstmService.Forecasting.Tests.Options;

public class TrainingRulesTests
{
    [Fact]
    public void NothingSetBreaksNoRule() => Assert.Empty(TrainingRules.Check(new(), null, null));

    [Theory]
    [InlineData(0, "horizon must be 1..512, was 0")]
    [InlineData(1_000_000, "horizon must be 1..512, was 1000000")]
    public void AHorizonOutOfBoundsSaysTheRuleAndTheValue(int horizon, string detail) =>
        Assert.Equal(new RuleViolation("horizon", detail), Assert.Single(TrainingRules.Check(new(), horizon, null)));

    [Fact]
    public void EveryBrokenRuleIsListed()
    {
        TrainingOptions options = new()
        {
            Hidden = 0,
            Layers = 99,
            Lookback = 0,
            Patch = -1,
            Scaling = "huge",
            Seasonality = "often",
            Transform = "sqrt",
            Members = 0,
            Epochs = 0,
            Batch = 0,
            LearningRate = 0,
            Loss = "hinge",
            ClipNorm = -1,
            Patience = -1,
        };
        string[] names = [.. TrainingRules.Check(options, 1, [80]).Select(v => v.Name["options.".Length..])];
        Assert.Equal(
            ["batch", "clipNorm", "epochs", "hidden", "layers", "learningRate", "lookback", "loss", "members", "patch", "patience", "scaling", "seasonality", "transform"],
            names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(double.NaN)]
    public void ALevelOutsideItsBoundsIsRefused(double level) => Assert.Equal("levels", Assert.Single(TrainingRules.Check(new(), null, [level])).Name);

    [Fact]
    public void APatchMustDivideTheLookback() =>
        Assert.Equal("options.patch", Assert.Single(TrainingRules.Check(new() { Lookback = 10, Patch = 3 }, null, null)).Name);

    [Theory]
    [InlineData("auto", true, new int[0])]
    [InlineData("none", false, new int[0])]
    [InlineData("168, 24", false, new[] { 24, 168 })]
    public void SeasonalityIsRead(string text, bool auto, int[] lengths)
    {
        SeasonalityOption option = SeasonalityOption.Parse(text)!;
        Assert.Equal(auto, option.Auto);
        Assert.Equal(lengths, option.Lengths);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("24,24")]
    [InlineData("-7")]
    [InlineData("2,3,4,5,6")]
    [InlineData("")]
    public void SeasonalityThatIsNoneIsRefused(string text) => Assert.Null(SeasonalityOption.Parse(text));

    public static TheoryData<TrainingOptions, string> Nonsense => new()
    {
        { new() { Residual = true }, "options.residual" },
        { new() { Dropout = 0.2 }, "options.dropout" },
        { new() { Attention = "additive" }, "options.attention" },
        { new() { Dilations = "1,2" }, "options.dilations" },
        { new() { Dilations = "0" }, "options.dilations" },
        { new() { Cell = "transformer" }, "options.cell" },
        { new() { Architecture = "seq2seq" }, "options.architecture" },
        { new() { RecurrentDropout = 1 }, "options.recurrentDropout" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void ACombinationThatMakesNoSenseIsRefusedByName(TrainingOptions options, string name) =>
        Assert.Equal(name, Assert.Single(TrainingRules.Check(options, null, null)).Name);

    [Fact]
    public void EveryOptionHasARuleAndIsDocumented()
    {
        Assert.Equal(
            typeof(TrainingOptions).GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Order(StringComparer.Ordinal),
            TrainingRules.Options.Select(rule => rule.Name).Order(StringComparer.Ordinal));
        Assert.All(TrainingRules.Options, rule => Assert.NotEmpty(rule.Description));
    }
}
