using System.Numerics;

namespace LstmService.Engine.Layers;

/// <summary>What all layers share while a batch goes through: its size, the length of each window, and dropout's seed.</summary>
internal sealed class Pass(int maxBatch)
{
    private readonly int[] _lengths = new int[maxBatch];

    /// <summary>Steps of the longest window.</summary>
    public int Steps { get; private set; }

    /// <summary>Windows.</summary>
    public int Count { get; private set; }

    /// <summary>Is some window shorter than the others?</summary>
    public bool IsRagged { get; private set; }

    /// <summary>Where dropout's masks come from; null drops nothing.</summary>
    public DropoutSeed? Dropout { get; private set; }

    /// <summary>Takes the size of a batch.</summary>
    public void Begin<T>(Batch<T> batch, DropoutSeed? dropout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Begin(batch.Steps, batch.Count, dropout);
        for (int window = 0; window < Count; window++)
        {
            int length = batch.Lengths[window];
            if (length < 0 || length > Steps)
                throw new ArgumentException($"the length of window {window} must be 0..{Steps}, was {length}", nameof(batch));
            _lengths[window] = length == 0 ? Steps : length;
            IsRagged |= _lengths[window] < Steps;
        }
    }

    /// <summary>Takes a size at which all windows are equally long.</summary>
    public void Begin(int steps, int count, DropoutSeed? dropout)
    {
        (Steps, Count, IsRagged, Dropout) = (steps, count, false, dropout);
        _lengths.AsSpan(0, count).Fill(steps);
    }

    /// <summary>The steps of one window.</summary>
    public int LengthOf(int window) => _lengths[window];

    /// <summary>
    /// Where a step stands in the order in which a direction takes the steps: the second takes them from the window's end.
    /// </summary>
    public int Order(int direction, int step, int window)
    {
        int length = _lengths[window];
        return direction == 0 || step >= length ? step : length - 1 - step;
    }
}
