using LstmService.Engine;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Tests.Symbols;

/// <summary>Series of symbols whose law is known.</summary>
internal static class SymbolSamples
{
    public static SymbolSeries Of(string text)
    {
        Vocabulary vocabulary = new([.. text.Distinct().Order().Select(c => c.ToString())]);
        return new("text", TimeAxis.FromIndex(Frequency.Index), [.. text.Select(c => vocabulary.NumberOf(c.ToString())!.Value)], vocabulary);
    }

    /// <summary>A week of shifts (early, late, night, off) with one symbol in ten by chance.</summary>
    public static string Shifts(int points, ulong seed)
    {
        Xoshiro256 random = new(seed);
        return string.Concat(Enumerable.Range(0, points).Select(t => random.NextInt(10) == 0 ? "elno"[random.NextInt(4)] : "eellnoo"[t % 7]));
    }

    /// <summary>Weather: tomorrow depends on today alone.</summary>
    public static string Weather(int points, ulong seed)
    {
        Xoshiro256 random = new(seed);
        double[,] next = { { 0.7, 0.2, 0.1 }, { 0.3, 0.4, 0.3 }, { 0.2, 0.3, 0.5 } };
        int now = 0;
        char[] text = new char[points];
        for (int t = 0; t < points; t++)
        {
            double left = random.NextDouble();
            int s = 0;
            while (s < 2 && (left -= next[now, s]) >= 0) s++;
            now = s;
            text[t] = "scr"[s];
        }
        return new(text);
    }

    /// <summary>Strings of the embedded Reber grammar (Hochreiter and Schmidhuber 1997) without end: the last symbol but one repeats the second.</summary>
    public static string Reber(int points, ulong seed)
    {
        (string Symbols, int[] Next)[] inner =
            [("B", [1]), ("TP", [2, 3]), ("SX", [2, 4]), ("TV", [3, 5]), ("XS", [3, 6]), ("PV", [4, 6]), ("E", [7])];
        Xoshiro256 random = new(seed);
        System.Text.StringBuilder text = new();
        while (text.Length < points)
        {
            char outer = "TP"[random.NextInt(2)];
            text.Append('B').Append(outer);
            for (int state = 0; state < inner.Length;)
            {
                int choice = random.NextInt(inner[state].Symbols.Length);
                text.Append(inner[state].Symbols[choice]);
                state = inner[state].Next[choice];
            }
            text.Append(outer).Append('E');
        }
        return text.ToString(0, points);
    }
}
