namespace LstmService.Engine.Tests.Classics;

/// <summary>
/// The embedded Reber grammar (Reber 1967; Fahlman 1991; Hochreiter and Schmidhuber 1997, experiment 1): B, then T or P, a
/// string of the inner grammar, the same T or P again, E. Only what remembers the second symbol knows the last but one.
/// </summary>
internal static class EmbeddedReber
{
    public const string Symbols = "BTPSXVE";

    /// <summary>Of each state of the inner grammar: the two symbols that may come, and the states they lead to.</summary>
    private static readonly (string Symbols, int[] Next)[] s_inner =
    [
        ("B", [1]), ("TP", [2, 3]), ("SX", [2, 4]), ("TV", [3, 5]), ("XS", [3, 6]), ("PV", [4, 6]), ("E", [7]),
    ];

    /// <summary>Draws a string, and which symbols could have stood at each of its places.</summary>
    public static (string Text, string[] Legal) Draw(ref Xoshiro256 random)
    {
        string text = "B";
        List<string> legal = ["B", "TP"];
        char outer = "TP"[random.NextInt(2)];
        text += outer;
        for (int state = 0; state < s_inner.Length;)
        {
            (string symbols, int[] next) = s_inner[state];
            int choice = random.NextInt(symbols.Length);
            legal.Add(symbols);
            text += symbols[choice];
            state = next[choice];
        }

        legal.AddRange([outer.ToString(), "E"]);
        return (text + outer + "E", [.. legal]);
    }

    /// <summary>Draws strings that differ from each other and from others.</summary>
    public static List<(string Text, string[] Legal)> DrawNew(int count, int longest, ISet<string> seen, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var drawn = new List<(string Text, string[] Legal)>();
        while (drawn.Count < count)
        {
            (string Text, string[] Legal) one = Draw(ref random);
            if (one.Text.Length <= longest && seen.Add(one.Text))
                drawn.Add(one);
        }

        return drawn;
    }
}

/// <summary>Strings of symbols; the target at each step is the symbol that comes next.</summary>
internal sealed class NextSymbolSource(NetworkSpec spec, string alphabet, IReadOnlyList<string> texts, int count)
    : IBatchSource<float>
{
    public BatchShape Shape { get; } = BatchShape.For(spec, count, texts.Max(text => text.Length) - 1, targets: 1);

    public int BatchesPerEpoch => texts.Count / count;

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        batch.Targets.AsSpan().Fill(float.NaN);
        for (int window = 0; window < batch.Count; window++)
        {
            string text = texts[index * count + window];
            batch.Lengths[window] = text.Length - 1;
            for (int step = 0; step < text.Length - 1; step++)
            {
                batch.InputsAt(step, window)[0] = alphabet.IndexOf(text[step], StringComparison.Ordinal);
                batch.TargetsAt(step, window)[0] = alphabet.IndexOf(text[step + 1], StringComparison.Ordinal);
            }
        }
    }
}
