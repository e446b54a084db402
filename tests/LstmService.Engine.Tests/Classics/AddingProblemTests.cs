namespace LstmService.Engine.Tests.Classics;

/// <summary>Two marked numbers among 200 are to be added.</summary>
[Trait("Category", "Slow")]
public sealed class AddingProblemTests
{
    private const int Steps = 200;

    [Fact]
    public void TheLstmAddsTwoNumbersAcrossTwoHundredSteps()
    {
        Network<float> network = Of(Cell.Lstm);
        Chrono.Start(network, Steps, seed: 1);
        Assert.InRange(LossAfterTraining(network), 0, 0.01);
    }

    [Fact]
    public void ThePlainNetworkStaysAtTheConstantAnswer() => Assert.InRange(LossAfterTraining(Of(Cell.Rnn)), 0.14, 0.25);

    [Fact]
    public void TheConstantAnswerIsWrongByTheVarianceOfTheSum()
    {
        // Of two uniform numbers: 1/6 = 0.167.
        AddingSource fresh = Fresh(Of(Cell.Lstm).Spec);
        Assert.InRange(LossOfOne(fresh), 0.15, 0.185);
    }

    private static Network<float> Of(Cell cell) =>
        new(new() { InputSize = 2, Hidden = 16, Cell = cell, Head = new LinearHeadSpec(1) }, 1);

    private static AddingSource Fresh(NetworkSpec spec) => new(spec, Steps, 1024, seed: 2);

    private static double LossAfterTraining(Network<float> network)
    {
        var train = new AddingSource(network.Spec, Steps, 32, seed: 1) { BatchesPerEpoch = 50 };
        var options = new TrainerOptions { Epochs = 25, LearningRate = 1e-2, Schedule = LearningRateSchedule.Cosine };
        TrainingResult result = Trainer.Train(network, new SquaredLoss<float>(), train, Fresh(network.Spec), options);
        return result.Epochs[^1].ValidationLoss!.Value;
    }

    private static double LossOfOne(AddingSource source)
    {
        var batch = new Batch<float>(source.Shape);
        source.Fill(0, 0, batch);
        float[] ones = new float[batch.Count];
        Array.Fill(ones, 1);
        return new SquaredLoss<float>().Evaluate(ones, batch, default).Mean;
    }
}
