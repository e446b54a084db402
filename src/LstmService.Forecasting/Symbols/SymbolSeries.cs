using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Symbols;

/// <summary>A symbol that the model was not trained on.</summary>
public sealed class UnknownSymbolException : Exception
{
    /// <summary>With a reason in words.</summary>
    public UnknownSymbolException(string message) : base(message) { }
    /// <summary>With a reason in words and what led to it.</summary>
    public UnknownSymbolException(string message, Exception inner) : base(message, inner) { }
    /// <summary>Without a reason.</summary>
    public UnknownSymbolException() { }
}

/// <summary>A regular series of symbols.</summary>
/// <param name="Id">The series' name.</param>
/// <param name="Axis">Where the points lie.</param>
/// <param name="Numbers">The number of the symbol at each step, oldest first; <see cref="Vocabulary.Missing"/> where none was observed.</param>
/// <param name="Vocabulary">What the numbers stand for.</param>
public sealed record SymbolSeries(string Id, TimeAxis Axis, int[] Numbers, Vocabulary Vocabulary)
{
    /// <summary>Grid times, missing ones among them.</summary>
    public int Length => Numbers.Length;

    /// <summary>Reads a series whose values are the symbols' numbers, as uploads are prepared and stored.</summary>
    public static SymbolSeries Of(TimeSeries numbers, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new(numbers.Id, numbers.Axis, [.. numbers.Values.Select(v => double.IsNaN(v) ? Vocabulary.Missing : (int)v)], vocabulary);
    }

    /// <summary>The symbol at step <paramref name="i"/>; null where none was observed.</summary>
    public string? At(int i) => Numbers[i] == Vocabulary.Missing ? null : Vocabulary.Symbols[Numbers[i]];

    /// <summary>The numbers by which another vocabulary knows the same symbols.</summary>
    /// <exception cref="UnknownSymbolException">It does not know one of them.</exception>
    internal int[] NumbersIn(Vocabulary other)
    {
        if (other.Symbols.SequenceEqual(Vocabulary.Symbols)) return Numbers;
        int?[] known = [.. Vocabulary.Symbols.Select(other.NumberOf)];
        return [.. Numbers.Select(n => n == Vocabulary.Missing ? n : known[n] ?? throw Unknown(Vocabulary.Symbols[n], other))];
    }

    private static UnknownSymbolException Unknown(string symbol, Vocabulary known)
    {
        const int Shown = 20;
        string list = string.Join(", ", known.Symbols.Take(Shown).Select(s => $"'{s}'")) + (known.Count > Shown ? " and more" : "");
        return new($"'{symbol}' was not among the symbols of the training, which are {list}: train with it, or write null for it");
    }
}
