using LstmService.Engine;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Resuming;

namespace LstmService.Forecasting.Symbols;

/// <summary>What a training on symbols gives.</summary>
/// <param name="Predictor">Answers forecasts.</param>
/// <param name="Evaluation">How good it is.</param>
/// <param name="Choices">What was chosen from the data, and why, in words.</param>
public sealed record TrainedSymbolModel(SymbolPredictor Predictor, SymbolEvaluation Evaluation, IReadOnlyList<string> Choices);

/// <summary>
/// Trains a model of symbols: plan, an ensemble that never sees the rolling origins and tells how many epochs are best, another on
/// all data which is published, the pool with a baseline, evaluation. The same request gives the same model, whatever the number of
/// cores.
/// </summary>
public static class SymbolEstimator
{
    private const int ShortestSeries = 8;   // fewer points teach a network nothing
    private const int UnjudgedEpochs = 8;   // where nothing tells how many are best
    private const double TrainingShare = 0.95;

    /// <summary>Trains on a request whose options keep <see cref="SymbolRules"/>.</summary>
    /// <param name="request">The series and what is wanted.</param>
    /// <param name="cores">Threads that train at once.</param>
    /// <param name="progress">Told after every epoch of every network, from several threads, one at a time.</param>
    /// <param name="cancellation">Ends the training between batches.</param>
    /// <exception cref="TrainingFailedException">The training of every network diverged.</exception>
    public static TrainedSymbolModel Train(
        SymbolRequest request, int cores, IProgress<TrainingProgress>? progress, CancellationToken cancellation) =>
        Train(request, new TrainingHost { Cores = cores, Progress = progress }, cancellation);

    /// <summary>The same, kept on the way as <paramref name="host"/> says.</summary>
    /// <exception cref="TrainingFailedException">The training of every network diverged.</exception>
    public static TrainedSymbolModel Train(SymbolRequest request, TrainingHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(host);
        host.Progress?.Report(new("preparing", 0, 0, null, null, 0));
        var memory = TrainingMemory.Open(host.Keeping, request);
        (SymbolPlan plan, List<string> choices) = SymbolPlanRules.Choose(request);
        int[][] series = [.. request.Series.Select(s => s.Numbers)];
        int length = series.Select(s => s.Length).Order().ElementAt(series.Length / 2);
        RollingOrigins? origins = SymbolBacktest.OriginsFor(series.Length, length, plan.Horizon, Math.Max(2 * plan.Season, 2 * ShortestSeries));
        int[][] known = origins is null ? [] : [.. series.Select(s => s[..Math.Max(0, origins.Earliest(s.Length))]).Where(s => s.Length > 1)];
        string? only = plan.Symbols == 1 ? "one symbol: there is nothing to learn"
            : series.Max(s => s.Length) < ShortestSeries ? $"fewer than {ShortestSeries} points teach a network nothing: a baseline answers" : null;
        if (only is not null) choices.Add(only);

        KeptNetworks[] kept = [new(memory, "judged/"), new(memory, "published/")];
        Progress tally = new(host.Progress, plan, kept);
        SymbolEnsemble? judged = null, published = null;
        if (only is null)
        {
            int? best = null;
            if (known.Length > 0)
            {
                SymbolTraining onKnown = TrainOn(known, plan, 0, host, kept[0], tally, cancellation);
                (judged, best) = (onKnown.Result(), onKnown.BestEpochs);
                choices.AddRange(onKnown.Failures);
            }
            if (plan.Patience > 0) choices.Add($"{best ?? UnjudgedEpochs} epochs: {(best is null ? "too little data to find out how many are best" : "the mean of those after which the judged networks were best on what was kept back")}");
            SymbolPlan whole = plan.Patience > 0 ? plan with { Epochs = Math.Min(plan.Epochs, best ?? UnjudgedEpochs), Patience = 0 } : plan;
            SymbolTraining onAll = TrainOn([.. series.Where(s => s.Length > 1)], whole, 1, host, kept[1], tally, cancellation);
            published = onAll.Result() ?? throw TrainingFailedException.Of(onAll.Failures);
            choices.AddRange(onAll.Failures);
        }
        tally.End();
        return Finish(request, plan, choices, (series, known), origins, (judged, published), cancellation);
    }

    private static SymbolTraining TrainOn(int[][] series, SymbolPlan plan, int stage, TrainingHost host, KeptNetworks kept, Progress tally, CancellationToken cancellation)
    {
        SymbolTraining training = new(plan, series, stage) { Kept = kept };
        TrainingThreads.Run([.. training.Work((member, epoch) => tally.Report(stage, member, epoch), cancellation)], host.Cores, cancellation);
        return training;
    }

    private static TrainedSymbolModel Finish(
        SymbolRequest request, SymbolPlan plan, List<string> choices, (int[][] Series, int[][] Known) data, RollingOrigins? origins,
        (SymbolEnsemble? Judged, SymbolEnsemble? Published) ensembles, CancellationToken cancellation)
    {
        List<SymbolWindow> windows = [];
        if (origins is not null && data.Known.Length > 0)
            windows = SymbolBacktest.Run(data.Series, plan, origins, ensembles.Judged, BaselinesOf(data.Known, plan), cancellation);
        SymbolJudge judge = new(plan, windows);
        Composition composition = ensembles.Published is null ? new(0, SymbolBaselines.Markov1)
            : windows.Count > 0 && ensembles.Judged is not null ? judge.Compose()
            : new(0.5, SymbolBaselines.Markov1); // nothing tells which is better
        if (composition.Baseline is { } baseline && windows.Count > 0)
            choices.Add($"{100 * (1 - composition.LstmWeight):0}% of the answer is {baseline}'s: on the rolling origins that was better than the networks alone");
        SymbolState state = new()
        {
            FrequencyName = request.Series[0].Axis.Frequency.ToString(),
            Vocabulary = request.Series[0].Vocabulary.Symbols,
            Plan = plan,
            Statistics = SymbolStatistics.Of(data.Series, plan.Symbols, plan.Season, plan.Horizon),
            Composition = composition,
        };
        return new(new(state, ensembles.Published), SymbolVerdict.Of(plan, origins, judge), choices);
    }

    private static SymbolBaselines BaselinesOf(int[][] series, SymbolPlan plan) =>
        new(SymbolStatistics.Of(series, plan.Symbols, plan.Season, plan.Horizon), plan.Season);

    /// <summary>Adds up the epochs of all networks, those of an earlier attempt among them: first the judged ones, then the published.</summary>
    private sealed class Progress(IProgress<TrainingProgress>? progress, SymbolPlan plan, KeptNetworks[] kept)
    {
        private readonly int[] _epochs = [.. kept.SelectMany(stage => Enumerable.Range(0, plan.Members).Select(stage.EpochsDone))];
        private readonly Lock _lock = new();

        public void Report(int stage, int member, EpochProgress epoch)
        {
            if (progress is null) return;
            lock (_lock)
            {
                _epochs[stage * plan.Members + member] = epoch.Epoch;
                int total = 2 * plan.Members * plan.Epochs, done = _epochs.Sum();
                double share = 0.5 * stage + 0.5 * _epochs.Skip(stage * plan.Members).Take(plan.Members).Sum() / (plan.Members * epoch.Epochs);
                progress.Report(new(stage == 0 ? "backtesting" : "training", done, total, Finite(epoch.TrainLoss), Finite(epoch.ValidationLoss), TrainingShare * share));
            }
        }

        public void End() => progress?.Report(new("calibrating", 0, 0, null, null, TrainingShare));

        private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
    }
}
