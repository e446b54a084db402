using LstmService.Engine.Explanation;

namespace LstmService.Engine.Tests.Explanation;

/// <summary>A trace holds the gates and states by the equations of the cell.</summary>
public sealed class TraceTests
{
    private const int Steps = 6;

    public static TheoryData<Cell, bool, int> Shapes => new()
    {
        { Cell.Lstm, false, 1 }, { Cell.Lstm, true, 2 }, { Cell.PeepholeLstm, true, 1 }, { Cell.CoupledLstm, false, 2 },
        { Cell.Gru, true, 2 }, { Cell.Rnn, true, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void StatesFollowFromTheGates(Cell cell, bool bothWays, int dilation)
    {
        NetworkSpec spec = new()
        {
            InputSize = 2,
            Hidden = 5,
            Layers = 2,
            Cell = cell,
            Bidirectional = bothWays,
            Dilations = [1, dilation],
        };
        NetworkTrace trace = TraceOf(spec, out Batch<float> batch);
        Assert.Equal(2, trace.Levels.Count);
        Assert.Equal(bothWays ? 2 : 1, trace.Levels[1].Count);
        foreach (LayerTrace layer in trace.Levels.SelectMany(level => level))
            for (int order = 0; order < Steps; order++)
                AssertFollows(layer, cell, order);
        for (int t = 0; t < Steps; t++)
            Assert.Equal([.. batch.InputsAt(t, 1)], Array.ConvertAll(trace.Levels[0][^1].Inputs[t], value => (float)value));
    }

    private static void AssertFollows(LayerTrace layer, Cell cell, int order)
    {
        int at = layer.Reverse ? Steps - 1 - order : order, before = layer.Reverse ? at + layer.Lag : at - layer.Lag;
        for (int unit = 0; unit < 5; unit++)
        {
            double Of(Gate gate) => layer.Gates[gate][at][unit];
            double past = before is >= 0 and < Steps ? layer.Memory[before][unit] : 0;
            double memory = cell == Cell.Rnn ? Of(Gate.Candidate) : Of(Gate.Forget) * past + Of(Gate.Input) * Of(Gate.Candidate);
            double hidden = layer.Gates.ContainsKey(Gate.Output) ? Of(Gate.Output) * Math.Tanh(memory) : memory;
            Assert.Equal(memory, layer.Memory[at][unit], 1e-5);
            Assert.Equal(hidden, layer.Hidden[at][unit], 1e-5);
        }
    }

    [Fact]
    public void ATraceNeedsAForwardPass()
    {
        NetworkSpec spec = new() { Hidden = 5 };
        var network = new Network<float>(spec, 1);
        Assert.Throws<InvalidOperationException>(() => NetworkTrace.Of(network, new(network, 1, 1), 0));
    }

    private static NetworkTrace TraceOf(NetworkSpec spec, out Batch<float> batch)
    {
        var network = new Network<float>(spec, 3);
        batch = Batches.Of<float>(spec, 2, Steps, 1, 5);
        var workspace = new Workspace<float>(network, 2, Steps);
        network.Forward(workspace, batch);
        return NetworkTrace.Of(network, workspace, 1);
    }
}
