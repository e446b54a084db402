namespace LstmService.Engine.Tests.Classics;

/// <summary>A model of language, character by character.</summary>
[Trait("Category", "Slow")]
public sealed class CharacterModelTests
{
    // William Blake, The Tyger (1794), the first three stanzas.
    private const string Text =
        """
        Tyger Tyger, burning bright,
        In the forests of the night;
        What immortal hand or eye,
        Could frame thy fearful symmetry?

        In what distant deeps or skies,
        Burnt the fire of thine eyes?
        On what wings dare he aspire?
        What the hand, dare seize the fire?

        And what shoulder, & what art,
        Could twist the sinews of thy heart?
        And when thy heart began to beat,
        What dread hand? & what dread feet?
        """;

    private static readonly string s_alphabet = string.Concat(Text.Distinct().Order());

    [Fact]
    public void ATextIsContinuedWordForWordFromItsOpening()
    {
        var spec = new NetworkSpec
        {
            Hidden = 64,
            Embeddings = [new(0, s_alphabet.Length, 16)],
            Summary = Summary.EveryStep,
            Head = new LinearHeadSpec(s_alphabet.Length),
        };
        var network = new Network<float>(spec, 1);
        var options = new TrainerOptions
        {
            Epochs = 200,
            LearningRate = 1e-2,
            Schedule = LearningRateSchedule.Cosine,
            TruncateEvery = 25,
            TruncateBack = 50,
        };
        const string Opening = "Tyger Tyger,";
        Assert.NotEqual(Text, Opening + Continue(network, Opening, Text.Length - Opening.Length));
        Trainer.Train(
            network, new CrossEntropyLoss<float>(s_alphabet.Length), new NextSymbolSource(spec, s_alphabet, [Text], 1), null, options);
        Assert.Equal(Text, Opening + Continue(network, Opening, Text.Length - Opening.Length));
    }

    /// <summary>Reads an opening and then what it wrote itself, always the likeliest character.</summary>
    private static string Continue(Network<float> network, string opening, int length)
    {
        var workspace = new Workspace<float>(network, 1, 1);
        var state = new CarriedState<float>(network, 1);
        var batch = new Batch<float>(BatchShape.For(network.Spec, 1, 1));
        string text = opening, written = "";
        for (int i = 0; written.Length < length; i++)
        {
            batch.Inputs[0] = s_alphabet.IndexOf(text[i], StringComparison.Ordinal);
            float[] scores = [.. network.Forward(workspace, batch, carried: state)];
            if (i < opening.Length - 1)
                continue;
            written += s_alphabet[Array.IndexOf(scores, scores.Max())];
            text = opening + written;
        }

        return written;
    }
}
