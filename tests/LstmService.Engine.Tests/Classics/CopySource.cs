namespace LstmService.Engine.Tests.Classics;

/// <summary>
/// Copy memory (Hochreiter and Schmidhuber 1997; Arjovsky et al. 2016): some letters, many blanks, a signal, and then the
/// letters are to be repeated in their order; before that blanks are to be answered.
/// </summary>
internal sealed class CopySource(NetworkSpec spec, int count, ulong seed) : IBatchSource<float>
{
    public const int Letters = 4, Length = 3, Blanks = 20, Steps = 2 * Length + Blanks;
    public const int Blank = Letters, Signal = Letters + 1, InputSymbols = Letters + 2, OutputSymbols = Letters + 1;

    /// <summary>The first step at which a letter is to be repeated: the one of the signal.</summary>
    public const int Recall = Steps - Length;

    public BatchShape Shape { get; } = BatchShape.For(spec, count, Steps, targets: 1);

    public int BatchesPerEpoch { get; init; } = 1;

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        var random = new Xoshiro256(seed, (ulong)(epoch * BatchesPerEpoch + index));
        for (int window = 0; window < batch.Count; window++)
            for (int step = 0; step < Steps; step++)
            {
                batch.InputsAt(step, window)[0] =
                    step < Length ? random.NextInt(Letters) : step == Recall ? Signal : Blank;
                batch.TargetsAt(step, window)[0] =
                    step < Recall ? Blank : batch.InputsAt(step - Recall, window)[0];
            }
    }
}
