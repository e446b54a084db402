namespace LstmService.Engine.Tests;

/// <summary>Windows of sine waves with random phases, whose targets are their next values: easy to learn, and stateless.</summary>
internal sealed class SineSource(NetworkSpec spec, int targets, ulong seed = 1) : IBatchSource<float>
{
    private const int Steps = 12;

    public BatchShape Shape { get; } = BatchShape.For(spec, 16, Steps, targets);

    public int BatchesPerEpoch { get; init; } = 10;

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        var random = new Xoshiro256(seed, (ulong)(epoch * BatchesPerEpoch + index));
        for (int window = 0; window < batch.Count; window++)
        {
            double phase = random.NextDouble() * 2 * Math.PI;
            float At(int step) => (float)Math.Sin(phase + 0.5 * step);
            for (int step = 0; step < Steps; step++)
                batch.InputsAt(step, window).Fill(At(step));
            for (int i = 0; i < targets; i++)
                batch.TargetsOf(window)[i] = At(Steps + i);
            Numbers.Fill(batch.AlternativesOf(window), ref random);
            Numbers.Fill(batch.SkipOf(window), ref random);
        }
    }
}
