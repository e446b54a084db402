using LstmService.Engine.Explanation;

namespace LstmService.Engine.Tests.Explanation;

/// <summary>Relevance is conserved through every architecture, or refused with a reason.</summary>
public sealed class RelevanceTests
{
    private const int Steps = 9;

    public static TheoryData<string> Names => Variants.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AllOfAnAnswerIsAccountedForOrTheNetworkIsRefused(string name)
    {
        NetworkSpec spec = Variants.All[name];
        var network = new Network<double>(spec, 7);
        Batch<double> batch = Batches.Of<double>(spec, 2, Steps, 3, 11);
        batch.Lengths[1] = 6;
        var workspace = new Workspace<double>(network, 2, Steps);
        double[] outputs = network.Forward(workspace, batch).ToArray();
        if (spec.Decoder is not null)
        {
            var refusal = Assert.Throws<NotSupportedException>(() => RelevancePropagation.Explain(network, workspace, batch, 1));
            Assert.Contains("decoder", refusal.Message, StringComparison.Ordinal);
            return;
        }

        foreach (int window in (int[])[0, 1])
        {
            Relevance relevance = RelevancePropagation.Explain(network, workspace, batch, output: 1, window);
            int last = spec.Summary == Summary.EveryStep ? (window == 0 ? Steps : 6) - 1 : 0;
            Assert.Equal(outputs[(last * 2 + window) * 3 + 1], relevance.Output, 1e-9);
            AssertConserved(relevance);
            Assert.InRange(Math.Abs(relevance.Absorbed), 0, 1e-3);
            // What stands past a window's end did nothing.
            Assert.All(relevance.Inputs[((window == 0 ? Steps : 6) * spec.InputSize)..], value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [InlineData(Cell.Lstm)]
    [InlineData(Cell.PeepholeLstm)]
    [InlineData(Cell.CoupledLstm)]
    [InlineData(Cell.Gru)]
    [InlineData(Cell.Rnn)]
    public void WhereGatesStandStillRelevanceIsGradientTimesInput(Cell cell)
    {
        // Gates see nothing, and the rest is so small that every tanh is a line: all explanations must agree.
        NetworkSpec spec = new() { InputSize = 2, Hidden = 3, Layers = 2, Cell = cell, Head = new LinearHeadSpec(1) };
        var network = new Network<double>(spec, 5);
        foreach (TensorInfo tensor in network.Tensors.Where(t => t.Name.StartsWith("layers", StringComparison.Ordinal)))
            network.SetTensor(tensor.Name, WithoutGates(cell, tensor, network.GetTensor(tensor.Name)));
        Batch<double> batch = Batches.Of<double>(spec, 1, 5, 1, 3);
        var workspace = new Workspace<double>(network, 1, 5);
        network.Forward(workspace, batch);
        Relevance relevance = RelevancePropagation.Explain(network, workspace, batch, 0, epsilon: 1e-14);
        var dInputs = new double[batch.Inputs.Length];
        network.Backward(workspace, batch, [1], new double[network.ParameterCount], dInputs);
        for (int i = 0; i < dInputs.Length; i++)
            Assert.Equal(1, relevance.Inputs[i] / (dInputs[i] * batch.Inputs[i]), 1e-3);
    }

    private static double[] WithoutGates(Cell cell, TensorInfo tensor, double[] values)
    {
        int units = 3, perRow = tensor.Shape.Count > 1 ? tensor.Shape[1] : 1;
        int candidate = CellGates.CandidateRows(cell);
        bool weights = tensor.Name.Contains("weight", StringComparison.Ordinal);
        for (int i = 0; i < values.Length; i++)
            values[i] = weights && i / perRow / units == candidate ? 1e-2 * values[i] : 0;
        return values;
    }

    [Fact]
    public void AlternativesAndTheLinearMapTakeWhatTheyAdd()
    {
        NetworkSpec spec = Quantiles(ordered: false);
        var network = new Network<double>(spec, 7);
        Batch<double> batch = Batches.Of<double>(spec, 1, Steps, 6, 11);
        var workspace = new Workspace<double>(network, 1, Steps);
        double output = network.Forward(workspace, batch)[4];
        Relevance relevance = RelevancePropagation.Explain(network, workspace, batch, 4);
        Assert.Equal(output, relevance.Output, 1e-9);
        AssertConserved(relevance);

        // Without the linear map's inputs the answer is less by exactly their relevance.
        Array.Clear(batch.Skip);
        Assert.Equal(output - relevance.Skip.Sum(), network.Forward(workspace, batch)[4], 1e-9);
        Array.Clear(batch.Alternatives);
        Assert.Equal(output - relevance.Skip.Sum() - relevance.Alternatives.Sum(), network.Forward(workspace, batch)[4], 1e-9);
    }

    [Fact]
    public void OfOrderedQuantilesTheMedianIsExplainedAndTheOthersAreRefused()
    {
        NetworkSpec spec = Quantiles(ordered: true);
        var network = new Network<double>(spec, 7);
        Batch<double> batch = Batches.Of<double>(spec, 1, Steps, 6, 11);
        var workspace = new Workspace<double>(network, 1, Steps);
        double output = network.Forward(workspace, batch)[4];
        Assert.Equal(output, RelevancePropagation.Explain(network, workspace, batch, 4).Output, 1e-9);
        Assert.Throws<NotSupportedException>(() => RelevancePropagation.Explain(network, workspace, batch, 5));
    }

    [Fact]
    public void APositiveParameterOfADistributionIsExplained()
    {
        NetworkSpec spec = new()
        {
            InputSize = 2,
            Hidden = 5,
            Head = new LikelihoodHeadSpec { Horizon = 2, Likelihood = Likelihood.NegativeBinomial, InitialScale = 1 },
        };
        var network = new Network<double>(spec, 7);
        Batch<double> batch = Batches.Of<double>(spec, 1, Steps, 2, 11);
        var workspace = new Workspace<double>(network, 1, Steps);
        double output = network.Forward(workspace, batch)[2];
        Relevance relevance = RelevancePropagation.Explain(network, workspace, batch, 2);
        Assert.Equal(output, relevance.Output, 1e-9);
        AssertConserved(relevance);
    }

    internal static NetworkSpec Quantiles(bool ordered) => new()
    {
        InputSize = 2,
        Hidden = 5,
        Head = new QuantileHeadSpec { Horizon = 2, Quantiles = 3, Alternatives = 2, SkipSize = 5, Ordered = ordered, InitialScale = 1 },
    };

    private static void AssertConserved(Relevance relevance) => Assert.Equal(
        relevance.Output,
        relevance.Inputs.Sum() + relevance.Alternatives.Sum() + relevance.Skip.Sum() + relevance.ToBiases + relevance.Absorbed, 1e-6);
}
