using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;

namespace LstmService.Forecasting.Symbols;

/// <summary>What may be set about a training on numbers and means nothing for symbols; each refusal says why.</summary>
public static class SymbolRules
{
    private static readonly (string Name, Func<TrainingOptions, object?> Value, string Why)[] Numeric =
    [
        ("loss", o => o.Loss, "symbols are learnt by cross-entropy"),
        ("scaling", o => o.Scaling, "symbols have no scale"),
        ("transform", o => o.Transform, "symbols are no numbers that a function could straighten"),
        ("orderedQuantiles", o => o.OrderedQuantiles, "symbols have no order, and so no quantiles"),
        ("floor", o => o.Floor, "symbols have no order, and so no floor"),
        ("ceiling", o => o.Ceiling, "symbols have no order, and so no ceiling"),
        ("counts", o => o.Counts, "symbols are not counted"),
        ("patch", o => o.Patch, "each step reads one symbol"),
        ("bidirectional", o => o.Bidirectional, "the next symbol is answered at every step, and the way back would have read it"),
        ("architecture", o => o.Architecture, "the network answers the next symbol, and later ones along sampled paths"),
        ("attention", o => o.Attention, "attention looks back from a decoder, which there is none of"),
        ("warmStart", o => o.WarmStart is true ? true : null, "networks of symbols start fresh, for another upload may number its symbols otherwise"),
        ("budgetSeconds", o => o.BudgetSeconds, "the cost model knows the networks of numbers only; set epochs"),
    ];

    /// <summary>Every rule that is broken; empty where none is.</summary>
    public static IReadOnlyList<RuleViolation> Check(TrainingOptions options, IReadOnlyList<double>? levels, SearchRequest? search)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<RuleViolation> broken = [.. Numeric.Where(o => o.Value(options) is not null)
            .Select(o => new RuleViolation($"options.{o.Name}", $"{o.Name} does not go with kind symbols: {o.Why}"))];
        if (levels is not null) broken.Add(new("levels", "levels do not go with kind symbols: a distribution is answered instead of intervals"));
        if (search is not null) broken.Add(new("search", "search does not go with kind symbols: its measures compare numbers; train once for each option"));
        if (SeasonalityOption.Parse(options.Seasonality) is { Lengths.Count: > 1 })
            broken.Add(new("options.seasonality", "symbols have one season at most"));
        return broken;
    }
}
