using System.Numerics;
using LstmService.Engine.Training;

namespace LstmService.Engine;

/// <summary>
/// Trains networks: minibatches, AdamW, clipping, a schedule, a moving average of the weights, early stopping. The same
/// network, sources and options give the same bits on the same kind of processor.
/// </summary>
public static class Trainer
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">Its weights are changed.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="trainSource">Batches to learn from.</param>
    /// <param name="validationSource">Batches to judge by after each epoch; needed for early stopping.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Called after each epoch, on this thread.</param>
    /// <param name="cancellationToken">Looked at before each batch.</param>
    /// <returns>How it ended; a loss that is no number is a result, not an exception.</returns>
    /// <exception cref="ArgumentException">The options are not sound, or do not fit the sources.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the weights are those of the last step.</exception>
    public static TrainingResult Train<T>(
        Network<T> network, ILoss<T> loss, IBatchSource<T> trainSource, IBatchSource<T>? validationSource,
        TrainerOptions options, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(trainSource);
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>(options.Validate());
        if (options.Patience > 0 && validationSource is null)
            failures.Add($"patience needs a validation source, was {options.Patience} without one");
        if (trainSource.BatchesPerEpoch < 1 || validationSource?.BatchesPerEpoch < 1)
            failures.Add("a source must have at least 1 batch in an epoch");
        Bounds.ThrowIfAny(failures, nameof(options));
        return new TrainingRun<T>(network, loss, trainSource, validationSource, options).Run(progress, cancellationToken);
    }
}
