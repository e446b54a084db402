using LstmService.Engine;

namespace LstmService.Forecasting.Symbols;

/// <summary>
/// Windows of symbols, the target at each step the symbol after it. Either random ones, every point of the data as likely as any
/// other, or in turn those that end a series, with targets only from a point on.
/// </summary>
internal sealed class SymbolWindows : IBatchSource<float>
{
    private readonly SymbolPlan _plan;
    private readonly IReadOnlyList<int[]> _series;
    private readonly ulong _seed;
    private readonly (int Series, int First, int Learnt)[] _inTurn; // the window's first point, and the first target
    private readonly long[] _ends; // [series]: points up to and with this one

    private SymbolWindows(SymbolPlan plan, IReadOnlyList<int[]> series, ulong seed, (int, int, int)[] inTurn)
    {
        (_plan, _series, _seed, _inTurn) = (plan, series, seed, inTurn);
        _ends = new long[series.Count];
        long total = 0;
        for (int i = 0; i < series.Count; i++) _ends[i] = total += series[i].Length;
        BatchesPerEpoch = inTurn.Length > 0 ? (inTurn.Length + plan.Batch - 1) / plan.Batch : plan.StepsPerEpoch;
    }

    /// <summary>Random windows of series of 2 points or more.</summary>
    public static SymbolWindows Random(SymbolPlan plan, IReadOnlyList<int[]> series, ulong seed) => new(plan, series, seed, []);

    /// <summary>The windows whose targets are the points from <paramref name="firsts"/> on, each once.</summary>
    public static SymbolWindows Tail(SymbolPlan plan, IReadOnlyList<int[]> series, IReadOnlyList<int> firsts)
    {
        List<(int, int, int)> windows = [];
        for (int i = 0; i < series.Count; i++)
        {
            int stride = Math.Max(1, plan.Lookback / 2); // half of a window gives the other half something to go by
            for (int first = firsts[i]; first < series[i].Length; first += stride)
                windows.Add((i, Math.Max(0, first + stride - 1 - plan.Lookback), first));
        }
        return new(plan, series, 0, [.. windows]);
    }

    public BatchShape Shape => BatchShape.For(SymbolNetwork.SpecOf(_plan), _plan.Batch, _plan.Lookback, targets: 1);

    public int BatchesPerEpoch { get; }

    public void Fill(int epoch, int index, Batch<float> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Targets.AsSpan().Fill(float.NaN);
        batch.Count = _inTurn.Length > 0 ? Math.Min(_plan.Batch, _inTurn.Length - index * _plan.Batch) : _plan.Batch;
        Xoshiro256 random = new(_seed, (ulong)epoch * (ulong)BatchesPerEpoch + (ulong)index);
        for (int row = 0; row < batch.Count; row++)
        {
            if (_inTurn.Length > 0)
            {
                (int series, int first, int learnt) = _inTurn[index * _plan.Batch + row];
                Write(_series[series], first, learnt, Math.Max(1, _plan.Lookback / 2), batch, row);
                continue;
            }
            (int[] numbers, int start) = Draw(ref random);
            Write(numbers, start, 0, int.MaxValue, batch, row);
        }
    }

    private (int[] Numbers, int Start) Draw(ref Xoshiro256 random)
    {
        long point = (long)(random.NextDouble() * _ends[^1]);
        int series = Array.BinarySearch(_ends, point + 1);
        int[] numbers = _series[series < 0 ? ~series : series];
        int starts = Math.Max(1, numbers.Length - _plan.Lookback);
        return (numbers, random.NextInt(starts));
    }

    /// <summary>Writes a window and as targets at most <paramref name="most"/> points from <paramref name="learnt"/> on.</summary>
    private void Write(int[] numbers, int first, int learnt, int most, Batch<float> batch, int row)
    {
        int length = Math.Min(_plan.Lookback, numbers.Length - 1 - first);
        batch.Lengths[row] = Math.Max(1, length);
        for (int step = 0; step < batch.Lengths[row]; step++)
        {
            int t = first + step, next = t + 1;
            SymbolNetwork.WriteInput(_plan, numbers, t, batch.InputsAt(step, row));
            bool known = next < numbers.Length && numbers[next] >= 0 && next >= learnt && next - learnt < most;
            batch.TargetsAt(step, row)[0] = known ? numbers[next] : float.NaN;
        }
    }
}
