using LstmService.Engine.Training;

namespace LstmService.Engine.Tests.Training;

/// <summary>One step at a time, against the equations worked by hand.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void TheFirstStepOfAdamMovesEachWeightByTheRate()
    {
        var network = new Network<double>(new() { Hidden = 4 }, 1);
        double[] before = network.GetTensor("layers.0.weight_hidden");
        var optimizer = new Optimizer<double>(network, new() { ClipNorm = 0 });
        optimizer.Gradient.Fill(3);
        Assert.True(optimizer.Step(0.01));
        Numbers.AssertClose<double>(
            before.Select(weight => weight - 0.01).ToArray(), network.GetTensor("layers.0.weight_hidden"), 1e-9, "weights");
    }

    [Fact]
    public void MomentumAddsUpGradientsThatPointTheSameWay()
    {
        var network = new Network<double>(new() { Hidden = 4 }, 1);
        double before = network.Parameters[0], expected = before, velocity = 0;
        var options = new TrainerOptions { Optimizer = OptimizerKind.Momentum, Momentum = 0.8, ClipNorm = 0, WeightDecay = 0.1 };
        var optimizer = new Optimizer<double>(network, options);
        for (int step = 0; step < 5; step++)
        {
            optimizer.Gradient.Fill(3);
            Assert.True(optimizer.Step(0.01));
            velocity = 0.8 * velocity + 3;
            expected = expected * (1 - 0.01 * 0.1) - 0.01 * velocity;
        }

        Assert.Equal(expected, network.Parameters[0], 1e-14);
        Assert.InRange(before - network.Parameters[0], 0.3, 0.6);
    }

    [Fact]
    public void WeightDecayShrinksTheWeightsAndNotTheGradient()
    {
        var network = new Network<double>(new() { Hidden = 4 }, 1);
        double[] before = network.Parameters.ToArray();
        var optimizer = new Optimizer<double>(network, new() { WeightDecay = 0.1 });
        optimizer.Gradient.Clear();
        optimizer.Step(0.5);
        Numbers.AssertClose<double>(
            before.Select(weight => weight * (1 - 0.5 * 0.1)).ToArray(), network.Parameters.ToArray(), 1e-15, "weights");
    }

    [Fact]
    public void ClippingScalesALongGradientToTheNormAndLeavesAShortOne()
    {
        // Without moments and with epsilon 1 a step is rate * g / (|g| + 1), which grows with the length of g.
        var clipped = new TrainerOptions { ClipNorm = 1, Beta1 = 0, Beta2 = 0, Epsilon = 1 };
        TrainerOptions free = clipped with { ClipNorm = 0 };
        Assert.Equal(0.1 * 0.5 / 1.5, Moved(clipped, length: 0.5), 1e-12);
        Assert.Equal(0.1 * 1 / 2, Moved(clipped, length: 1.5), 1e-12);
        Assert.Equal(0.1 * 1 / 2, Moved(clipped, length: 1000), 1e-12);
        Assert.Equal(0.1 * 1.5 / 2.5, Moved(free, length: 1.5), 1e-12);
    }

    [Fact]
    public void TheAverageForgetsTheStartSoonerThanItsDecayAlone()
    {
        var network = new Network<double>(new() { Hidden = 4 }, 1);
        double expected = network.Parameters[0];
        var optimizer = new Optimizer<double>(network, new() { AverageDecay = 0.5 });
        double[] decays = [2 / 11.0, 3 / 12.0, 4 / 13.0, 5 / 14.0, 6 / 15.0, 7 / 16.0, 8 / 17.0, 0.5, 0.5];
        foreach (double decay in decays)
        {
            optimizer.Gradient.Fill(1);
            optimizer.Step(0.1);
            expected = decay * expected + (1 - decay) * network.Parameters[0];
        }

        double last = network.Parameters[0];
        optimizer.SwapAverage();
        Assert.Equal(expected, network.Parameters[0], 1e-14);
        optimizer.SwapAverage();
        Assert.Equal(last, network.Parameters[0]);
    }

    [Fact]
    public void AGradientThatIsNoNumberChangesNothing()
    {
        var network = new Network<float>(new() { Hidden = 4 }, 1);
        float[] before = network.Parameters.ToArray();
        var optimizer = new Optimizer<float>(network, new());
        optimizer.Gradient[5] = float.NaN;
        Assert.False(optimizer.Step(0.1));
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal(0, optimizer.Steps);
    }

    private static double Moved(TrainerOptions options, double length)
    {
        var network = new Network<double>(new() { Hidden = 4 }, 1);
        double before = network.Parameters[0];
        var optimizer = new Optimizer<double>(network, options);
        optimizer.Gradient.Clear();
        optimizer.Gradient[0] = length;
        optimizer.Step(0.1);
        return before - network.Parameters[0];
    }
}
