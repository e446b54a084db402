using LstmService.Engine.Kernels;

namespace LstmService.Engine.Tests.Networks;

/// <summary>Each cell against its equations, one number at a time, and what the gradient does over many steps.</summary>
public sealed class CellTests
{
    public static TheoryData<Cell> Cells => [.. Enum.GetValues<Cell>()];

    [Theory]
    [MemberData(nameof(Cells))]
    public void ACellFollowsItsEquations(Cell cell)
    {
        var spec = new NetworkSpec { InputSize = 3, Hidden = 7, Cell = cell, Head = new LinearHeadSpec(2) { InitialScale = 1 } };
        foreach (int bits in VectorWidth.All)
        {
            var network = new Network<double>(spec, 3, bits);
            foreach (TensorInfo tensor in network.Tensors)
                network.SetTensor(tensor.Name, Numbers.Of<double>(tensor.Length, (ulong)tensor.Name.Length));
            Batch<double> batch = Batches.Of<double>(spec, 1, 5, 0, 4);
            var carried = new CarriedState<double>(network, 1);
            network.Forward(new(network, 1, 5), batch, carried: carried);
            double[] h = new double[7], c = new double[7];
            for (int step = 0; step < 5; step++)
                (h, c) = Step(network, cell, batch.InputsAt(step, 0).ToArray(), h, c);
            Numbers.AssertClose(h, carried.HiddenOf(0, 0).ToArray(), 1e-14, "h");
            if (cell is not (Cell.Gru or Cell.Rnn))
                Numbers.AssertClose(c, carried.MemoryOf(0, 0).ToArray(), 1e-14, "c");
        }
    }

    [Fact]
    public void ThePlainNetworksGradientVanishesOverAHundredStepsAndTheLstmsDoesNot()
    {
        double plain = ShareThatReachesTheFirstStep(Cell.Rnn, _ => { });
        double lstm = ShareThatReachesTheFirstStep(Cell.Lstm, network =>
        {
            // The forget gates stand open: sigmoid(6) to the 100th is 0.78.
            double[] bias = network.GetTensor("layers.0.bias");
            bias.AsSpan(16, 16).Fill(6);
            network.SetTensor("layers.0.bias", bias);
        });
        Assert.InRange(plain, 0, 1e-10);
        Assert.InRange(lstm, 1e-2, 1e2);
    }

    [Fact]
    public void AWeightThatACellHasNotStaysZero()
    {
        var spec = new NetworkSpec { InputSize = 2, Hidden = 5, Cell = Cell.Gru, Head = new LinearHeadSpec(2) };
        var network = new Network<double>(spec, 1, 128);
        double[] gradient = GradientTests.Gradient(
            network, new(network, 3, 4), Batches.Of<double>(spec, 3, 4, 2, 1), new SquaredLoss<double>());
        // Three gates of 5 units: the packed matrix has room for a fourth, of which only the part that is named counts.
        int named = network.Tensors.Sum(tensor => tensor.Length);
        Assert.Equal(15 * 2 + 15 * 5 + 15 + 5 + 2 * 5 + 2, named);
        Assert.InRange(gradient.Count(value => value != 0), 1, named);
    }

    /// <summary>The size of the gradient by the first of 100 inputs, over that by the last.</summary>
    private static double ShareThatReachesTheFirstStep(Cell cell, Action<Network<double>> change)
    {
        const int Steps = 100;
        var spec = new NetworkSpec { Hidden = 16, Cell = cell, Head = new LinearHeadSpec(1) { InitialScale = 1 } };
        var network = new Network<double>(spec, 1);
        change(network);
        Batch<double> batch = Batches.Of<double>(spec, 4, Steps, 1, 2);
        var dInputs = new double[Steps * 4];
        GradientTests.Gradient(network, new(network, 4, Steps), batch, new SquaredLoss<double>(), dInputs);
        return dInputs.Take(4).Sum(Math.Abs) / dInputs.TakeLast(4).Sum(Math.Abs);
    }

    private static (double[] H, double[] C) Step(Network<double> network, Cell cell, double[] x, double[] h, double[] c)
    {
        int hidden = h.Length;
        double[] w = network.GetTensor("layers.0.weight_input"), u = network.GetTensor("layers.0.weight_hidden");
        double[] b = network.GetTensor("layers.0.bias");
        double[] p = network.TryGetTensor("layers.0.peephole", out double[] peephole, out _) ? peephole : new double[3 * hidden];
        double[] bm = network.TryGetTensor("layers.0.bias_hidden", out double[] own, out _) ? own : new double[hidden];
        double Wx(int gate, int unit) => b[gate * hidden + unit] + Dot(w, (gate * hidden + unit) * x.Length, x);
        double Uh(int gate, int unit) => Dot(u, (gate * hidden + unit) * hidden, h);
        double A(int gate, int unit) => Wx(gate, unit) + Uh(gate, unit);
        double[] newH = new double[hidden], newC = new double[hidden];
        for (int k = 0; k < hidden; k++)
        {
            double i = S(A(0, k) + (cell == Cell.PeepholeLstm ? p[k] * c[k] : 0)), f, g, o;
            switch (cell)
            {
                case Cell.Rnn:
                    newH[k] = Math.Tanh(A(0, k));
                    continue;
                case Cell.Gru:
                    double z = S(A(1, k)), n = Math.Tanh(Wx(2, k) + i * (Uh(2, k) + bm[k]));
                    newH[k] = (1 - z) * n + z * h[k];
                    continue;
                case Cell.CoupledLstm:
                    (f, g, o) = (1 - i, Math.Tanh(A(1, k)), S(A(2, k)));
                    newC[k] = f * c[k] + i * g;
                    break;
                default:
                    f = S(A(1, k) + (cell == Cell.PeepholeLstm ? p[hidden + k] * c[k] : 0));
                    newC[k] = f * c[k] + i * Math.Tanh(A(2, k));
                    o = S(A(3, k) + (cell == Cell.PeepholeLstm ? p[2 * hidden + k] * newC[k] : 0));
                    break;
            }

            newH[k] = o * Math.Tanh(newC[k]);
        }

        return (newH, newC);
    }

    private static double S(double x) => 1 / (1 + Math.Exp(-x));

    private static double Dot(double[] a, int start, double[] b) => b.Select((value, i) => a[start + i] * value).Sum();
}
