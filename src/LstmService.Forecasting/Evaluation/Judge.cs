using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Evaluation;

/// <summary>Turns a backtest into a composition, a calibration and a verdict.</summary>
public sealed class Judge(Plan plan, RollingOrigins origins, IReadOnlyList<BacktestWindow> windows)
{
    private double[][]? _errors; // [candidate][window]
    private readonly double[] _scores = Spread.Scores(PlanRules.QuantileGrid);

    /// <summary>What is published, chosen on all origins.</summary>
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

    /// <summary>What the forecasts that <see cref="Test"/> judges said of one window.</summary>
    /// <param name="Window">The window.</param>
    /// <param name="Points">[step]: the published kind of answer.</param>
    /// <param name="Alone">[step]: the LSTM's part alone.</param>
    /// <param name="Intervals">[step][level].</param>
    public sealed record JudgedWindow(BacktestWindow Window, double[] Points, double[] Alone, Interval[][] Intervals);

    /// <summary>The forecasts behind <see cref="Test"/>, so that they can be shown.</summary>
    /// <param name="which">The windows wanted.</param>
    public IEnumerable<JudgedWindow> Judged(Func<BacktestWindow, bool> which)
    {
        Func<BacktestWindow, (Composition, Calibration)> judges = Crossed(ComposeOn(IsOdd), ComposeOn(IsEven));
        foreach (BacktestWindow window in windows.Where(which))
        {
            if (window.Lstm is null) continue;
            (Composition composition, Calibration calibration) = judges(window);
            double[] latent = Points(window, composition);
            yield return new(
                window, Answers(window, latent), Answers(window, Points(window, Composition.LstmAlone)),
                [.. Enumerable.Range(0, latent.Length).Select(k => IntervalsAt(window, latent[k], Offsets(window, k, calibration)))]);
        }
    }

    private Accuracy? CrossJudge(Composition odd, Composition even)
    {
        AccuracyTally tally = new();
        IntervalTally intervals = new(PlanRules.QuantileGrid, plan.Levels, origins.Horizon);
        Func<BacktestWindow, (Composition, Calibration)> judges = Crossed(odd, even);
        foreach (BacktestWindow window in windows)
        {
            (Composition composition, Calibration calibration) = judges(window);
            double[] latent = Points(window, composition);
            tally.Add(window.Actual, Answers(window, latent), window.Unit);
            AddIntervals(intervals, window, latent, calibration);
        }
        return tally.Result() is { } accuracy ? intervals.AddTo(accuracy) : null;
    }

    /// <summary>What judges a window: a composition, and intervals, that were chosen without it.</summary>
    private Func<BacktestWindow, (Composition, Calibration)> Crossed(Composition odd, Composition even)
    {
        Calibration oddHeld = CalibrateOn(IsOdd, odd), evenHeld = CalibrateOn(IsEven, even);
        return window => window.Origin % 2 == 0 ? (odd, oddHeld) : (even, evenHeld);
    }

    private void AddIntervals(IntervalTally tally, BacktestWindow window, double[] latent, Calibration calibration)
    {
        for (int k = 0; k < window.Actual.Length; k++)
        {
            if (double.IsNaN(window.Actual[k]) || window.Lstm is null) continue;
            double[] offsets = Offsets(window, k, calibration);
            double point = latent[k];
            double[] said = [.. offsets.Select(offset => Answer(window, point + offset))];
            tally.Add(k, window.Actual[k], said, IntervalsAt(window, point, offsets));
        }
        tally.EndWindow(window.Unit);
    }

    private double[] Offsets(BacktestWindow window, int step, Calibration calibration)
    {
        double[] offsets = new double[_scores.Length];
        calibration.Fill(step, window.Lstm!.Scale, window.Lstm.OffsetsAt(step).Span, _scores, offsets);
        return offsets;
    }

    private Interval[] IntervalsAt(BacktestWindow window, double point, double[] offsets)
    {
        return [.. plan.Levels.Select(level => new Interval(End(0.5 - level / 200), End(0.5 + level / 200)))];

        double End(double quantile) => Answer(window, point + Spread.OffsetAt(offsets, _scores, quantile));
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

    /// <summary>How the errors of a composition hang together over the steps, from windows that were observed to their end.</summary>
    public ErrorPaths PathsOfErrors(Composition composition) => ErrorPaths.Learn(plan.Horizon,
    [
        .. from window in windows
           where window.Lstm is not null && window.Actual.Length == origins.Horizon && !Array.Exists(window.Actual, double.IsNaN)
           let latent = Points(window, composition)
           select window.Actual.Select((actual, k) => (window.Transform.Forward(actual) - latent[k]) / window.Lstm!.Scale).ToArray(),
    ]);

    /// <summary>The quantile head speaks alone where many series taught it, and beside the size of past errors where few did.</summary>
    private double HeadShare => !plan.SaysQuantiles ? 0 : windows.Count >= origins.Count * 20 ? 1 : 0.5;

    /// <summary>
    /// What the errors are worth in windows that have nothing to do with each other: a season (or horizon, where that is shorter) of
    /// each series, and half of them, because neighbours in time and series move together.
    /// </summary>
    private double Independent
    {
        get
        {
            int span = (origins.Count - 1) * origins.Stride + origins.Horizon;
            int apart = plan.Season > 1 ? Math.Min(plan.Season, origins.Horizon) : origins.Horizon;
            return 0.5 * windows.Count / origins.Count * span / apart;
        }
    }

    private bool IsOdd(int origin) => origins.Count == 1 || origin % 2 == 1;

    private bool IsEven(int origin) => origins.Count == 1 || origin % 2 == 0;

    private Composition ComposeOn(Func<int, bool> use)
    {
        if (!plan.Blend || windows.Count == 0) return Composition.LstmAlone;
        _errors ??= ErrorsOf(Combination.Candidates);
        int[] used = [.. windows.Index().Where(w => use(w.Item.Origin)).Select(w => w.Index)];
        return Combination.Choose([.. _errors.Select(e => Array.ConvertAll(used, w => e[w]))], Independent);
    }

    /// <summary>[candidate][window]: the terms of OWA, sMAPE and MASE each over Naive2's mean; NaN where nothing was observed.</summary>
    private double[][] ErrorsOf(IReadOnlyList<Composition> candidates)
    {
        Accuracy? naive2 = Of(window => window.Naive2);
        return [.. candidates.Select(candidate => windows.Select(window => ErrorOver(window, candidate, naive2)).ToArray())];
    }

    private static double ErrorOver(BacktestWindow window, Composition composition, Accuracy? naive2)
    {
        AccuracyTally tally = new();
        tally.Add(window.Actual, Answers(window, Points(window, composition)), window.Unit);
        if (tally.Result() is not { } accuracy) return double.NaN;
        return Over(accuracy.Smape, naive2?.Smape) + Over(accuracy.Mase ?? 0, naive2?.Mase);

        static double Over(double error, double? unit) => unit > 0 ? error / unit.Value : error;
    }

    private Calibration CalibrateOn(Func<int, bool> use, Composition composition) => Calibration.Learn(
        PlanRules.QuantileGrid, plan.Horizon, HeadShare, Independent, PastErrors(composition, window => use(window.Origin)));

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

    /// <summary>The composition's points at a window, in transformed units.</summary>
    private static double[] Points(BacktestWindow window, Composition composition)
    {
        double[] points = window.Lstm!.Point[..window.Actual.Length];
        if (composition.LstmWeight == 1) return points;
        double[][] others = [.. composition.Baselines().Select(name => window.Baselines[BaselineCatalogue.All.TakeWhile(b => b.Key != name).Count()])];
        double[] mean = [.. others[0]];
        if (others.Length > 1) composition.Join(others[1], mean);
        composition.Blend(window.Transform, mean, points);
        return points;
    }

    private static double[] Answers(BacktestWindow window, double[] latent) => [.. latent.Select(z => Answer(window, z))];

    /// <summary>What a client would be told: in the unit of the data, and within the bounds.</summary>
    private static double Answer(BacktestWindow window, double latent) => window.Bounds.Keep(window.Transform.Inverse(latent));
}
