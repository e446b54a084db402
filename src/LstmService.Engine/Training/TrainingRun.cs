using System.Numerics;

namespace LstmService.Engine.Training;

/// <summary>One training: the loop over epochs and batches, and everything it keeps.</summary>
internal sealed class TrainingRun<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A rate that diverged is tried once more at a quarter.
    private const double RetryScale = 0.25;

    private readonly Network<T> _network;
    private readonly ILoss<T> _loss;
    private readonly IBatchSource<T> _source;
    private readonly IBatchSource<T>? _validation;
    private readonly TrainerOptions _options;
    private readonly Optimizer<T> _optimizer;
    private readonly Batch<T> _batch;
    private readonly Batch<T>? _validationBatch;
    private readonly Pieces<T>? _pieces;
    private readonly Workspace<T> _workspace;
    private readonly T[] _dOutputs;
    private readonly Checkpointing _checkpointing;
    private readonly TrainingCounters<T> _counters = new();

    public TrainingRun(
        Network<T> network, ILoss<T> loss, IBatchSource<T> source, IBatchSource<T>? validation, TrainerOptions options,
        Checkpointing checkpointing)
    {
        (_network, _loss, _source, _validation, _options) = (network, loss, source, validation, options);
        _checkpointing = checkpointing;
        _optimizer = new(network, options);
        _batch = new(source.Shape);
        _validationBatch = validation is null ? null : new(validation.Shape);
        _pieces = options.TruncateEvery == 0
            ? null
            : new(network, source.Shape, options.TruncateEvery, Math.Max(options.TruncateEvery, options.TruncateBack));
        _workspace = new(
            network, Math.Max(source.Shape.Capacity, validation?.Shape.Capacity ?? 0),
            Math.Max(_pieces?.MaxSteps ?? source.Shape.Steps, validation?.Shape.Steps ?? 0));
        _dOutputs = new T[_batch.TargetRows * network.Spec.Head.Outputs];
    }

    public TrainingResult Run(IProgress<EpochProgress>? progress, CancellationToken cancellationToken)
    {
        if (_checkpointing.ResumeFrom is { } checkpoint)
            TrainingState.Restore(checkpoint, _network, _optimizer, _counters);
        Snapshot<T> good = _optimizer.Save();
        while (true)
        {
            int epoch = _counters.Done.Count, sinceBest = epoch - _counters.BestEpoch;
            if (epoch > 0 && _options.Patience > 0 && sinceBest >= _options.Patience)
                return Finish(TrainingOutcome.EarlyStopped,
                    $"the validation loss was lowest in epoch {_counters.BestEpoch} and not lower in the {_options.Patience} after it");
            if (epoch >= _options.Epochs)
                return Finish(TrainingOutcome.Completed, $"all {_options.Epochs} epochs were done");
            if (epoch >= _checkpointing.PauseAfter)
                return Finish(TrainingOutcome.Paused, $"paused after {epoch} of {_options.Epochs} epochs");
            EpochProgress? losses = RunEpoch(epoch, cancellationToken);
            if (losses is null)
            {
                _optimizer.Restore(good);
                if (_counters.RateScale < 1)
                    return Diverged(epoch);
                _counters.RateScale = RetryScale;
                continue;
            }

            _optimizer.Save(good);
            _counters.Done.Add(losses);
            progress?.Report(losses);
            Judge(losses);
            if (_counters.Done.Count % _checkpointing.EveryEpochs == 0)
                _checkpointing.Save?.Invoke(TrainingState.Save(_network, _optimizer, _counters));
        }
    }

    private void Judge(EpochProgress losses)
    {
        double judged = losses.ValidationLoss ?? losses.TrainLoss;
        if (judged >= _counters.BestLoss)
            return;
        (_counters.BestLoss, _counters.BestEpoch) = (judged, losses.Epoch);
        if (_options.Patience > 0)
            _counters.Best = _optimizer.Save(_counters.Best);
    }

    /// <summary>One epoch and its validation; null where a loss or gradient was no number.</summary>
    private EpochProgress? RunEpoch(int epoch, CancellationToken cancellationToken)
    {
        int batches = _source.BatchesPerEpoch;
        double sum = 0;
        for (int index = 0; index < batches; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _source.Fill(epoch, index, _batch);
            double loss = LearnFromBatch(epoch, index, cancellationToken);
            if (!double.IsFinite(loss))
                return null;
            sum += loss;
        }

        double? validation = _validation is null ? null : Validate(cancellationToken);
        return validation is { } value && !double.IsFinite(value)
            ? null
            : new(epoch + 1, _options.Epochs, sum / batches, validation);
    }

    /// <summary>A step for the whole batch, or one for each of its pieces. NaN where a step could not be taken.</summary>
    private double LearnFromBatch(int epoch, int index, CancellationToken cancellationToken)
    {
        // A batch of fewer steps than the shape's has fewer pieces, but the schedule goes on as if it had all.
        long perBatch = _pieces?.CountOf(_source.Shape.Steps) ?? 1, batches = _source.BatchesPerEpoch;
        int pieces = _pieces?.CountOf(_batch.Steps) ?? 1;
        var dropout = new DropoutSeed(_options.Seed, epoch, index);
        var loss = default(LossValue);
        for (int piece = 0; piece < pieces && double.IsFinite(loss.Sum); piece++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long step = (epoch * batches + index) * perBatch + piece;
            double rate = _options.RateAt(step, batches * perBatch * _options.Epochs) * _counters.RateScale;
            loss += Step(_pieces?.Take(_batch, piece) ?? _batch, rate, dropout);
        }

        return loss.Mean;
    }

    /// <summary>Forward, loss, backward, step: allocates nothing. NaN where the step could not be taken.</summary>
    private LossValue Step(Batch<T> batch, double rate, DropoutSeed dropout)
    {
        ReadOnlySpan<T> outputs = _network.Forward(_workspace, batch, dropout, _pieces?.Carried);
        Span<T> dOutputs = _dOutputs.AsSpan(0, outputs.Length);
        LossValue loss = _loss.Evaluate(outputs, batch, dOutputs);
        if (!double.IsFinite(loss.Mean))
            return new(double.NaN, 1);
        _network.Backward(_workspace, batch, dOutputs, _optimizer.Gradient);
        return _optimizer.Step(rate) ? loss : new(double.NaN, 1);
    }

    private double Validate(CancellationToken cancellationToken)
    {
        _optimizer.SwapAverage();
        try
        {
            var loss = default(LossValue);
            for (int index = 0; index < _validation!.BatchesPerEpoch; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _validation.Fill(0, index, _validationBatch!);
                loss += _loss.Evaluate(_network.Forward(_workspace, _validationBatch!), _validationBatch!, default);
            }

            return loss.Mean;
        }
        finally
        {
            _optimizer.SwapAverage();
        }
    }

    private TrainingResult Finish(TrainingOutcome outcome, string reason)
    {
        if (_counters.Done.Count % _checkpointing.EveryEpochs != 0)
            _checkpointing.Save?.Invoke(TrainingState.Save(_network, _optimizer, _counters));
        if (_counters.Best is not null)
            _optimizer.Restore(_counters.Best);
        _optimizer.SwapAverage();
        return new(outcome, _counters.Done, _counters.BestEpoch, reason);
    }

    private TrainingResult Diverged(int epoch)
    {
        _optimizer.SwapAverage();
        return new(TrainingOutcome.Diverged, _counters.Done, _counters.BestEpoch,
            $"the loss or its gradient was no number in epoch {epoch + 1}, "
            + $"also at a quarter of the learning rate {_options.LearningRate}");
    }
}
