namespace LstmService.Forecasting.Symbols;

/// <summary>The forecast of one time.</summary>
/// <param name="Time">ISO 8601, or the position of a series without times.</param>
/// <param name="Value">The most likely symbol.</param>
/// <param name="Probabilities">The probability of every symbol; they sum to 1.</param>
public sealed record SymbolPoint(string Time, string Value, IReadOnlyDictionary<string, double> Probabilities);

/// <summary>The forecast of one series of symbols.</summary>
/// <param name="Series">The series' name.</param>
/// <param name="Frequency">The step.</param>
/// <param name="Origin">The last observed time.</param>
/// <param name="Points">One for each step of the horizon.</param>
public sealed record SymbolForecast(string Series, string Frequency, string Origin, IReadOnlyList<SymbolPoint> Points);
