using System.Text.Json;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Resuming;

namespace LstmService.Forecasting.Search;

/// <summary>A point of a search: trained on the fold, rung by rung, and judged at each.</summary>
internal sealed class PointTraining
{
    private const int Stage = 2; // of the seeds: neither the judged networks' nor the published ones'

    private readonly SearchFold _fold;
    private readonly string _metric;
    private readonly TrainingMemory _memory;
    private readonly Plan _plan;
    private Result? _result;
    private int? _stoppedAt;

    public PointTraining(SearchPoint point, TrainingRequest request, SearchFold fold, string metric, TrainingMemory memory)
    {
        (Point, _fold, _metric, _memory) = (point, fold, metric, memory);
        var options = point.SetIn(request.Options);
        // a budget is the whole training's, and its epochs are those of the training that follows
        Plan plan = PlanRules.Choose(request with { Options = options }).Plan;
        _plan = fold.Widen(options.Members is null ? plan with { Members = 1 } : plan);
    }

    public SearchPoint Point { get; }

    public Plan Plan => _plan;

    /// <summary>Its error at the last rung it reached; null where it failed.</summary>
    public double? Score => _result?.Score;

    /// <summary>Trains to the share of its epochs, from where the rung before ended, and judges.</summary>
    public void Train(int rung, double share, Func<double>? clock, SearchProgress progress, CancellationToken cancellation)
    {
        string piece = $"search/{Point.Number}/rung/{rung}";
        if (_memory.Find(piece) is { } known)
        {
            _result = JsonSerializer.Deserialize<Result>(known.Span);
            return;
        }
        double started = clock?.Invoke() ?? 0, before = _result?.Seconds ?? 0;
        int epochs = (int)Math.Ceiling(_plan.Epochs * share);
        (double? score, string? failure, int done) = Judge(epochs, progress, cancellation);
        _result = new(score, done, before + (clock?.Invoke() ?? 0) - started, failure);
        _memory.Keep(piece, JsonSerializer.SerializeToUtf8Bytes(_result));
    }

    /// <summary>It was not among the best: it goes no further than the rung before <paramref name="rung"/>.</summary>
    public void Stop(int rung)
    {
        _stoppedAt = rung; // rungs are counted from 1 outside
        ForgetNetworks();
    }

    /// <summary>Its networks will not be trained further.</summary>
    public void ForgetNetworks() => _memory.Forget(NetworkPrefix);

    public PointReport Report()
    {
        Result result = _result!;
        string state = result.Score is null ? "failed" : _stoppedAt is null ? "finished" : "stopped";
        string? reason = result.Failure ?? (_stoppedAt is { } rung ? $"not among the best at rung {rung}" : null);
        return new(Point.Number, Point.Values, result.Score, result.Epochs, Math.Round(result.Seconds, 3), state, result.Score is null ? null : _stoppedAt, reason);
    }

    private string NetworkPrefix => $"search/{Point.Number}/network/";

    private (double? Score, string? Failure, int Epochs) Judge(int epochs, SearchProgress progress, CancellationToken cancellation)
    {
        EnsembleTraining training = new(_plan, _fold.Training(_plan), Stage)
        {
            Kept = new(_memory, NetworkPrefix),
            PauseAfter = epochs,
        };
        if (!training.CanTrain) return (null, "no window is left to learn from before the origins of the search", 0);
        foreach (Action member in training.Work((_, epoch) => progress.Report(this, epoch), cancellation)) member();
        int done = training.EpochsDone(0); // fewer where patience ended it
        if (training.Result() is not { } ensemble) return (null, training.Failures.First(), done);
        if (_fold.Judge(ensemble, _plan, cancellation) is not { } accuracy) return (null, "nothing was observed on the origins of the search", done);
        return SearchMetric.Of(_metric, accuracy) is { } score ? (score, null, done) : (null, $"{_metric} is not defined on these data", done);
    }

    private sealed record Result(double? Score, int Epochs, double Seconds, string? Failure);
}
