namespace LstmService.Forecasting.Explanation;

/// <summary>What one past symbol did to the score of another.</summary>
/// <param name="Time">ISO 8601, or the position of a series without times.</param>
/// <param name="Value">The symbol; null where none was observed.</param>
/// <param name="Relevance">Its share of the score.</param>
public sealed record SymbolAttribution(string Time, string? Value, double Relevance);

/// <summary>Why a symbol is expected: <c>Output = the attributions + ToBiases + Residual</c>.</summary>
/// <param name="Time">The time that is forecast, the next.</param>
/// <param name="Symbol">The symbol that is explained.</param>
/// <param name="Probability">The forecast's probability of it.</param>
/// <param name="Output">Its score: what the networks answer before the softmax, in the mean of them.</param>
/// <param name="ToBiases">What came from biases, and so from no symbol.</param>
/// <param name="Residual">What the rule's epsilon took, and what was read of times before the history begins.</param>
/// <param name="Attributions">Past symbols, oldest first.</param>
/// <param name="Note">How to read it.</param>
public sealed record SymbolExplanation(
    string Time, string Symbol, double Probability, double Output, double ToBiases, double Residual,
    IReadOnlyList<SymbolAttribution> Attributions, string Note);
