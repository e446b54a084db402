using System.Numerics;
using LstmService.Engine.Training;

namespace LstmService.Engine;

/// <summary>
/// Trains networks: minibatches, back-propagation through time whole or truncated, AdamW or momentum, clipping, a schedule, a
/// moving average of the weights, early stopping. The same network, sources and options give the same bits on the same kind of
/// processor.
/// </summary>
public static class Trainer
{
    /// <summary>Trains a network in place, from its weights as they are.</summary>
    /// <inheritdoc cref="Train{T}(Network{T}, ILoss{T}, IBatchSource{T}, IBatchSource{T}, TrainerOptions, Checkpointing, IProgress{EpochProgress}, CancellationToken)" />
    public static TrainingResult Train<T>(
        Network<T> network, ILoss<T> loss, IBatchSource<T> trainSource, IBatchSource<T>? validationSource,
        TrainerOptions options, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Train(network, loss, trainSource, validationSource, options, new Checkpointing(), progress, cancellationToken);

    /// <summary>Trains a network in place.</summary>
    /// <param name="network">Its weights are changed.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="trainSource">Batches to learn from.</param>
    /// <param name="validationSource">Batches to judge by after each epoch; needed for early stopping.</param>
    /// <param name="options">How.</param>
    /// <param name="checkpointing">How the training is kept, and from where it goes on.</param>
    /// <param name="progress">Called after each epoch, on this thread.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>How it ended; a loss that is no number is a result, not an exception.</returns>
    /// <exception cref="ArgumentException">The options are not sound, or do not fit the sources.</exception>
    /// <exception cref="InvalidCheckpointException">The checkpoint is not of this training.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the weights are those of the last step.</exception>
    public static TrainingResult Train<T>(
        Network<T> network, ILoss<T> loss, IBatchSource<T> trainSource, IBatchSource<T>? validationSource,
        TrainerOptions options, Checkpointing checkpointing, IProgress<EpochProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(trainSource);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(checkpointing);
        var failures = new List<string>(options.Validate());
        failures.AddRange(options.ValidateFor(network.Spec));
        Bounds.Check(failures, "everyEpochs", checkpointing.EveryEpochs, 1, 1_000_000);
        if (options.Patience > 0 && validationSource is null)
            failures.Add($"patience needs a validation source, was {options.Patience} without one");
        if (trainSource.BatchesPerEpoch < 1 || validationSource?.BatchesPerEpoch < 1)
            failures.Add("a source must have at least 1 batch in an epoch");
        Bounds.ThrowIfAny(failures, nameof(options));
        return new TrainingRun<T>(network, loss, trainSource, validationSource, options, checkpointing)
            .Run(progress, cancellationToken);
    }
}
