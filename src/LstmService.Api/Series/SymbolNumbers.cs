using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;

namespace LstmService.Api.Series;

/// <summary>Numbers the symbols of an upload while it is read, in the order they come in, and in their own order at its end.</summary>
internal sealed class SymbolNumbers
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Reads a symbol into <paramref name="number"/>; says what is wrong with it, or null.</summary>
    public string? Read(string symbol, out double number)
    {
        number = double.NaN;
        if (Vocabulary.Check(symbol) is { } wrong) return wrong;
        if (!numbers.TryGetValue(symbol, out int known))
        {
            if (numbers.Count == Vocabulary.MostSymbols)
                return $"{Excerpt.Of(symbol)} is one symbol more than the {Vocabulary.MostSymbols} a model may have: join rare ones, such as into 'other'";
            numbers.Add(symbol, known = numbers.Count);
        }
        number = known;
        return null;
    }

    /// <summary>The vocabulary in ordinal order, and the series with its numbers: equal data have equal numbers.</summary>
    public (Vocabulary Vocabulary, IReadOnlyList<RawSeries> Series) Order(IReadOnlyList<RawSeries> series)
    {
        string[] ordered = [.. numbers.Keys.Order(StringComparer.Ordinal)];
        int[] place = new int[ordered.Length];
        for (int i = 0; i < ordered.Length; i++) place[numbers[ordered[i]]] = i;
        return (new(ordered), [.. series.Select(s => s.With([.. s.Values.Select(v => double.IsNaN(v) ? v : place[(int)v])]))]);
    }
}
