using System.Text.Json;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;

namespace LstmService.Forecasting.Tests.Search;

public class SearchRulesTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { """{ "hiden": [1] }""", "search.space.hiden", "a name in space must be one of" },
        { """{ "hidden": [] }""", "search.space.hidden", "at least one value" },
        { """{ "hidden": [8, 0] }""", "search.space.hidden.1", "hidden must be 1..512, was 0" },
        { """{ "hidden": ["8"] }""", "search.space.hidden.0", "expected a whole number" },
        { """{ "hidden": [8.5] }""", "search.space.hidden.0", "expected a whole number" },
        { """{ "hidden": [8, 16, 8] }""", "search.space.hidden.2", "twice" },
        { """{ "cell": ["transformer"] }""", "search.space.cell.0", "cell must be one of" },
        { """{ "seed": [1] }""", "search.space.seed", "set in options and searched" },
        { """{ "warmStart": [true] }""", "search.space.warmStart", "cannot be searched" },
        { """{ "layers": [1, 2], "dropout": [0, 0.2] }""", "search.space", "point 2 (layers 1, dropout 0.2): dropout drops what passes between layers" },
        { """{ "seasonality": ["often"] }""", "search.space", "point 1 (seasonality often)" },
        { """{ "epochs": [5], "budgetSeconds": [1] }""", "search.space", "both say how long" },
        { """{}""", "search.space", "at least one option" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void ASpaceThatMakesNoSenseIsRefusedWithItsPlaceAndReason(string space, string place, string reason)
    {
        RuleViolation violation = Assert.Single(Check(new("grid", Space(space), "mase", null, 1)));
        Assert.Equal(place, violation.Name);
        Assert.Contains(reason, violation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AGridOfTooManyPointsIsRefusedWithTheirNumber()
    {
        string numbers = string.Join(',', Enumerable.Range(1, 15));
        SearchRequest search = new("grid", Space($$"""{ "hidden": [{{numbers}}], "lookback": [{{numbers}}] }"""), "mase", null, 1);
        Assert.Contains("has 225", Assert.Single(Check(search)).Detail, StringComparison.Ordinal);
        Assert.Contains("has 225", Assert.Single(Check(search with { Strategy = "halving" })).Detail, StringComparison.Ordinal);
        Assert.Empty(Check(search with { Strategy = "halving", Trials = 30 }));
        Assert.Empty(Check(search with { Strategy = "random" }));
    }

    public static TheoryData<string, double, double, bool, string> Ranges => new()
    {
        { "hidden", 8, 8, false, "min must be below max" },
        { "hidden", 0, 8, false, "hidden must be 1..512" },
        { "hidden", 1.5, 8, false, "whole number" },
        { "dropout", 0, 0.5, true, "min above 0" },
        { "cell", 1, 2, false, "no number" },
        { "hidden", double.NaN, 8, false, "min must be below max" },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void ARangeThatMakesNoSenseIsRefused(string name, double min, double max, bool log, string reason)
    {
        SearchRequest search = new("random", [new(name, null, new(min, max, log))], "mase", null, 1);
        Assert.Contains(reason, Assert.Single(Check(search)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatSurroundsTheSpaceIsChecked()
    {
        SearchRequest search = new("random", Space("""{ "hidden": [8] }"""), "mase", null, 1);
        Assert.Equal("search.strategy", Assert.Single(Check(search with { Strategy = "tpe" })).Name);
        Assert.Equal("search.metric", Assert.Single(Check(search with { Metric = "r2" })).Name);
        Assert.Equal("search.trials", Assert.Single(Check(search with { Trials = 0 })).Name);
        Assert.Equal("search.trials", Assert.Single(Check(search with { Trials = 201 })).Name);
        Assert.Equal("search.trials", Assert.Single(Check(search with { Strategy = "grid", Trials = 5 })).Name);
        Assert.Contains("a range has no grid", Assert.Single(Check(search with { Strategy = "grid", Space = [new("hidden", null, new(1, 9, false))] })).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2.5, "has 2.5 at")]
    [InlineData(-1.0, "has -1 at")]
    public void APointThatCountsIsRefusedOnWhatAreNoCounts(double odd, string reason)
    {
        SearchRequest search = new("grid", Space("""{ "loss": ["pinball", "negativeBinomial"], "hidden": [4, 8] }"""), "mase", null, 1);
        double[] counts = [.. Enumerable.Range(0, 30).Select(i => i == 3 ? double.NaN : i % 5.0)];
        Assert.Empty(SearchRules.CheckData(search, new(), [Samples.Airline() with { Values = counts }]));
        counts[20] = odd;
        RuleViolation violation = Assert.Single(SearchRules.CheckData(search, new(), [Samples.Airline() with { Values = counts }]));
        Assert.Equal("search.space", violation.Name);
        Assert.StartsWith("point 3 (loss negativeBinomial, hidden 4): negativeBinomial counts", violation.Detail, StringComparison.Ordinal);
        Assert.Contains(reason, violation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void DrawsStayInTheirRangeReachBothEndsAndNeverRepeat()
    {
        SearchRequest search = new("random", [new("hidden", null, new(1, 64, Log: true)), new("learningRate", null, new(1e-4, 1e-2, Log: true))], "mase", 200, 7);
        IReadOnlyList<SearchPoint> points = SearchSpace.Points(search);
        Assert.Equal(200, points.Count);
        int[] hidden = [.. points.Select(p => p.Values["hidden"].GetInt32())];
        Assert.Equal((1, 64), (hidden.Min(), hidden.Max()));
        Assert.InRange(hidden.Count(h => h <= 8), 70, 130); // half of the factors lie below
        Assert.All(points, p => Assert.InRange(p.Values["learningRate"].GetDouble(), 1e-4, 1e-2));

        IReadOnlyList<SearchPoint> few = SearchSpace.Points(new("random", Space("""{ "hidden": [1, 2, 3] }"""), "mase", 20, 7));
        Assert.Equal([1, 2, 3], few.Select(p => p.Values["hidden"].GetInt32()).Order());
    }

    private static IReadOnlyList<RuleViolation> Check(SearchRequest search) => SearchRules.Check(search, new() { Seed = 1 }, null);

    private static SearchDimension[] Space(string json) =>
    [
        .. JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!.Select(d => new SearchDimension(d.Key, [.. d.Value.EnumerateArray()], null)),
    ];
}
