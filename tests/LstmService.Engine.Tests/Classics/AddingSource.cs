namespace LstmService.Engine.Tests.Classics;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997, experiment 4, in the form of Arjovsky et al. 2016): at each step a
/// number in 0..1 and a mark, which is 1 at one step of each half and else 0. The target is the sum of the two marked numbers.
/// </summary>
internal sealed class AddingSource(NetworkSpec spec, int steps, int count, ulong seed) : IBatchSource<float>
{
    public BatchShape Shape { get; } = BatchShape.For(spec, count, steps, targets: 1);

    public int BatchesPerEpoch { get; init; } = 1;

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        var random = new Xoshiro256(seed, (ulong)(epoch * BatchesPerEpoch + index));
        for (int window = 0; window < batch.Count; window++)
        {
            int first = random.NextInt(steps / 2), second = steps / 2 + random.NextInt(steps / 2);
            float sum = 0;
            for (int step = 0; step < steps; step++)
            {
                bool marked = step == first || step == second;
                Span<float> inputs = batch.InputsAt(step, window);
                (inputs[0], inputs[1]) = ((float)random.NextDouble(), marked ? 1 : 0);
                sum += marked ? inputs[0] : 0;
            }

            batch.TargetsOf(window)[0] = sum;
        }
    }
}
