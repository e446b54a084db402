using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;

namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// What a training will take, before it starts: time by the cost model of <see cref="TrainingBudget"/>, memory by the sizes of
/// what is held at once. An estimate to refuse by what would never end or not fit; early stopping and passes over fewer windows
/// only make it less.
/// </summary>
/// <param name="Seconds">Of one core of the assumed machine.</param>
/// <param name="Bytes">Of memory, at most.</param>
public sealed record TrainingCost(double Seconds, double Bytes)
{
    private const int FloatBytes = sizeof(float), DoubleBytes = sizeof(double);

    // Of a weight: itself, its gradient, two moments, the average, and the copies of a good and of the best state.
    private const int CopiesWhileTraining = 12, CopiesKept = 5;

    // Of a value: the upload's, and those of the two ensembles, transformed and filled, with what the backtest keeps.
    private const int CopiesOfValues = 8;

    // Of a unit at a step of a window: gates and their gradients, memory, hidden state and its gradient; and what one layer hands
    // to the next and gets back. Both fitted to what processes were seen to take, with a tenth to spare.
    private const int NumbersOfUnit = 11, NumbersBetweenLayers = 12;

    /// <summary>Of a training on values on so many threads, its search included.</summary>
    public static TrainingCost Of(TrainingRequest request, int cores)
    {
        ArgumentNullException.ThrowIfNull(request);
        TrainingRequest plain = request with { Search = null };
        double points = request.Series.Sum(s => (double)s.Length * (1 + s.Covariates.Count));
        double windows = request.Series.Sum(s => (double)s.Length);
        Plan plan = PlanOf(plain);
        double seconds = 2 * SecondsOf(plan, windows), training = BytesOf(plan, cores);
        if (request.Search is { } search)
        {
            (double Seconds, double Bytes)[] tried = [.. SearchSpace.Points(search)
                .Select(point => PlanOf(plain with { Options = point.SetIn(request.Options) }))
                .Select(one => (SecondsOf(one, windows), BytesOf(one, cores)))];
            seconds = 2 * Math.Max(SecondsOf(plan, windows), tried.Max(t => t.Seconds)) + tried.Average(t => t.Seconds) * Trained(search, tried.Length);
            training = Math.Max(training, tried.Max(t => t.Bytes));
        }
        return new(seconds, training + points * CopiesOfValues * DoubleBytes);
    }

    /// <summary>Of a training on symbols on so many threads.</summary>
    public static TrainingCost Of(SymbolRequest request, int cores)
    {
        ArgumentNullException.ThrowIfNull(request);
        SymbolPlan plan = SymbolPlanRules.Choose(request).Plan;
        int inputs = plan.Embedding * (plan.HasSeason ? 2 : 1);
        double weights = TrainingBudget.Stack(plan.Cell, plan.Layers, plan.Hidden, inputs, plan.Hidden) + (double)plan.Symbols * (plan.Hidden + plan.Embedding);
        double steps = (double)plan.Members * plan.Epochs * plan.StepsPerEpoch;
        double seconds = 2 * steps * SymbolNetwork.SecondsPerStep(plan);
        double buffers = (double)plan.Batch * plan.Lookback * (Units(plan.Layers, plan.Hidden) + 2 * inputs + 3 * plan.Symbols);
        double points = request.Series.Sum(s => (double)s.Length);
        return new(seconds, BytesOf(weights, buffers, 2 * plan.Members, cores) + points * CopiesOfValues * DoubleBytes);
    }

    private static Plan PlanOf(TrainingRequest request)
    {
        Plan plan = PlanRules.Choose(request).Plan;
        return TrainingCovariates.Of(request, plan)?.Widen(plan) ?? plan;
    }

    /// <summary>One ensemble; a pass takes every window there could be.</summary>
    private static double SecondsOf(Plan plan, double windows)
    {
        double batches = plan.StepsPerEpoch > 0 ? plan.StepsPerEpoch : Math.Ceiling(windows / plan.Batch);
        return plan.Members * plan.Epochs * batches * TrainingBudget.SecondsPerStep(plan);
    }

    /// <summary>How many points of a search are trained to the end, parts of trainings added up.</summary>
    private static double Trained(SearchRequest search, int points)
    {
        if (search.Strategy != "halving") return points;
        IReadOnlyList<Rung> rungs = Halving.Rungs(points);
        return rungs.Select((rung, i) => rung.Points * (rung.Share - (i > 0 ? rungs[i - 1].Share : 0))).Sum();
    }

    private static double BytesOf(Plan plan, int cores)
    {
        int width = (plan.Bidirectional ? 2 : 1) * plan.Hidden;
        double answers = (double)plan.Horizon * plan.Quantiles.Count * (plan.EveryStep ? plan.Steps : 1);
        double steps = plan.Steps + (plan.EncoderDecoder ? plan.Horizon : 0);
        double attention = plan.Attention ? (double)plan.Horizon * plan.Steps * 3 + (double)plan.Steps * plan.Hidden : 0;
        double window = steps * (Units(plan.Layers, width) + 3.0 * plan.StepInputs) + attention + 4 * answers + 2.0 * plan.SkipSize;
        double weights = TrainingBudget.Stack(plan.Cell, plan.Layers, plan.Hidden, plan.StepInputs, width) * (plan.Bidirectional ? 2 : 1)
            + (double)plan.Horizon * plan.Quantiles.Count * width + (double)plan.Horizon * plan.SkipSize
            + (plan.EncoderDecoder ? TrainingBudget.Stack(plan.Cell, plan.Layers, plan.Hidden, 2 + plan.KnownChannels + width, plan.Hidden) : 0);
        return BytesOf(weights, plan.Batch * window, 2 * plan.Members, cores);
    }

    private static double Units(int layers, int width) => (double)width * (layers * NumbersOfUnit + (layers - 1) * NumbersBetweenLayers);

    /// <summary>Networks that train at once with their buffers, and all there are with their newest states.</summary>
    private static double BytesOf(double weights, double buffers, int networks, int cores) =>
        FloatBytes * (Math.Min(cores, networks) * (buffers + CopiesWhileTraining * weights) + (double)networks * CopiesKept * weights);
}
