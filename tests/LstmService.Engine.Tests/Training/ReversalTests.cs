namespace LstmService.Engine.Tests.Training;

/// <summary>Sequence to sequence: strings are read, and written backwards.</summary>
public sealed class ReversalTests
{
    [Fact]
    public void AnEncoderAndDecoderWithAttentionLearnToReverseStrings()
    {
        var spec = new NetworkSpec
        {
            Hidden = 32,
            Bidirectional = true,
            Embeddings = [new(0, ReversedStrings.Letters, 8)],
            Decoder = new()
            {
                Steps = ReversedStrings.Longest + 1,
                Embeddings = [new(0, ReversedStrings.Letters + 2, 8)],
                Attention = 32,
            },
            Head = new LinearHeadSpec(ReversedStrings.Letters + 1),
        };
        var network = new Network<float>(spec, 1);
        var options = new TrainerOptions { Epochs = 10, LearningRate = 5e-3, Schedule = LearningRateSchedule.Cosine };
        Trainer.Train(network, new CrossEntropyLoss<float>(ReversedStrings.Letters + 1), new ReversedStrings(spec, 1), null, options);

        // Fresh strings, and a decoder that reads its own symbols; only a string that is right throughout counts.
        const int Strings = 512;
        var fresh = new ReversedStrings(spec, 2, Strings);
        var batch = new Batch<float>(fresh.Shape);
        fresh.Fill(0, 0, batch);
        float[] scores = [.. network.RollOut(new(network, Strings, ReversedStrings.Longest), batch, Likeliest)];
        int right = Enumerable.Range(0, Strings).Count(window => IsRight(batch, scores, window));
        Assert.True(right > 0.99 * Strings, $"{right} of {Strings} strings were reversed");
    }

    private static void Likeliest(int step, ReadOnlySpan<float> scores, Span<float> next)
    {
        int symbols = scores.Length / next.Length;
        for (int window = 0; window < next.Length; window++)
            next[window] = IndexOfHighest(scores.Slice(window * symbols, symbols));
    }

    private static bool IsRight(Batch<float> batch, float[] scores, int window)
    {
        int symbols = ReversedStrings.Letters + 1;
        for (int step = 0; step <= batch.Lengths[window]; step++)
        {
            int row = step * batch.Count + window;
            if (IndexOfHighest(scores.AsSpan(row * symbols, symbols)) != (int)batch.Targets[row])
                return false;
        }

        return true;
    }

    private static int IndexOfHighest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best])
                best = i;
        return best;
    }
}

/// <summary>Random strings of 1..8 letters. The decoder starts with a symbol of its own and is to end with another.</summary>
internal sealed class ReversedStrings(NetworkSpec spec, ulong seed, int count = 64) : IBatchSource<float>
{
    public const int Letters = 8, Longest = 8;
    private const int End = Letters, Start = Letters + 1;

    public BatchShape Shape { get; } = BatchShape.For(spec, count, Longest, targets: 1);

    public int BatchesPerEpoch => 200;

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        var random = new Xoshiro256(seed, (ulong)(epoch * BatchesPerEpoch + index));
        batch.Targets.AsSpan().Fill(float.NaN);
        for (int window = 0; window < batch.Count; window++)
        {
            int length = batch.Lengths[window] = 1 + random.NextInt(Longest);
            for (int step = 0; step < length; step++)
                batch.InputsAt(step, window)[0] = random.NextInt(Letters);
            for (int step = 0; step <= Longest; step++)
            {
                if (step <= length)
                    batch.TargetsAt(step, window)[0] = step == length ? End : batch.InputsAt(length - 1 - step, window)[0];
                batch.DecoderInputsAt(step, window)[0] =
                    step == 0 ? Start : step <= length ? batch.TargetsAt(step - 1, window)[0] : End;
            }
        }
    }
}
