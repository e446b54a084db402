using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Data;

/// <summary>Puts the points of every series of an upload together to one coarser step, or says why not.</summary>
/// <param name="given">The step of the points as the user says it.</param>
/// <param name="to">The coarser step.</param>
/// <param name="kind">How.</param>
internal sealed class Aggregating(Frequency? given, Frequency to, Aggregation kind)
{
    private readonly PointAggregation aggregation = new(to, kind);

    /// <summary>How.</summary>
    public Aggregation Kind => kind;

    /// <summary>By the sum where all series are counts, by the mean otherwise, unless told.</summary>
    public static Aggregating Of(Frequency to, Aggregation? wanted, IReadOnlyList<SeriesLook> looks, Frequency? given) => new(
        given == Frequency.Index ? null : given, // of positions the times say more
        to, wanted ?? (looks.All(look => look.IsCount) ? Aggregation.Sum : Aggregation.Mean));

    /// <summary>The points of a series at the coarser step; null, with a problem, where they cannot be put together.</summary>
    public OrderedPoints? Apply(OrderedPoints points, SeriesLook look, int index, Notes changes, List<DataProblem> problems)
    {
        Frequency? source = given ?? (look.IsRegular ? look.Step!.Frequency : null);
        if (WhyNot(points, source) is { } wrong)
        {
            problems.Add(new($"series {look.Id} {wrong}", index));
            return null;
        }
        return source == to ? points : aggregation.Apply(points.Timed(given), source, look.Id, changes);
    }

    private string? WhyNot(OrderedPoints points, Frequency? source)
    {
        bool timed = points.Times is not null
            || (points.Start is { } start && source is not null && source.TryAdd(start.Local, points.Values.Length, out _));
        if (!timed) return $"has no times, so its points cannot be put together to {to}: give timestamps, or a start and a frequency";
        if (PointAggregation.Refusal(to) is { } refusal) return $"cannot be aggregated: {refusal}";
        return source is not null && source.AverageTicks > to.AverageTicks
            ? $"steps by {source}, which is coarser than {to}: points can only be put together to a coarser step"
            : null;
    }
}
