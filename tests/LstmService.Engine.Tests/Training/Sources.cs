namespace LstmService.Engine.Tests.Training;

/// <summary>The target is the first of twelve inputs; the others are noise.</summary>
internal sealed class FirstInputSource : IBatchSource<float>
{
    public BatchShape Shape { get; } = new(16, 12, 1, 1);

    public int BatchesPerEpoch => 20;

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        var random = new Xoshiro256(7, (ulong)(epoch * BatchesPerEpoch + index));
        Numbers.Fill<float>(batch.Inputs, ref random);
        batch.Inputs.AsSpan(0, batch.Count).CopyTo(batch.Targets);
    }
}

/// <summary>Another source with its targets' signs turned round.</summary>
internal sealed class NegatedSource(IBatchSource<float> inner) : IBatchSource<float>
{
    public BatchShape Shape => inner.Shape;

    public int BatchesPerEpoch => inner.BatchesPerEpoch;

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        inner.Fill(epoch, index, batch);
        for (int i = 0; i < batch.Targets.Length; i++)
            batch.Targets[i] = -batch.Targets[i];
    }
}

/// <summary>Counts what it fills, and cancels after so many.</summary>
internal sealed class CountingSource(IBatchSource<float> inner, int cancelAt, CancellationTokenSource cancellation)
    : IBatchSource<float>
{
    public BatchShape Shape => inner.Shape;

    public int BatchesPerEpoch => inner.BatchesPerEpoch;

    public int Filled { get; private set; }

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        inner.Fill(epoch, index, batch);
        if (++Filled == cancelAt)
            cancellation.Cancel();
    }
}

/// <summary>Spoils the middle batch of one epoch, the first times it is asked for.</summary>
internal sealed class PoisonedSource(IBatchSource<float> inner, int poisonedEpoch, int times) : IBatchSource<float>
{
    private int _asked;

    public BatchShape Shape => inner.Shape;

    public int BatchesPerEpoch => inner.BatchesPerEpoch;

    public bool PoisonInputs { get; init; }

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        inner.Fill(epoch, index, batch);
        if (epoch != poisonedEpoch || index != BatchesPerEpoch / 2 || _asked++ >= times)
            return;
        if (PoisonInputs)
            batch.Inputs[0] = float.NaN;
        else
            batch.Targets[0] = float.PositiveInfinity;
    }
}
