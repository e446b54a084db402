namespace LstmService.Engine.Tests.Classics;

/// <summary>A grammar whose last symbol but one is decided by the second.</summary>
[Trait("Category", "Slow")]
public sealed class EmbeddedReberTests
{
    private const int Longest = 40, Count = 512;

    [Fact]
    public void EverySymbolThatIsForetoldOfFreshStringsIsLegal()
    {
        var seen = new HashSet<string>();
        List<(string Text, string[] Legal)> known = EmbeddedReber.DrawNew(Count, Longest, seen, seed: 1);
        List<(string Text, string[] Legal)> fresh = EmbeddedReber.DrawNew(Count, Longest, seen, seed: 2);
        int symbols = EmbeddedReber.Symbols.Length;
        var spec = new NetworkSpec
        {
            Hidden = 16,
            Embeddings = [new(0, symbols, 8)],
            Summary = Summary.EveryStep,
            Head = new LinearHeadSpec(symbols),
        };
        var network = new Network<float>(spec, 1);
        var source = new NextSymbolSource(spec, EmbeddedReber.Symbols, [.. known.Select(one => one.Text)], 32);
        var options = new TrainerOptions { Epochs = 60, LearningRate = 1e-2, Schedule = LearningRateSchedule.Cosine };
        Trainer.Train(network, new CrossEntropyLoss<float>(symbols), source, null, options);

        (int legal, int ranked, int places) = Judge(network, fresh);
        Assert.True(legal == places, $"{legal} of {places} symbols foretold were legal");
        Assert.True(ranked == places, $"at {ranked} of {places} places all legal symbols were likelier than all others");
    }

    [Fact]
    public void TheGrammarDrawsTheStringsItsDiagramAllows()
    {
        var random = new Xoshiro256(3);
        for (int i = 0; i < 1000; i++)
        {
            (string text, string[] legal) = EmbeddedReber.Draw(ref random);
            Assert.Matches("^B([TP])B(TS*X(XT*VP)*(S|XT*VV)|PT*V(V|P(XT*VP)*(S|XT*VV)))E\\1E$", text);
            Assert.Equal(text.Length, legal.Length);
            Assert.All(Enumerable.Range(0, text.Length), place => Assert.Contains(text[place], legal[place]));
        }
    }

    /// <summary>
    /// Over all places of all strings: where the likeliest symbol was legal, and where all legal ones were likelier than the rest.
    /// </summary>
    private static (int Legal, int Ranked, int Places) Judge(Network<float> network, List<(string Text, string[] Legal)> strings)
    {
        string alphabet = EmbeddedReber.Symbols;
        var source = new NextSymbolSource(network.Spec, alphabet, [.. strings.Select(one => one.Text)], strings.Count);
        var batch = new Batch<float>(source.Shape);
        source.Fill(0, 0, batch);
        ReadOnlySpan<float> scores = network.Forward(new(network, strings.Count, batch.Steps), batch);
        (int legal, int ranked, int places) = (0, 0, 0);
        for (int window = 0; window < strings.Count; window++)
            for (int step = 0; step < batch.Lengths[window]; step++, places++)
            {
                float[] row = [.. scores.Slice((step * batch.Count + window) * alphabet.Length, alphabet.Length)];
                string allowed = strings[window].Legal[step + 1];
                string byScore = string.Concat(
                    alphabet.OrderByDescending(symbol => row[alphabet.IndexOf(symbol, StringComparison.Ordinal)]));
                legal += allowed.Contains(byScore[0], StringComparison.Ordinal) ? 1 : 0;
                ranked += byScore[..allowed.Length].All(symbol => allowed.Contains(symbol, StringComparison.Ordinal)) ? 1 : 0;
            }

        return (legal, ranked, places);
    }
}
