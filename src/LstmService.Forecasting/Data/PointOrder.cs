using LstmService.Forecasting.Covariates;

namespace LstmService.Forecasting.Data;

/// <summary>How the points of an upload follow each other, and which of them share a time.</summary>
internal sealed class PointOrder
{
    private int[] _order = [];
    private int[] _ends = []; // [key]: where its points end in _order

    /// <summary>Distinct, ascending.</summary>
    public required long[] Keys { get; init; }
    /// <summary>[key]: where the last point of it stood in the upload.</summary>
    public required int[] Kept { get; init; }
    public required bool WasUnordered { get; init; }
    public int Duplicates => _order.Length - Keys.Length;

    /// <summary>Where the first point that repeats a time stands in the upload.</summary>
    public int? FirstDuplicate
    {
        get
        {
            for (int k = 0; k < _ends.Length; k++)
                if (_ends[k] > k + 1) return _order[k + 1];
            return null;
        }
    }

    public static PointOrder Of(long[] keys)
    {
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        bool unordered = false;
        for (int i = 1; i < keys.Length; i++) unordered |= keys[i] < keys[i - 1];
        if (unordered) order = [.. order.OrderBy(i => keys[i])]; // stable: of equal times the last uploaded stays last
        List<long> distinct = new(keys.Length);
        List<int> ends = new(keys.Length);
        for (int i = 0; i < order.Length; i++)
        {
            if (distinct.Count > 0 && distinct[^1] == keys[order[i]])
            {
                ends[^1] = i + 1;
                continue;
            }
            distinct.Add(keys[order[i]]);
            ends.Add(i + 1);
        }
        return new() { Keys = [.. distinct], Kept = [.. ends.Select(end => order[end - 1])], WasUnordered = unordered, _order = order, _ends = [.. ends] };
    }

    /// <summary>One value a key.</summary>
    public double[] Merge(IReadOnlyList<double> values, DuplicatePolicy policy)
    {
        double[] merged = new double[Keys.Length];
        for (int k = 0, start = 0; k < merged.Length; start = _ends[k++])
        {
            merged[k] = values[Kept[k]];
            if (_ends[k] - start == 1 || policy is DuplicatePolicy.Last or DuplicatePolicy.Error) continue;
            double[] known = [.. _order[start.._ends[k]].Select(i => values[i]).Where(v => !double.IsNaN(v))];
            merged[k] = known.Length == 0 ? double.NaN : policy == DuplicatePolicy.Sum ? known.Sum() : known.Average();
        }
        return merged;
    }

    private int Source(Covariate covariate, int i)
    {
        int at = i < Keys.Length ? Kept[i] : i - Keys.Length + _order.Length;
        return at < covariate.Length ? at : -1; // rows added for the future hold no past covariate
    }

    /// <summary>The last uploaded value of each key, then what goes on after the points; a static one as it is.</summary>
    public IReadOnlyList<Covariate> Arrange(IReadOnlyList<Covariate> covariates) =>
    [
        .. covariates.Select(c => c.Role == CovariateRole.Static
            ? c
            : c.Pick(Keys.Length + Math.Max(0, c.Length - _order.Length), i => Source(c, i))),
    ];
}
