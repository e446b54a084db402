using LstmService.Api.Series.Covariates;

namespace LstmService.Api.Series;

/// <summary>What the user says about a file where it does not say so itself.</summary>
internal sealed record TableOptions
{
    public char? Delimiter { get; init; }
    /// <summary><c>.</c> or <c>,</c>.</summary>
    public char? DecimalMark { get; init; }
    public string? TimeColumn { get; init; }
    public string? IdColumn { get; init; }
    /// <summary>One column, or several with commas between them.</summary>
    public string? ValueColumn { get; init; }
    public TimeNotation Notation { get; init; } = new();
    /// <summary>The columns that stand beside the values.</summary>
    public CovariateNames Covariates { get; init; } = CovariateNames.None;
    /// <summary>Numbers the symbols, where the values are some; null where they are numbers.</summary>
    public SymbolNumbers? Symbols { get; init; }
}
