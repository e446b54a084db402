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
    private readonly Workspace<T> _workspace;
    private readonly T[] _dOutputs;
    private readonly List<EpochProgress> _done = [];
    private double _rateScale = 1;
    private Snapshot<T>? _best;
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;

    public TrainingRun(
        Network<T> network, ILoss<T> loss, IBatchSource<T> source, IBatchSource<T>? validation, TrainerOptions options)
    {
        (_network, _loss, _source, _validation, _options) = (network, loss, source, validation, options);
        _optimizer = new(network, options);
        _batch = new(source.Shape);
        _validationBatch = validation is null ? null : new(validation.Shape);
        _workspace = new(
            network, Math.Max(source.Shape.Capacity, validation?.Shape.Capacity ?? 0),
            Math.Max(source.Shape.Steps, validation?.Shape.Steps ?? 0));
        _dOutputs = new T[_batch.TargetRows * network.Spec.Head.Outputs];
    }

    public TrainingResult Run(IProgress<EpochProgress>? progress, CancellationToken cancellationToken)
    {
        Snapshot<T> good = _optimizer.Save();
        for (int epoch = 0; epoch < _options.Epochs;)
        {
            EpochProgress? losses = RunEpoch(epoch, cancellationToken);
            if (losses is null)
            {
                _optimizer.Restore(good);
                if (_rateScale < 1)
                    return Diverged(epoch);
                _rateScale = RetryScale;
                continue;
            }

            epoch++;
            _optimizer.Save(good);
            _done.Add(losses);
            progress?.Report(losses);
            Judge(losses);
            if (_options.Patience > 0 && epoch - _bestEpoch >= _options.Patience)
                return Finish(TrainingOutcome.EarlyStopped,
                    $"the validation loss was lowest in epoch {_bestEpoch} and not lower in the {_options.Patience} after it");
        }

        return Finish(TrainingOutcome.Completed, $"all {_options.Epochs} epochs were done");
    }

    private void Judge(EpochProgress losses)
    {
        double judged = losses.ValidationLoss ?? losses.TrainLoss;
        if (judged >= _bestLoss)
            return;
        (_bestLoss, _bestEpoch) = (judged, losses.Epoch);
        if (_options.Patience > 0)
            _best = _optimizer.Save(_best);
    }

    /// <summary>One epoch and its validation; null where a loss or gradient was no number.</summary>
    private EpochProgress? RunEpoch(int epoch, CancellationToken cancellationToken)
    {
        long batches = _source.BatchesPerEpoch, steps = batches * _options.Epochs;
        double sum = 0;
        for (int index = 0; index < batches; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _source.Fill(epoch, index, _batch);
            double loss = Step(
                _options.RateAt(epoch * batches + index, steps) * _rateScale, new(_options.Seed, epoch, index));
            if (!double.IsFinite(loss))
                return null;
            sum += loss;
        }

        double? validation = _validation is null ? null : Validate(cancellationToken);
        return validation is { } value && !double.IsFinite(value)
            ? null
            : new(epoch + 1, _options.Epochs, sum / batches, validation);
    }

    /// <summary>Forward, loss, backward, step: allocates nothing. NaN where the step could not be taken.</summary>
    private double Step(double rate, DropoutSeed dropout)
    {
        ReadOnlySpan<T> outputs = _network.Forward(_workspace, _batch, dropout);
        Span<T> dOutputs = _dOutputs.AsSpan(0, outputs.Length);
        double loss = _loss.Evaluate(outputs, _batch, dOutputs).Mean;
        if (!double.IsFinite(loss))
            return double.NaN;
        _network.Backward(_workspace, _batch, dOutputs, _optimizer.Gradient);
        return _optimizer.Step(rate) ? loss : double.NaN;
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
        if (_best is not null)
            _optimizer.Restore(_best);
        _optimizer.SwapAverage();
        return new(outcome, _done, _bestEpoch, reason);
    }

    private TrainingResult Diverged(int epoch)
    {
        _optimizer.SwapAverage();
        return new(TrainingOutcome.Diverged, _done, _bestEpoch,
            $"the loss or its gradient was no number in epoch {epoch + 1}, "
            + $"also at a quarter of the learning rate {_options.LearningRate}");
    }
}
