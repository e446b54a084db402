using System.Numerics;

namespace LstmService.Engine;

/// <summary>
/// Where batches come from. It keeps no state: what is filled depends only on epoch and index, so that training may stop and
/// go on elsewhere.
/// </summary>
public interface IBatchSource<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The size of the batch that <see cref="Fill"/> wants; the trainer makes one for all steps.</summary>
    BatchShape Shape { get; }

    /// <summary>Batches in an epoch, at least 1.</summary>
    int BatchesPerEpoch { get; }

    /// <summary>Fills a batch, setting its count and steps where they differ from the last.</summary>
    /// <param name="epoch">From 0; a validation source always gets 0.</param>
    /// <param name="index">0..BatchesPerEpoch-1.</param>
    /// <param name="batch">Of <see cref="Shape"/>, holding whatever the last call left.</param>
    void Fill(int epoch, int index, Batch<T> batch);
}
