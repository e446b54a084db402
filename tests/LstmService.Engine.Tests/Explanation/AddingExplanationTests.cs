using LstmService.Engine.Explanation;
using LstmService.Engine.Tests.Classics;

namespace LstmService.Engine.Tests.Explanation;

/// <summary>
/// The adding problem explained, as Arras et al. (2019, section 4.1) do: an LSTM that adds two marked numbers owes its answer to
/// these two, each to the amount of its value, and to nothing else.
/// </summary>
public sealed class AddingExplanationTests
{
    private const int Steps = 40;
    private const int Length = 20;
    private const double Small = 1e-3;

    [Fact]
    public void RelevanceFallsOnTheTwoMarkedNumbersByTheirValues()
    {
        (Network<double> network, Workspace<double> workspace, Batch<double> batch) = Answered();
        Relevance relevance = RelevancePropagation.Explain(network, workspace, batch, output: 0);
        AssertOwesToTheMarked(batch, relevance.Inputs);
        Assert.Equal(batch.Targets[0], relevance.Output, 1e-3);
        Assert.InRange(Math.Abs(relevance.Output - relevance.Inputs.Sum() - relevance.ToBiases), 0, 1e-3);
    }

    [Fact]
    public void IntegratedGradientsFallOnTheTwoMarkedNumbersByTheirValues()
    {
        (Network<double> network, _, Batch<double> batch) = Answered();
        var baseline = new Batch<double>(batch.Shape);
        for (int step = 0; step < Steps; step++)
            baseline.InputsAt(step, 0)[1] = batch.InputsAt(step, 0)[1];
        PathAttribution attribution = new IntegratedGradients<double>([network], batch.Shape)
            .Explain(baseline, batch, (outputs, dOutputs) => { dOutputs[0] = 1; return outputs[0]; });
        AssertOwesToTheMarked(batch, attribution.Inputs);
        Assert.InRange(Math.Abs(attribution.Residual), 0, 1e-3 * Math.Abs(attribution.Output - attribution.Baseline));
    }

    [Fact]
    public void OfATrainedNetworkBothFallOnTheTwoMarkedSteps()
    {
        Network<float> network = Trained();
        (List<double> values, List<double> relevance, List<double> gradients) = ([], [], []);
        double ofMarked = 0, ofAll = 0;
        const int Windows = 50;
        var source = new AddingSource(network.Spec, Length, 1, seed: 9) { BatchesPerEpoch = Windows };
        var batch = new Batch<float>(source.Shape);
        var workspace = new Workspace<float>(network, 1, Length);
        var path = new IntegratedGradients<float>([network], batch.Shape);
        for (int window = 0; window < Windows; window++)
        {
            source.Fill(0, window, batch);
            network.Forward(workspace, batch);
            Relevance explained = RelevancePropagation.Explain(network, workspace, batch, output: 0);
            Assert.Equal(explained.Output, explained.Inputs.Sum() + explained.ToBiases + explained.Absorbed, 1e-3);
            PathAttribution integrated = path.Explain(Unmarked(batch), batch, (outputs, dOutputs) => { dOutputs[0] = 1; return outputs[0]; });
            Assert.InRange(Math.Abs(integrated.Residual), 0, 1e-3 * Math.Abs(integrated.Output - integrated.Baseline) + 1e-5);
            for (int step = 0; step < Length; step++)
            {
                bool marked = batch.InputsAt(step, 0)[1] == 1;
                double here = Math.Abs(explained.Inputs[2 * step] + explained.Inputs[2 * step + 1]);
                (ofAll, ofMarked) = (ofAll + here, ofMarked + (marked ? here : 0));
                if (!marked)
                    continue;
                values.Add(batch.InputsAt(step, 0)[0]);
                relevance.Add(explained.Inputs[2 * step] + explained.Inputs[2 * step + 1]);
                gradients.Add(integrated.Inputs[2 * step]);
            }
        }

        Assert.True(ofMarked > 0.7 * ofAll, $"two of {Length} steps must have most of the relevance, had {ofMarked / ofAll}");
        Assert.InRange(Correlation(values, relevance), 0.95, 1);
        Assert.InRange(Correlation(values, gradients), 0.99, 1);
    }

    private static void AssertOwesToTheMarked(Batch<double> batch, double[] relevance)
    {
        for (int step = 0; step < Steps; step++)
        {
            Span<double> inputs = batch.InputsAt(step, 0);
            Assert.Equal(inputs[1] * inputs[0], relevance[2 * step], 1e-3);
            Assert.Equal(0, relevance[2 * step + 1], 1e-3);
        }
    }

    private static (Network<double> Network, Workspace<double> Workspace, Batch<double> Batch) Answered()
    {
        Network<double> network = Adder();
        var asFloat = new Batch<float>(BatchShape.For(network.Spec, 1, Steps, 1));
        new AddingSource(network.Spec, Steps, 1, seed: 3).Fill(0, 0, asFloat);
        var batch = new Batch<double>(asFloat.Shape);
        asFloat.Inputs.Select(value => (double)value).ToArray().CopyTo(batch.Inputs, 0);
        batch.Targets[0] = asFloat.Targets[0];
        var workspace = new Workspace<double>(network, 1, Steps);
        network.Forward(workspace, batch);
        return (network, workspace, batch);
    }

    /// <summary>
    /// One unit that is made by hand: the mark opens the input gate, nothing is forgotten, and the number is kept so small that
    /// tanh is a line.
    /// </summary>
    private static Network<double> Adder()
    {
        var network = new Network<double>(new() { InputSize = 2, Hidden = 1, Head = new LinearHeadSpec(1) }, 1);
        network.SetTensor("layers.0.weight_input", [0, 40, 0, 0, Small, 0, 0, 0]);
        network.SetTensor("layers.0.weight_hidden", [0, 0, 0, 0]);
        network.SetTensor("layers.0.bias", [-20, 20, 0, 20]);
        network.SetTensor("head.weight", [1 / Small]);
        network.SetTensor("head.bias", [0]);
        return network;
    }

    /// <summary>Learns the problem from random weights to a loss of a hundredth of the constant answer's.</summary>
    private static Network<float> Trained()
    {
        Network<float> network = new(new() { InputSize = 2, Hidden = 2, Head = new LinearHeadSpec(1) }, 1);
        var train = new AddingSource(network.Spec, Length, 32, seed: 1) { BatchesPerEpoch = 50 };
        var options = new TrainerOptions { Epochs = 150, LearningRate = 1e-2, Schedule = LearningRateSchedule.Cosine };
        TrainingResult result = Trainer.Train(network, new SquaredLoss<float>(), train, new AddingSource(network.Spec, Length, 256, seed: 2), options);
        Assert.InRange(result.Epochs[^1].ValidationLoss!.Value, 0, 0.00167);
        return network;
    }

    private static Batch<float> Unmarked(Batch<float> batch)
    {
        var zeros = new Batch<float>(batch.Shape);
        for (int step = 0; step < batch.Steps; step++)
            zeros.InputsAt(step, 0)[1] = batch.InputsAt(step, 0)[1];
        return zeros;
    }

    private static double Correlation(List<double> x, List<double> y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double Product(List<double> a, double meanA, List<double> b, double meanB) => a.Zip(b, (p, q) => (p - meanA) * (q - meanB)).Sum();
        return Product(x, meanX, y, meanY) / Math.Sqrt(Product(x, meanX, x, meanX) * Product(y, meanY, y, meanY));
    }
}
