using LstmService.Engine;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Resuming;
using LstmService.Forecasting.Search;

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
        TrainingRequest request, int cores, IProgress<TrainingProgress>? progress, CancellationToken cancellation) =>
        Train(request, new TrainingHost { Cores = cores, Progress = progress }, cancellation);

    /// <summary>The same, kept on the way as <paramref name="host"/> says.</summary>
    /// <exception cref="SearchFailedException">A search was asked for, and no point of it could be judged.</exception>
    public static TrainedModel Train(TrainingRequest request, TrainingHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(host);
        host.Progress?.Report(new("preparing", 0, 0, null, null, 0));
        var memory = TrainingMemory.Open(host.Keeping, request);
        TrainedModel model = request.Search is null ? Train(request, host, memory, cancellation) : Search(request, host, memory, cancellation);
        return model with { Predictor = model.Predictor.Preparing(request.Policies) };
    }

    private static TrainedModel Search(TrainingRequest request, TrainingHost host, TrainingMemory memory, CancellationToken cancellation)
    {
        SearchOutcome found = new OptionSearch(request, host, memory).Run(cancellation);
        try
        {
            TrainedModel model = Train(found.Request, host with { Progress = found.Rest(host.Progress) }, memory, cancellation);
            return model with { Choices = [found.Reason, .. model.Choices], Search = found.Report };
        }
        catch (TrainingFailedException failed)
        {
            throw new TrainingFailedException(failed.Message, failed) { Search = found.Report }; // the search was not in vain
        }
    }

    private static TrainedModel Train(TrainingRequest request, TrainingHost host, TrainingMemory memory, CancellationToken cancellation)
    {
        PlannedTraining planned = PlanRules.Choose(request);
        var covariates = TrainingCovariates.Of(request, planned.Plan);
        if (covariates is not null) planned = planned with { Plan = covariates.Widen(planned.Plan) };
        Plan plan = planned.Plan;
        List<string> reasons = [.. planned.Reasons];
        double[][] series = [.. request.Series.Select(s => s.Values)];
        if (BaselineModel.WhyOnly(series) is { } why) return BaselineModel.Make(request.Series, planned, [.. reasons, why]);

        RollingOrigins? origins = RollingOrigins.For(series, plan.Horizon, plan.Season);
        covariates?.ChooseLinearPart(series, plan, origins);
        if (covariates?.Reason is { } reason) reasons.Add(reason);
        EncodedSeries[] encoded = [.. series.Select((s, i) => new EncodedSeries(s, plan, covariates: covariates?.Published[i]))];
        EnsembleTraining judged = new(plan, Known(series, origins, plan, covariates), 0) { Kept = new(memory, "judged/") };
        EnsembleTraining published = new(plan, encoded, 1)
        {
            Kept = new(memory, "published/"),
            Start = EarlierNetworks.For(request.WarmStart, plan, covariates?.Model.Coding, request.Options.WarmStart is true, reasons),
        };
        ProgressTally tally = new(host.Progress, judged, published, plan);
        List<Action> work = [.. published.Work((m, p) => tally.Report("training", plan.Members + m, p), cancellation)];
        if (judged.CanTrain) work.AddRange(judged.Work((m, p) => tally.Report("backtesting", m, p), cancellation));
        TrainingThreads.Run(work, host.Cores, cancellation);

        tally.ReportAll("calibrating");
        Ensemble ensemble = published.Result() ?? throw TrainingFailedException.Of(published.Failures);
        Ensemble? onOrigins = origins is not null && judged.CanTrain ? judged.Result() : null;
        Parts parts = new(request.Series, planned, encoded, covariates, origins, onOrigins, ensemble);
        return Finish(parts, [.. reasons, .. published.Failures], cancellation) with { StartedWarm = published.Start.Count > 0 };
    }

    /// <summary>What is trained, and has yet to be judged, composed and calibrated.</summary>
    /// <param name="Series">What it was trained on.</param>
    /// <param name="Planned">What was chosen.</param>
    /// <param name="Encoded">The series as the published networks saw them.</param>
    /// <param name="Covariates">What is known beside values; null for nothing.</param>
    /// <param name="Origins">What it is judged on; null where the series are too short.</param>
    /// <param name="Judged">The networks that never saw the origins; null where none could be trained.</param>
    /// <param name="Published">The networks that learnt from everything.</param>
    private sealed record Parts(
        IReadOnlyList<TimeSeries> Series, PlannedTraining Planned, EncodedSeries[] Encoded, TrainingCovariates? Covariates,
        RollingOrigins? Origins, Ensemble? Judged, Ensemble Published);

    private static TrainedModel Finish(Parts parts, List<string> choices, CancellationToken cancellation)
    {
        (_, PlannedTraining planned, EncodedSeries[] encoded, TrainingCovariates? covariates, RollingOrigins? origins, _, Ensemble ensemble) = parts;
        Plan plan = planned.Plan;
        List<BacktestWindow> windows = parts.Judged is null
            ? []
            : Backtest.Run([.. parts.Series.Select(s => s.Values)], plan, origins!, parts.Judged, cancellation, covariates?.Judged);
        Judge judge = new(plan, origins ?? new(1, 1, plan.Horizon), windows);
        Composition composition = judge.Compose();
        Calibration calibration = windows.Count > 0 ? judge.Calibrate(composition) : BaselineModel.Uncalibrated(plan);
        if (composition.LstmWeight < 1)
            choices.Add($"{100 * (1 - composition.LstmWeight):0}% of the answer is that of {string.Join(" and ", composition.Baselines())}, the mixture that was best on the rolling origins, drawn towards the even one where they are few");
        if (calibration.ErrorSize is not null && windows.Count > 0)
            choices.Add($"intervals from the errors on the rolling origins beside the quantile head: {windows.Count} windows are too few to trust that alone");
        PredictorState state = new()
        {
            FrequencyName = parts.Series[0].Axis.Frequency.ToString(),
            Horizon = planned.Horizon,
            Plan = plan,
            Global = ensemble.Global,
            Composition = composition,
            Calibration = calibration,
            ErrorPaths = judge.PathsOfErrors(composition),
            Covariates = covariates?.Model,
        };
        Predictor predictor = new(state, ensemble);
        Accuracy? train = InSample.OneStep(encoded, plan, ensemble, cancellation);
        return new(predictor, Verdict.Of(plan, origins, judge, composition, train), choices)
        {
            Backtests = origins is null ? [] : BacktestRecord.Of(parts.Series, plan.Levels, origins, windows, judge),
        };
    }

    /// <summary>What networks that are judged on the origins may learn from.</summary>
    internal static EncodedSeries[] Known(double[][] series, RollingOrigins? origins, Plan plan, TrainingCovariates? covariates) => origins is null
        ? []
        : [.. series.Select((s, i) => (Known: Backtest.Known(s, origins), Covariates: covariates?.Judged[i])).Where(s => s.Known.Length > 0)
            .Select(s => new EncodedSeries(s.Known, plan, covariates: s.Covariates))];

    /// <summary>Adds up the epochs of all networks, those of an earlier attempt among them.</summary>
    private sealed class ProgressTally(IProgress<TrainingProgress>? progress, EnsembleTraining judged, EnsembleTraining published, Plan plan)
    {
        private readonly int[] _epochs =
        [
            .. Enumerable.Range(0, plan.Members).Select(judged.EpochsDone),
            .. Enumerable.Range(0, plan.Members).Select(published.EpochsDone),
        ];
        private readonly int _total = plan.Epochs * plan.Members * (judged.CanTrain ? 2 : 1);
        private readonly Lock _lock = new();
        private double? _trainLoss, _validationLoss;

        public void Report(string stage, int network, EpochProgress epoch)
        {
            if (progress is null) return;
            lock (_lock)
            {
                _epochs[network] = epoch.Epoch;
                int done = _epochs.Sum();
                (_trainLoss, _validationLoss) = (Finite(epoch.TrainLoss), epoch.ValidationLoss is { } v ? Finite(v) : null);
                progress.Report(new(stage, done, _total, _trainLoss, _validationLoss, TrainingShare * done / _total));
            }
        }

        /// <summary>Every epoch is done; what is left is not counted in epochs.</summary>
        public void ReportAll(string stage) => progress?.Report(new(stage, _total, _total, _trainLoss, _validationLoss, TrainingShare));

        private static double? Finite(double value) => double.IsFinite(value) ? value : null;
    }
}
