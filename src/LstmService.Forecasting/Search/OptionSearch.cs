using System.Globalization;
using LstmService.Engine;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Resuming;

namespace LstmService.Forecasting.Search;

/// <summary>What a search gives to the training that follows.</summary>
/// <param name="Request">The request with the best point's options, and no search.</param>
/// <param name="Reason">The choice in words.</param>
/// <param name="Report">Every point.</param>
/// <param name="Share">The share of the whole training that the search is thought to be.</param>
internal sealed record SearchOutcome(TrainingRequest Request, string Reason, SearchReport Report, double Share)
{
    /// <summary>Progress of the training that follows, as a part of the whole.</summary>
    public IProgress<TrainingProgress>? Rest(IProgress<TrainingProgress>? whole) => whole is null ? null : new Part(whole, Share);

    private sealed class Part(IProgress<TrainingProgress> whole, double share) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => whole.Report(value with { Done = share + (1 - share) * value.Done });
    }
}

/// <summary>
/// Tries the points of a search side by side and finds the best, the same one whatever the number of cores. All points start
/// from the same seeds; a point trains one network unless <c>members</c> says otherwise, for an ensemble helps every point
/// alike. With <c>halving</c>, most points stop early. Finished points and checkpoints go into the training's memory.
/// </summary>
internal sealed class OptionSearch
{
    private readonly TrainingRequest _request;
    private readonly TrainingHost _host;
    private readonly SearchRequest _search;
    private readonly SearchFold _fold;
    private readonly IReadOnlyList<PointTraining> _points;
    private readonly IReadOnlyList<Rung> _rungs;
    private readonly SearchProgress _progress;

    public OptionSearch(TrainingRequest request, TrainingHost host, TrainingMemory memory)
    {
        (_request, _host, _search) = (request, host, request.Search!);
        if (BaselineModel.WhyOnly([.. request.Series.Select(s => s.Values)]) is { } why) throw new SearchFailedException($"there is nothing to search: {why}");
        TrainingRequest plain = request with { Search = null };
        PlannedTraining planned = PlanRules.Choose(plain);
        _fold = SearchFold.For(plain, planned)
            ?? throw new SearchFailedException("the series are too short to compare points on: nothing is left before the judged origins; train without search");
        _points = [.. SearchSpace.Points(_search).Select(point => new PointTraining(point, plain, _fold, _search.Metric, memory))];
        _rungs = _search.Strategy == "halving" ? Halving.Rungs(_points.Count) : [new(_points.Count, 1)];
        _progress = new(host.Progress, _points, _rungs, planned.Plan);
    }

    public SearchOutcome Run(CancellationToken cancellation)
    {
        List<PointTraining> alive = [.. _points];
        for (int r = 0; r < _rungs.Count; r++)
        {
            foreach (PointTraining left in alive.Skip(_rungs[r].Points)) left.Stop(r);
            alive = [.. alive.Take(_rungs[r].Points)];
            int rung = r;
            TrainingThreads.Run(
                [.. alive.Select(point => (Action)(() => point.Train(rung, _rungs[rung].Share, _host.Clock, _progress, cancellation)))],
                _host.Cores, cancellation);
            // the order is total, so that the best third is the same however the threads ran
            alive = [.. alive.Where(point => point.Score is not null).OrderBy(point => point.Score).ThenBy(point => point.Point.Number)];
        }
        SearchReport report = new(_search.Strategy, _search.Metric, _fold.InWords, [.. _points.Select(p => p.Report())], alive.FirstOrDefault()?.Point.Number);
        if (alive.Count == 0) throw new SearchFailedException($"no point of the search could be judged; {_points[0].Point}: {_points[0].Report().Reason}", report);
        foreach (PointTraining point in _points) point.ForgetNetworks();
        PointTraining best = alive[0];
        string reason = string.Create(CultureInfo.InvariantCulture,
            $"search by {_search.Strategy} over {_points.Count} points: {best.Point} had the lowest {_search.Metric}, {best.Score:0.####}, "
            + $"on origins before the earliest judged one; it was trained anew");
        return new(_request with { Search = null, Options = best.Point.SetIn(_request.Options) }, reason, report, _progress.Share);
    }
}

/// <summary>Adds up what the points of a search have done, in seconds of the assumed machine.</summary>
internal sealed class SearchProgress(
    IProgress<TrainingProgress>? progress, IReadOnlyList<PointTraining> points, IReadOnlyList<Rung> rungs, Plan after)
{
    private readonly Lock _lock = new();
    private readonly double _all = points.Average(p => Seconds(p.Plan)) * rungs.Select((rung, i) => rung.Points * (rung.Share - (i > 0 ? rungs[i - 1].Share : 0))).Sum();
    private double _done;

    /// <summary>The share of the whole training that the search is: two ensembles follow.</summary>
    public double Share => _all / (_all + 2 * Seconds(after));

    /// <summary>An epoch of one of a point's networks is done.</summary>
    public void Report(PointTraining point, EpochProgress epoch)
    {
        if (progress is null) return;
        lock (_lock)
        {
            _done += Seconds(point.Plan) / (point.Plan.Epochs * point.Plan.Members);
            progress.Report(new("searching", epoch.Epoch, epoch.Epochs, epoch.TrainLoss, epoch.ValidationLoss, Share * Math.Min(1, _done / _all))
            {
                Point = point.Point.Number,
                Points = points.Count,
            });
        }
    }

    private static double Seconds(Plan plan) =>
        (double)plan.Members * plan.Epochs * Math.Max(plan.StepsPerEpoch, 1) * TrainingBudget.SecondsPerStep(plan);
}
