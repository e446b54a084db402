using LstmService.Engine;
using LstmService.Engine.Training;

namespace LstmService.Benchmarks.Engine;

/// <summary>The sizes of a training step: one number in at each step, one out.</summary>
internal readonly record struct StepShape(int Hidden, int Layers, int Steps, int Batch)
{
    /// <summary>
    /// The multiply-adds of the matrix products, each as two: W x + U h forwards, and backwards U' dGates (not for the first
    /// step), W' dGates (not for the first layer) and the gradient of both. Activations, clipping and Adam are not counted.
    /// </summary>
    public double Operations
    {
        get
        {
            double gates = 4.0 * Hidden * Batch, sum = 0;
            for (int layer = 0; layer < Layers; layer++)
            {
                int inputs = layer == 0 ? 1 : Hidden;
                sum += gates * (2.0 * Steps * (inputs + Hidden) + (Steps - 1.0) * Hidden + (layer == 0 ? 0 : (double)Steps * inputs));
            }

            return 2 * (sum + 3.0 * Hidden * Batch);
        }
    }
}

/// <summary>Our whole training step: forward, back-propagation through time, clipping, Adam.</summary>
internal sealed class TrainingStep
{
    private readonly Workspace<float> _workspace;
    private readonly Optimizer<float> _optimizer;
    private readonly SquaredLoss<float> _loss = new();
    private readonly float[] _dOutputs;

    public TrainingStep(StepShape shape, ulong seed = 1)
    {
        var spec = new NetworkSpec { Hidden = shape.Hidden, Layers = shape.Layers };
        Network = new(spec, seed);
        _workspace = new(Network, shape.Batch, shape.Steps);
        _optimizer = new(Network, new() { LearningRate = 1e-3, ClipNorm = 1 });
        _dOutputs = new float[shape.Batch];
        Batch = new(BatchShape.For(spec, shape.Batch, shape.Steps, targets: 1));
        var random = new Xoshiro256(seed, 1);
        foreach (float[] values in (float[][])[Batch.Inputs, Batch.Targets])
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(2 * random.NextDouble() - 1);
    }

    public Network<float> Network { get; }

    public Batch<float> Batch { get; }

    /// <summary>The loss before the step.</summary>
    public double Run()
    {
        double loss = _loss.Evaluate(Network.Forward(_workspace, Batch), Batch, _dOutputs).Mean;
        Network.Backward(_workspace, Batch, _dOutputs, _optimizer.Gradient);
        _optimizer.Step(1e-3);
        return loss;
    }

    /// <summary>Bytes a step takes from the heap: the least of a few rounds, since the runtime itself takes some now and then.</summary>
    public long AllocatedBytes()
    {
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
