namespace LstmService.Engine.Tests.Classics;

/// <summary>Three letters are repeated after twenty blanks.</summary>
[Trait("Category", "Slow")]
public sealed class CopyMemoryTests
{
    [Fact]
    public void TheLstmRepeatsLettersAfterTwentyBlanks()
    {
        var spec = new NetworkSpec
        {
            Hidden = 48,
            Embeddings = [new(0, CopySource.InputSymbols, 8)],
            Summary = Summary.EveryStep,
            Head = new LinearHeadSpec(CopySource.OutputSymbols),
        };
        var network = new Network<float>(spec, 1);
        Chrono.Start(network, 40, seed: 1);
        var train = new CopySource(spec, 32, seed: 1) { BatchesPerEpoch = 50 };
        var fresh = new CopySource(spec, 512, seed: 2);
        var options = new TrainerOptions { Epochs = 60, LearningRate = 1e-2, Schedule = LearningRateSchedule.Cosine };
        TrainingResult result = Trainer.Train(
            network, new CrossEntropyLoss<float>(CopySource.OutputSymbols), train, fresh, options);

        // Who knows the time but not the letters guesses a fourth of them, at a loss of log(4) each.
        double withoutMemory = CopySource.Length * Math.Log(CopySource.Letters) / CopySource.Steps;
        Assert.InRange(result.Epochs[^1].ValidationLoss!.Value, 0, 0.1 * withoutMemory);
        Assert.InRange(ShareRepeated(network, fresh), 0.99, 1);
    }

    /// <summary>The share of the letters that were the likeliest answers where they are to be repeated.</summary>
    private static double ShareRepeated(Network<float> network, CopySource source)
    {
        var batch = new Batch<float>(source.Shape);
        source.Fill(0, 0, batch);
        ReadOnlySpan<float> scores = network.Forward(new(network, batch.Count, batch.Steps), batch);
        int right = 0, first = CopySource.Recall * batch.Count;
        for (int row = first; row < batch.TargetRows; row++)
        {
            float[] answer = [.. scores.Slice(row * CopySource.OutputSymbols, CopySource.OutputSymbols)];
            right += Array.IndexOf(answer, answer.Max()) == (int)batch.Targets[row] ? 1 : 0;
        }

        return (double)right / (batch.TargetRows - first);
    }
}
