namespace LstmService.Forecasting.Symbols;

/// <summary>The symbols of a model: each has a number, 0..count-1, in ordinal order.</summary>
public sealed class Vocabulary
{
    /// <summary>The most symbols a model may have.</summary>
    public const int MostSymbols = 256;
    /// <summary>The longest symbol, in characters.</summary>
    public const int LongestSymbol = 64;
    /// <summary>The number of a time at which nothing was observed.</summary>
    public const int Missing = -1;

    private readonly Dictionary<string, int> _numbers;

    /// <summary>A vocabulary of distinct symbols, in their order.</summary>
    public Vocabulary(IReadOnlyList<string> symbols)
    {
        Symbols = symbols;
        _numbers = symbols.Select((symbol, number) => (symbol, number)).ToDictionary(s => s.symbol, s => s.number, StringComparer.Ordinal);
    }

    /// <summary>The symbols by their numbers.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>How many there are.</summary>
    public int Count => Symbols.Count;

    /// <summary>The number of a symbol; null where it is none of these.</summary>
    public int? NumberOf(string symbol) => _numbers.TryGetValue(symbol, out int number) ? number : null;

    /// <summary>Why a text is no symbol; null where it may be one.</summary>
    public static string? Check(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        if (string.IsNullOrWhiteSpace(symbol)) return $"a symbol must be 1..{LongestSymbol} characters, was empty; null is a missing one";
        if (symbol.Length > LongestSymbol) return $"a symbol must be 1..{LongestSymbol} characters, was {symbol.Length}";
        return symbol.Any(char.IsControl) ? "a symbol must hold no control characters" : null;
    }
}
