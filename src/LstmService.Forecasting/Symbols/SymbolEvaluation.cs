namespace LstmService.Forecasting.Symbols;

/// <summary>How far distributions were from the symbols that came, pooled over the points.</summary>
/// <param name="Points">Forecast points that were compared.</param>
/// <param name="HitRate">The share of points whose most likely symbol came.</param>
/// <param name="LogLoss">The mean of -log of the probability of the symbol that came, in nats; probabilities below 1e-12 count as that.</param>
/// <param name="Perplexity">e to the power of the log loss: as uncertain as a choice among so many.</param>
/// <param name="Brier">The mean over points of the sum over symbols of the squared error of the probability (Brier 1950), 0 to 2.</param>
public sealed record SymbolAccuracy(int Points, double HitRate, double LogLoss, double Perplexity, double Brier);

/// <summary>The judgement of a model of symbols on rolling origins, beside the baselines on the same origins.</summary>
/// <param name="Protocol">How it was judged, in words.</param>
/// <param name="Origins">How many rolling origins.</param>
/// <param name="Horizon">Steps ahead at each.</param>
/// <param name="Test">On the rolling origins; the blend of each half chosen on the other.</param>
/// <param name="LstmAlone">The networks without the blend; null where none were trained.</param>
/// <param name="Baselines">The baselines by name, on the same origins.</param>
/// <param name="BestBaseline">The one with the lowest log loss.</param>
/// <param name="BeatsBaseline">Is the log loss lower than the best baseline's, by more than half a percent and by more than chance?</param>
/// <param name="Verdict">The same in a plain sentence.</param>
public sealed record SymbolEvaluation(
    string Protocol, int Origins, int Horizon, SymbolAccuracy? Test, SymbolAccuracy? LstmAlone,
    IReadOnlyDictionary<string, SymbolAccuracy> Baselines, string? BestBaseline, bool BeatsBaseline, string Verdict);
