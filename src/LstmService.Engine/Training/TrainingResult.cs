namespace LstmService.Engine;

/// <summary>Where training is: reported after each epoch.</summary>
/// <param name="Epoch">Epochs done, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="TrainLoss">The mean loss of the epoch's batches, each before its step.</param>
/// <param name="ValidationLoss">The loss on the validation source; null without one.</param>
public sealed record EpochProgress(int Epoch, int Epochs, double TrainLoss, double? ValidationLoss);

/// <summary>Why training stopped.</summary>
public enum TrainingOutcome
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>It was told to pause before its last epoch.</summary>
    Paused,

    /// <summary>The validation loss fell no more; the best weights are in the network.</summary>
    EarlyStopped,

    /// <summary>The loss was no number, twice; the weights of the last good epoch are in the network.</summary>
    Diverged,
}

/// <summary>What became of a training.</summary>
/// <param name="Outcome">Why it stopped.</param>
/// <param name="Epochs">Every epoch that counts, in order.</param>
/// <param name="BestEpoch">
/// The epoch, from 1, with the lowest validation loss (training loss without a validation source); 0 where none was done.
/// </param>
/// <param name="Reason">The outcome in a sentence.</param>
public sealed record TrainingResult(
    TrainingOutcome Outcome, IReadOnlyList<EpochProgress> Epochs, int BestEpoch, string Reason);
