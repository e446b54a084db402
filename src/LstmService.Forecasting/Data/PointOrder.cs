using LstmService.Forecasting.Covariates;

namespace LstmService.Forecasting.Data;

/// <summary>How the points of an upload follow each other, and which of them share a time.</summary>
internal sealed class PointOrder
{
    private readonly int _count;
    private readonly int[]? _order; // null where the points are in order
    private readonly int[]? _ends; // [key]: where its points end in the order; null where each has a key of its own

    private PointOrder(long[] keys, int count, int[]? order, int[]? ends) => (Keys, _count, _order, _ends) = (keys, count, order, ends);

    /// <summary>Distinct, ascending.</summary>
    public long[] Keys { get; }
    public bool WasUnordered => _order is not null;
    public int Duplicates => _count - Keys.Length;

    /// <summary>[key]: where the last point of it stood in the upload; null where they are as they were.</summary>
    public int[]? Kept => _order is null && _ends is null ? null : [.. Enumerable.Range(0, Keys.Length).Select(KeptOf)];

    /// <summary>Where the first point that repeats a time stands in the upload.</summary>
    public int? FirstDuplicate
    {
        get
        {
            for (int k = 0; k < _ends?.Length; k++)
                if (_ends[k] > k + 1) return At(k + 1);
            return null;
        }
    }

    /// <summary>The order of points with those keys, which become the order's own.</summary>
    public static PointOrder Of(long[] keys)
    {
        bool unordered = false, repeated = false;
        for (int i = 1; i < keys.Length; i++)
        {
            unordered |= keys[i] < keys[i - 1];
            repeated |= keys[i] == keys[i - 1];
        }
        int[]? order = null;
        if (unordered)
        {
            order = [.. Enumerable.Range(0, keys.Length).OrderBy(i => keys[i])]; // stable: of equal times the last uploaded stays last
            keys = Array.ConvertAll(order, i => keys[i]);
            for (int i = 1; i < keys.Length; i++) repeated |= keys[i] == keys[i - 1];
        }
        if (!repeated) return new(keys, keys.Length, order, null);
        List<long> distinct = [];
        List<int> ends = [];
        for (int i = 0; i < keys.Length; i++)
        {
            if (distinct.Count > 0 && distinct[^1] == keys[i])
            {
                ends[^1] = i + 1;
                continue;
            }
            distinct.Add(keys[i]);
            ends.Add(i + 1);
        }
        return new([.. distinct], keys.Length, order, [.. ends]);
    }

    /// <summary>One value a key.</summary>
    public double[] Merge(IReadOnlyList<double> values, DuplicatePolicy policy)
    {
        if (_order is null && _ends is null) return values as double[] ?? [.. values];
        double[] merged = new double[Keys.Length];
        for (int k = 0, start = 0, end; k < merged.Length; start = end, k++)
        {
            end = EndOf(k);
            merged[k] = values[KeptOf(k)];
            if (end - start == 1 || policy is DuplicatePolicy.Last or DuplicatePolicy.Error) continue;
            double[] known = [.. Enumerable.Range(start, end - start).Select(i => values[At(i)]).Where(v => !double.IsNaN(v))];
            merged[k] = known.Length == 0 ? double.NaN : policy == DuplicatePolicy.Sum ? known.Sum() : known.Average();
        }
        return merged;
    }

    /// <summary>The last uploaded value of each key, then what goes on after the points; a static one as it is.</summary>
    public IReadOnlyList<Covariate> Arrange(IReadOnlyList<Covariate> covariates) =>
    [
        .. covariates.Select(c => c.Role == CovariateRole.Static
            ? c
            : c.Pick(Keys.Length + Math.Max(0, c.Length - _count), i => Source(c, i))),
    ];

    private int At(int i) => _order is null ? i : _order[i];

    private int EndOf(int key) => _ends is null ? key + 1 : _ends[key];

    private int KeptOf(int key) => At(EndOf(key) - 1);

    private int Source(Covariate covariate, int i)
    {
        int at = i < Keys.Length ? KeptOf(i) : i - Keys.Length + _count;
        return at < covariate.Length ? at : -1; // rows added for the future hold no past covariate
    }
}
