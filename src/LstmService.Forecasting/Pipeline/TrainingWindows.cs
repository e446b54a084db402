using LstmService.Engine;

namespace LstmService.Forecasting.Pipeline;

/// <summary>The stretch of a series that training windows may have their origin in.</summary>
/// <param name="Series">The series.</param>
/// <param name="First">The first origin, at least 1.</param>
/// <param name="Last">The last origin.</param>
public sealed record OriginRange(EncodedSeries Series, int First, int Last)
{
    /// <summary>Origins in the range.</summary>
    public int Count => Last - First + 1;
}

/// <summary>
/// Windows with what followed them. Either random batches (first the series is drawn, then the origin, both uniformly, so that
/// long series do not drown short ones), or passes over all windows in an order shuffled anew each epoch. What a batch holds
/// depends on the seed, the epoch and its number alone.
/// </summary>
public sealed class TrainingWindows : IBatchSource<float>
{
    private const double LeastWeight = 0.1, MostWeight = 5;
    private const int WeightSamples = 256;

    private readonly Plan _plan;
    private readonly WindowEncoder _encoder;
    private readonly IReadOnlyList<OriginRange> _ranges;
    private readonly Window _window;
    private readonly float[] _targets;
    private readonly ulong _seed;
    private readonly long[] _ends; // [series]: windows up to and with this one
    private readonly double _meanAbsolute, _meanRelative;
    private int[] _order = [];
    private int _orderEpoch = -1;

    /// <summary>Windows of <paramref name="ranges"/>, which must not be empty.</summary>
    public TrainingWindows(Plan plan, GlobalScale global, IReadOnlyList<OriginRange> ranges, ulong seed)
    {
        (_plan, _ranges, _seed) = (plan, ranges, seed);
        _encoder = new WindowEncoder(plan, global);
        _window = new Window(plan);
        _targets = new float[plan.Horizon];
        _ends = new long[ranges.Count];
        long total = 0;
        for (int i = 0; i < ranges.Count; i++) _ends[i] = total += ranges[i].Count;
        WindowCount = (int)Math.Min(total, int.MaxValue);
        BatchesPerEpoch = plan.StepsPerEpoch > 0 ? plan.StepsPerEpoch : (WindowCount + plan.Batch - 1) / plan.Batch;
        if (plan.Scaling == ScalingKind.Local) (_meanAbsolute, _meanRelative) = MeanUnits();
    }

    /// <summary>All windows there are.</summary>
    public int WindowCount { get; }

    /// <inheritdoc/>
    public int BatchesPerEpoch { get; }

    /// <inheritdoc/>
    public BatchShape Shape => WindowBatch.ShapeFor(_plan, _plan.Batch);

    /// <summary>
    /// The origins of a series that can teach: late enough to know a season, early enough that something follows.
    /// Null where there are none.
    /// </summary>
    public static OriginRange? RangeFor(EncodedSeries series, Plan plan)
    {
        int season = plan.AnchorSeason;
        int known = season > 1 ? 2 * season : Math.Max(3, plan.ScalesByWindow ? Math.Min(plan.Lookback, series.Length / 3) : plan.Lookback);
        // whole horizons where there is room for many of them, part of one where there is not
        int follow = !plan.ScalesByWindow ? 1
            : series.Length - known >= 3 * plan.Horizon ? plan.Horizon : Math.Max(1, Math.Min(plan.Horizon, (series.Length - known) / 3));
        int last = series.Length - follow;
        int first = Math.Min(known, last);
        return first >= 1 && last >= first ? new(series, first, last) : null;
    }

    /// <inheritdoc/>
    public void Fill(int epoch, int index, Batch<float> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_plan.StepsPerEpoch > 0) FillRandom(epoch, index, batch);
        else FillInOrder(epoch, index, batch);
    }

    private void FillRandom(int epoch, int index, Batch<float> batch)
    {
        Xoshiro256 random = new(_seed, (ulong)epoch * (ulong)BatchesPerEpoch + (ulong)index);
        batch.Count = _plan.Batch;
        for (int row = 0; row < batch.Count; row++)
        {
            OriginRange range = _ranges[random.NextInt(_ranges.Count)];
            Write(range.Series, range.First + random.NextInt(range.Count), batch, row);
        }
    }

    private void FillInOrder(int epoch, int index, Batch<float> batch)
    {
        if (_orderEpoch != epoch) Shuffle(epoch);
        int start = index * _plan.Batch;
        batch.Count = Math.Min(_plan.Batch, WindowCount - start);
        for (int row = 0; row < batch.Count; row++)
        {
            int window = _order[start + row];
            int series = Array.BinarySearch(_ends, window + 1L);
            if (series < 0) series = ~series;
            OriginRange range = _ranges[series];
            Write(range.Series, range.Last - (int)(_ends[series] - 1 - window), batch, row);
        }
    }

    private void Shuffle(int epoch)
    {
        Xoshiro256 random = new(_seed, (ulong)epoch);
        if (_order.Length != WindowCount) _order = new int[WindowCount];
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        for (int i = _order.Length - 1; i > 0; i--)
        {
            int j = random.NextInt(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
        _orderEpoch = epoch;
    }

    private void Write(EncodedSeries series, int origin, Batch<float> batch, int row)
    {
        _encoder.Encode(series, origin, _window);
        WindowBatch.Copy(_plan, _window, batch, row);
        if (_plan.EveryStep) WriteEveryStep(series, origin, batch, row);
        else
        {
            for (int k = 0; k < _plan.Horizon; k++) _targets[k] = Target(series, origin + k, _window.Anchor[k]);
            WindowBatch.CopyTargets(_plan, _window, _targets, batch, row);
        }
        batch.Weights[row] = _plan.Scaling == ScalingKind.Local ? (float)Weight(series) : 1;
    }

    /// <summary>
    /// What followed each step of the window, in the units of its end, which the network is given at every step (as Salinas et
    /// al. 2020 learn from the whole of a window by the scale of its past).
    /// </summary>
    private void WriteEveryStep(EncodedSeries series, int origin, Batch<float> batch, int row)
    {
        for (int step = 0; step < _plan.Steps; step++)
        {
            int known = origin - (_plan.Steps - 1 - step) * _plan.Patch; // points that were read by then
            Span<float> targets = batch.TargetsAt(step, row);
            for (int k = 0; k < targets.Length; k++) targets[k] = Target(series, known + k, _window.AnchorAt(known + k - origin));
        }
    }

    /// <summary>The target at a time, in units of the window, counts in their own; NaN where nothing is known.</summary>
    private float Target(EncodedSeries series, int t, double anchor)
    {
        if (t < 0 || t >= series.Length || double.IsNaN(series.Values[t])) return float.NaN;
        if (_plan.Loss == LossKind.NegativeBinomial) return (float)series.Values[t];
        return WindowBatch.Cut(_plan, (series.Filled[t] - anchor) / _window.Scale);
    }

    /// <summary>A window counts by what its unit is worth in MASE and in sMAPE, each against the mean of all windows.</summary>
    private double Weight(EncodedSeries series)
    {
        (double absolute, double relative) = Units(series);
        double weight = 0.5 * absolute / _meanAbsolute + 0.5 * relative / _meanRelative;
        return Math.Clamp(weight, LeastWeight, MostWeight);
    }

    /// <summary>One unit of the current window, over the series' unit of MASE and over its level.</summary>
    private (double Absolute, double Relative) Units(EncodedSeries series)
    {
        double low = series.Transform.Inverse(_window.Level - 0.5 * _window.Scale);
        double high = series.Transform.Inverse(_window.Level + 0.5 * _window.Scale);
        double unit = high - low, level = Math.Abs(series.Transform.Inverse(_window.Level)) + unit;
        return (series.AbsoluteScale > 0 ? unit / series.AbsoluteScale : 1, level > 0 ? unit / level : 1);
    }

    private (double Absolute, double Relative) MeanUnits()
    {
        Xoshiro256 random = new(_seed, ulong.MaxValue);
        double absolute = 0, relative = 0;
        for (int i = 0; i < WeightSamples; i++)
        {
            OriginRange range = _ranges[random.NextInt(_ranges.Count)];
            _encoder.Encode(range.Series, range.First + random.NextInt(range.Count), _window);
            (double a, double r) = Units(range.Series);
            absolute += Math.Min(a, 100) / WeightSamples;
            relative += Math.Min(r, 100) / WeightSamples;
        }
        return (Math.Max(absolute, 1e-12), Math.Max(relative, 1e-12));
    }
}
