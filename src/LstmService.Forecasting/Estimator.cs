using LstmService.Engine;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting;

/// <summary>
/// Trains a model: plan, two ensembles (one that never sees the rolling origins and is judged on them, one on all data that is
/// published), composition, calibration, evaluation. The same request gives the same model, whatever the number of cores.
/// </summary>
public static class Estimator
{
    private const double TrainingShare = 0.95; // of the time a training takes; the rest is the backtest

    /// <summary>Trains on a request whose options keep the rules of <see cref="Options.TrainingRules"/>.</summary>
    /// <param name="request">At least one series, each with at least one observed value.</param>
    /// <param name="cores">Threads that train at once.</param>
    /// <param name="progress">Told after every epoch of every network, from several threads, one at a time.</param>
    /// <param name="cancellation">Ends the training between batches.</param>
    public static TrainedModel Train(
        TrainingRequest request, int cores, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        progress?.Report(new("preparing", 0, 0, null, null, 0));
        PlannedTraining planned = PlanRules.Choose(request);
        (Plan plan, _, IReadOnlyList<string> reasons) = planned;
        double[][] series = [.. request.Series.Select(s => s.Values)];
        if (BaselineModel.WhyOnly(series) is { } why) return BaselineModel.Make(request.Series, planned, [.. reasons, why]);

        int length = series.Select(s => s.Length).Order().ElementAt(series.Length / 2);
        int shortest = Math.Max(2 * plan.Season, BaselineModel.ShortestSeries);
        RollingOrigins? origins = RollingOrigins.For(series.Length, length, plan.Horizon, shortest);
        EnsembleTraining judged = new(plan, Known(series, origins, plan), 0);
        EnsembleTraining published = new(plan, [.. series.Select(s => new EncodedSeries(s, plan))], 1);
        ProgressTally tally = new(progress, plan, judged.CanTrain);
        List<Action> work = [.. published.Work((m, p) => tally.Report("training", plan.Members + m, p), cancellation)];
        if (judged.CanTrain) work.AddRange(judged.Work((m, p) => tally.Report("backtesting", m, p), cancellation));
        TrainingThreads.Run(work, cores, cancellation);

        tally.ReportAll("calibrating");
        Ensemble ensemble = published.Result() ?? throw TrainingFailedException.Of(published.Failures);
        return Finish(request.Series[0].Axis.Frequency.ToString(), planned, [.. reasons, .. published.Failures], series, origins, judged, ensemble, cancellation);
    }

    private static TrainedModel Finish(
        string frequency, PlannedTraining planned, List<string> choices, double[][] series, RollingOrigins? origins,
        EnsembleTraining judged, Ensemble ensemble, CancellationToken cancellation)
    {
        Plan plan = planned.Plan;
        Ensemble? judgedEnsemble = origins is not null && judged.CanTrain ? judged.Result() : null;
        List<BacktestWindow> windows = judgedEnsemble is null ? [] : Backtest.Run(series, plan, origins!, judgedEnsemble, cancellation);
        Judge judge = new(plan, origins ?? new(1, 1, plan.Horizon), windows);
        Composition composition = judge.Compose();
        Calibration calibration = windows.Count > 0 ? judge.Calibrate(composition) : BaselineModel.Uncalibrated(plan);
        if (composition.LstmWeight < 1)
            choices.Add($"{100 * (1 - composition.LstmWeight):0}% of the answer is that of {string.Join(" and ", composition.Baselines())}, the most even mixture that the rolling origins cannot tell from the best");
        if (calibration.ErrorSize is not null && windows.Count > 0)
            choices.Add($"intervals from the errors on the rolling origins: {windows.Count} windows are too few to trust the quantile head alone");
        PredictorState state = new() { FrequencyName = frequency, Horizon = planned.Horizon, Plan = plan, Global = ensemble.Global, Composition = composition, Calibration = calibration };
        Predictor predictor = new(state, ensemble);
        Accuracy? train = InSample.OneStep(series, plan, ensemble, cancellation);
        return new(predictor, Verdict.Of(plan, origins, judge, composition, train), choices);
    }

    private static EncodedSeries[] Known(double[][] series, RollingOrigins? origins, Plan plan) => origins is null
        ? []
        : [.. series.Select(s => Backtest.Known(s, origins)).Where(known => known.Length > 0).Select(known => new EncodedSeries(known, plan))];

    /// <summary>Adds up the epochs of all networks.</summary>
    private sealed class ProgressTally(IProgress<TrainingProgress>? progress, Plan plan, bool judged)
    {
        private readonly int[] _epochs = new int[2 * plan.Members];
        private readonly Lock _lock = new();
        private double? _trainLoss, _validationLoss;

        public void Report(string stage, int network, EpochProgress epoch)
        {
            if (progress is null) return;
            lock (_lock)
            {
                _epochs[network] = epoch.Epoch;
                int total = plan.Epochs * plan.Members * (judged ? 2 : 1), done = _epochs.Sum();
                (_trainLoss, _validationLoss) = (Finite(epoch.TrainLoss), epoch.ValidationLoss is { } v ? Finite(v) : null);
                progress.Report(new(stage, done, total, _trainLoss, _validationLoss, TrainingShare * done / total));
            }
        }

        /// <summary>Every epoch is done; what is left is not counted in epochs.</summary>
        public void ReportAll(string stage)
        {
            int total = plan.Epochs * plan.Members * (judged ? 2 : 1);
            progress?.Report(new(stage, total, total, _trainLoss, _validationLoss, TrainingShare));
        }

        private static double? Finite(double value) => double.IsFinite(value) ? value : null;
    }
}
