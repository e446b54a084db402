using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Evaluation;

/// <summary>Turns a backtest into a composition, a calibration and a verdict.</summary>
public sealed class Judge(Plan plan, RollingOrigins origins, IReadOnlyList<BacktestWindow> windows)
{
    // a blend must be worth it: on past origins it always looks a little better than it will be
    private const double LeastGain = 0.01;
    private static readonly double[] Weights = [0.75, 0.5, 0.25, 0];
    private Accuracy?[]? _alone; // [origin]
    private List<(Composition Blend, Accuracy?[] ByOrigin)>? _blends;
    private readonly double[] _scores = Spread.Scores(PlanRules.QuantileGrid);

    /// <summary>
    /// What is published, chosen on all origins: the LSTM alone, unless a blend with a baseline was clearly better at most of them.
    /// The median over the origins decides and not the mean, so that one origin just before a shock does not.
    /// </summary>
    public Composition Compose() => ComposeOn(_ => true);

    /// <summary>Intervals that held on all origins, which are published.</summary>
    public Calibration Calibrate(Composition composition) => CalibrateOn(_ => true, composition);

    /// <summary>
    /// How good choosing a composition and intervals on past origins was on others: what is chosen on the odd origins is judged on
    /// the even ones, and the other way round. One origin alone is judged by what was chosen on it.
    /// </summary>
    public Accuracy? Test() => CrossJudge(ComposeOn(IsOdd), ComposeOn(IsEven));

    /// <summary>Is the model, judged as in <see cref="Test"/>, better than a baseline by more than chance?</summary>
    public bool BeatsBeyondChance(string baseline)
    {
        Composition odd = ComposeOn(IsOdd), even = ComposeOn(IsEven);
        return BeyondChance(o => o % 2 == 0 ? odd : even, baseline);
    }

    /// <summary>Is one baseline better than another by more than chance?</summary>
    public bool BeatsBeyondChance(string better, string baseline) => BeyondChance(_ => new(0, better), baseline);

    /// <summary>How good one composition was; its intervals are judged as those of <see cref="Test"/>.</summary>
    public Accuracy? Accuracy(Composition composition) => CrossJudge(composition, composition);

    private Accuracy? CrossJudge(Composition odd, Composition even)
    {
        AccuracyTally tally = new();
        IntervalTally intervals = new(PlanRules.QuantileGrid, plan.Levels, origins.Horizon);
        Calibration oddHeld = CalibrateOn(IsOdd, odd), evenHeld = CalibrateOn(IsEven, even);
        foreach (BacktestWindow window in windows)
        {
            (Composition composition, Calibration calibration) = window.Origin % 2 == 0 ? (odd, oddHeld) : (even, evenHeld);
            double[] latent = Points(window, composition);
            tally.Add(window.Actual, Answers(window, latent), window.Unit);
            AddIntervals(intervals, window, latent, calibration);
        }
        return tally.Result() is { } accuracy ? intervals.AddTo(accuracy) : null;
    }

    private void AddIntervals(IntervalTally tally, BacktestWindow window, double[] latent, Calibration calibration)
    {
        double[] offsets = new double[_scores.Length];
        for (int k = 0; k < window.Actual.Length; k++)
        {
            if (double.IsNaN(window.Actual[k]) || window.Lstm is null) continue;
            calibration.Fill(k, window.Lstm.Scale, window.Lstm.OffsetsAt(k).Span, _scores, offsets);
            double point = latent[k];
            double[] said = [.. offsets.Select(offset => Answer(window, point + offset))];
            Interval[] intervals = [.. plan.Levels.Select(level => new Interval(End(0.5 - level / 200), End(0.5 + level / 200)))];
            tally.Add(k, window.Actual[k], said, intervals);

            double End(double quantile) => Answer(window, point + Spread.OffsetAt(offsets, _scores, quantile));
        }
        tally.EndWindow(window.Unit);
    }

    /// <summary>OWA of <paramref name="test"/>, which was judged on the same origins as Naive2 here.</summary>
    public double? OverallWeightedAverage(Accuracy? test) => Metrics.OverallWeightedAverage(test, Of(window => window.Naive2));

    /// <summary>The baselines on the same origins.</summary>
    public IReadOnlyDictionary<string, Accuracy> Baselines()
    {
        Dictionary<string, Accuracy> result = [];
        foreach ((int b, KeyValuePair<string, Baseline> baseline) in BaselineCatalogue.All.Index())
            if (Of(window => window.Baselines[b]) is { } accuracy) result[baseline.Key] = accuracy;
        return result;
    }

    /// <summary>MASE where the series move, MAE where they do not.</summary>
    public static double ErrorOf(Accuracy accuracy)
    {
        ArgumentNullException.ThrowIfNull(accuracy);
        return accuracy.Mase ?? accuracy.Mae;
    }

    private Accuracy? Of(Func<BacktestWindow, double[]> forecast)
    {
        AccuracyTally tally = new();
        foreach (BacktestWindow window in windows) tally.Add(window.Actual, forecast(window), window.Unit);
        return tally.Result();
    }

    private bool UsesHead => plan.SaysQuantiles && windows.Count >= origins.Count * 20;

    private bool IsOdd(int origin) => origins.Count == 1 || origin % 2 == 1;

    private bool IsEven(int origin) => origins.Count == 1 || origin % 2 == 0;

    private Composition ComposeOn(Func<int, bool> use)
    {
        if (!plan.Blend || windows.Count == 0) return Composition.LstmAlone;
        _alone ??= ByOrigin(Composition.LstmAlone);
        _blends ??=
        [
            .. from baseline in BaselineCatalogue.All
               from weight in Weights
               let blend = new Composition(weight, baseline.Key)
               select (blend, ByOrigin(blend)),
        ];
        (Composition best, double least) = (Composition.LstmAlone, 1 - LeastGain);
        foreach ((Composition blend, Accuracy?[] accuracies) in _blends)
            if (MedianRatio(accuracies, _alone, use) is var ratio && ratio < least) (best, least) = (blend, ratio);
        return best;
    }

    private Calibration CalibrateOn(Func<int, bool> use, Composition composition) => Calibration.Learn(
        PlanRules.QuantileGrid, plan.Horizon, UsesHead, PastErrors(composition, window => use(window.Origin)));

    private List<PastError> PastErrors(Composition composition, Func<BacktestWindow, bool> use)
    {
        List<PastError> errors = [];
        foreach (BacktestWindow window in windows.Where(use))
        {
            if (window.Lstm is not { } lstm) continue;
            double[] latent = Points(window, composition);
            for (int k = 0; k < window.Actual.Length; k++)
                if (!double.IsNaN(window.Actual[k]))
                    errors.Add(new(window.Origin, k, window.Transform.Forward(window.Actual[k]) - latent[k], lstm.Scale, lstm.OffsetsAt(k)));
        }
        return errors;
    }

    private bool BeyondChance(Func<int, Composition> composition, string baseline)
    {
        Accuracy?[] others = ByOrigin(new(0, baseline));
        Dictionary<Composition, Accuracy?[]> known = [];
        List<double> errors = [], reference = [];
        for (int o = 0; o < origins.Count; o++)
        {
            Composition chosen = composition(o);
            if (!known.TryGetValue(chosen, out Accuracy?[]? accuracies)) known[chosen] = accuracies = ByOrigin(chosen);
            if (accuracies[o] is not { } accuracy || others[o] is not { } other) continue;
            errors.Add(ErrorOf(accuracy));
            reference.Add(ErrorOf(other));
        }
        return Chance.IsExceeded(errors, reference, (origins.Horizon + origins.Stride - 1) / origins.Stride);
    }

    private Accuracy?[] ByOrigin(Composition composition)
    {
        AccuracyTally[] tallies = [.. Enumerable.Range(0, origins.Count).Select(_ => new AccuracyTally())];
        foreach (BacktestWindow window in windows) tallies[window.Origin].Add(window.Actual, Answers(window, Points(window, composition)), window.Unit);
        return [.. tallies.Select(t => t.Result())];
    }

    /// <summary>The median over the origins in use of the mean ratio of MASE and sMAPE, as OWA has it.</summary>
    private static double MedianRatio(Accuracy?[] candidate, Accuracy?[] alone, Func<int, bool> use)
    {
        List<double> ratios = [];
        for (int o = 0; o < alone.Length; o++)
            if (use(o) && candidate[o] is { } c && alone[o] is { } a && ErrorOf(a) > 0 && a.Smape > 0)
                ratios.Add(0.5 * ErrorOf(c) / ErrorOf(a) + 0.5 * c.Smape / a.Smape);
        ratios.Sort();
        return ratios.Count == 0 ? 1 : 0.5 * (ratios[ratios.Count / 2] + ratios[(ratios.Count - 1) / 2]);
    }

    /// <summary>The composition's points at a window, in transformed units.</summary>
    private static double[] Points(BacktestWindow window, Composition composition)
    {
        double[] points = window.Lstm!.Point[..window.Actual.Length];
        int index = BaselineCatalogue.All.TakeWhile(b => b.Key != composition.Baseline).Count();
        if (composition.Baseline is not null) composition.Blend(window.Transform, window.Baselines[index], points);
        return points;
    }

    private static double[] Answers(BacktestWindow window, double[] latent) => [.. latent.Select(z => Answer(window, z))];

    /// <summary>What a client would be told: in the unit of the data, and not negative where the history never was.</summary>
    private static double Answer(BacktestWindow window, double latent) => Math.Max(window.Floor, window.Transform.Inverse(latent));
}
