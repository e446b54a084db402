namespace LstmService.Engine.Tests.Networks;

/// <summary>Encoder, decoder, attention and roll-out, by what they promise.</summary>
public sealed class DecoderTests
{
    private static readonly NetworkSpec s_spec = new()
    {
        InputSize = 2,
        Hidden = 9,
        Layers = 2,
        Bidirectional = true,
        Decoder = new() { Steps = 5, InputSize = 3, Attention = 6 },
        Head = new LinearHeadSpec(3) { InitialScale = 1 },
    };

    [Fact]
    public void ARollOutThatIsFedTheBatchsOwnInputsAnswersLikeTeacherForcing()
    {
        foreach (int attention in (int[])[0, 6])
        {
            NetworkSpec spec = s_spec with { Decoder = s_spec.Decoder! with { Attention = attention } };
            var network = new Network<float>(spec, 1);
            var workspace = new Workspace<float>(network, 4, 6);
            Batch<float> batch = Batches.Of<float>(spec, 4, 6, 3, 2);
            batch.Lengths[1] = 3;
            float[] forced = [.. network.Forward(workspace, batch)];
            Assert.Equal(forced, network.RollOut(workspace, batch, (_, _, _) => { }));
        }
    }

    [Fact]
    public void ARollOutReadsWhatItAnswered()
    {
        var network = new Network<float>(s_spec, 1);
        var workspace = new Workspace<float>(network, 4, 6);
        Batch<float> batch = Batches.Of<float>(s_spec, 4, 6, 3, 2);
        float[] rolled = [.. network.RollOut(workspace, batch, (_, outputs, next) => outputs.CopyTo(next))];
        // Its inputs after the first are its answers, and teacher forcing on those answers the same.
        Assert.Equal(rolled[..^12], batch.DecoderInputs[12..]);
        Assert.Equal(rolled, network.Forward(workspace, batch).ToArray());
    }

    [Fact]
    public void ARollOutAllocatesNothing()
    {
        var network = new Network<float>(s_spec, 1);
        var workspace = new Workspace<float>(network, 4, 6);
        Batch<float> batch = Batches.Of<float>(s_spec, 4, 6, 3, 2);
        DecoderFeed<float> feed = static (_, outputs, next) => outputs.CopyTo(next);
        for (int i = 0; i < 100; i++)
            network.RollOut(workspace, batch, feed);
        // The runtime may allocate once, when it has compiled anew; a roll-out that allocates does so every time.
        Assert.Contains(0L, Enumerable.Range(0, 5).Select(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.RollOut(workspace, batch, feed);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ToList());
    }

    [Fact]
    public void ARollOutMayBeLongerThanTrainingWas()
    {
        var network = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, 2, 6, 3, 2);
        var longer = new Batch<float>(BatchShape.For(s_spec, 2, 6, 3) with { DecoderSteps = 30 });
        batch.Inputs.CopyTo(longer.Inputs, 0);
        batch.DecoderInputs.CopyTo(longer.DecoderInputs, 0);
        static void Feed(int step, ReadOnlySpan<float> outputs, Span<float> next) => outputs.CopyTo(next);
        float[] shorter = [.. network.RollOut(new(network, 2, 6), batch, Feed)];
        float[] rolled = [.. network.RollOut(new(network, 2, 6, maxDecoderSteps: 30), longer, Feed)];
        Assert.Equal(30 * 2 * 3, rolled.Length);
        Assert.Equal(shorter, rolled[..30]);
        Assert.Throws<ArgumentException>(() => network.RollOut(new(network, 2, 6), longer, Feed).Length);
    }

    [Fact]
    public void ADecoderAfterARollOutHasNoGradient()
    {
        var network = new Network<float>(s_spec, 1);
        var workspace = new Workspace<float>(network, 4, 6);
        Batch<float> batch = Batches.Of<float>(s_spec, 4, 6, 3, 2);
        network.RollOut(workspace, batch, (_, _, _) => { });
        Assert.Throws<InvalidOperationException>(
            () => network.Backward(workspace, batch, new float[60], new float[network.ParameterCount]));
    }

    [Fact]
    public void ANetworkWithoutADecoderDoesNotRollOut()
    {
        var network = new Network<float>(s_spec with { Decoder = null }, 1);
        Batch<float> batch = Batches.Of<float>(network.Spec, 4, 6, 3, 2);
        Assert.Throws<InvalidOperationException>(() => network.RollOut(new(network, 4, 6), batch, (_, _, _) => { }).Length);
    }

    [Fact]
    public void WithoutScoresAttentionIsTheMeanOfTheWindowsOwnSteps()
    {
        // Additive attention whose v is 0 weighs all steps alike, so exchanging two steps' outputs changes nothing:
        // an encoder without recurrence answers each step by itself.
        NetworkSpec spec = s_spec with { Bidirectional = false, Layers = 1, Cell = Cell.Rnn };
        var network = new Network<double>(spec, 1);
        network.SetTensor("attention.score", new double[6]);
        network.SetTensor("layers.0.weight_hidden", new double[81]);
        Batch<double> batch = Batches.Of<double>(spec, 1, 6, 3, 2), exchanged = Batches.Of<double>(spec, 1, 6, 3, 2);
        batch.InputsAt(0, 0).CopyTo(exchanged.InputsAt(3, 0));
        batch.InputsAt(3, 0).CopyTo(exchanged.InputsAt(0, 0));
        double[] Answer(Batch<double> of) => [.. network.Forward(new(network, 1, 6), of)];
        Numbers.AssertClose(Answer(batch), Answer(exchanged), 1e-13, "outputs");
        batch.InputsAt(1, 0)[0] += 1;
        Assert.NotEqual(Answer(batch)[0], Answer(exchanged)[0], 1e-6);
    }

    [Fact]
    public void ADecoderOfAnEncoderThatRunsBothWaysStartsFromTheBackwardLayer()
    {
        NetworkSpec spec = s_spec with { Layers = 1, Decoder = s_spec.Decoder! with { Attention = 0 } };
        var network = new Network<float>(spec, 1);
        Batch<float> batch = Batches.Of<float>(spec, 2, 6, 3, 2);
        float[] Answer() => [.. network.Forward(new(network, 2, 6), batch)];
        float[] before = Answer();
        network.SetTensor("layers.0.bias", Numbers.Float(36, 1));
        Assert.Equal(before, Answer());
        network.SetTensor("layers.0.reverse.bias", Numbers.Float(36, 1));
        Assert.NotEqual(before, Answer());
    }

    [Fact]
    public void ScoresTooLargeForTheExponentialGiveNumbersAllTheSame()
    {
        var network = new Network<float>(s_spec, 1);
        network.SetTensor("attention.score", [1e6f, 1e6f, 1e6f, 1e6f, -1e6f, 1e6f]);
        Batch<float> batch = Batches.Of<float>(s_spec, 2, 6, 3, 2);
        Assert.All(network.Forward(new(network, 2, 6), batch).ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void ACategoryThatIsNoneIsRefused()
    {
        NetworkSpec spec = Variants.All["embeddings"];
        var network = new Network<float>(spec, 1);
        foreach (float value in (float[])[4, -1, 0.5f, float.NaN])
        {
            Batch<float> batch = Batches.Of<float>(spec, 2, 3, 3, 2);
            batch.InputsAt(2, 1)[1] = value;
            ArgumentException refusal = Assert.Throws<ArgumentException>(
                () => network.Forward(new(network, 2, 3), batch).Length);
            Assert.Equal($"the category in input 1 must be a whole number 0..3, was {value}", refusal.Message);
        }
    }

    [Fact]
    public void ASpecOfADecoderOrEmbeddingsNamesEveryRuleItBreaks() =>
        Assert.Equal(
            ["an embedding's column must be 0..1, was 2", "an embedding's categories must be 1..65536, was 0",
                "an embedding's size must be 1..1024, was 0", "the decoder's steps must be 1..4096, was 0",
                "the decoder's inputSize must be 1..4096, was 0", "attention must be 0..1024, was -1",
                "with a decoder the head reads the decoder, so summary must stay LastOutput, was FinalStates"],
            (s_spec with
            {
                Embeddings = [new(2, 0, 0)],
                Decoder = new() { Steps = 0, InputSize = 0, Attention = -1 },
                Summary = Summary.FinalStates,
            }).Validate());
}
