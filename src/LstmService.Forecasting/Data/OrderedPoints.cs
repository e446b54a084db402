using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Data;

/// <summary>The points of one uploaded series in order of time, duplicates made one by the policy.</summary>
internal sealed class OrderedPoints
{
    /// <summary>Distinct, ascending; null for a series without times.</summary>
    public IReadOnlyList<LocalDateTime>? Times { get; private init; }
    /// <summary>Distinct, ascending; null unless the upload numbered its points.</summary>
    public long[]? Positions { get; private init; }
    /// <summary>The time of the first point, where only that was given.</summary>
    public RawTime? Start { get; private init; }
    /// <summary>The axis of the series that they go on with; null for a series of its own.</summary>
    public TimeAxis? Continues { get; private init; }
    /// <summary>Not to be written to: they may be the upload's own.</summary>
    public required double[] Values { get; init; }
    public Offset? Offset { get; private init; }
    public int Duplicates { get; private init; }
    public bool WasUnordered { get; private init; }
    public bool WasMixedOffset { get; private init; }
    private int[]? Sources { get; init; }

    /// <summary>A value for each point, the last uploaded of duplicates; what goes on follows the last point.</summary>
    public IReadOnlyList<Covariate> Covariates { get; init; } = [];

    public static OrderedPoints Of(RawSeries series, DuplicatePolicy duplicates, int index, List<DataProblem> problems)
    {
        if (series.Times is { } times) return OfTimes(series, times, duplicates, index, problems);
        if (series.Positions is not { } positions)
            return new() { Values = series.Values as double[] ?? [.. series.Values], Start = series.Start, Covariates = series.Covariates };
        PointOrder order = PointOrder.Of([.. positions]);
        return new OrderedPoints
        {
            Positions = order.Keys,
            Continues = series.Continues,
            Values = order.Merge(series.Values, duplicates),
            Sources = order.Kept,
            Duplicates = order.Duplicates,
            WasUnordered = order.WasUnordered,
            Covariates = order.Arrange(series.Covariates),
        }.Checked(order, duplicates, index, problems);
    }

    /// <summary>Where a point stood in the upload.</summary>
    public int SourceOf(int point) => Sources is null ? point : Sources[point];

    /// <summary>The points put together to the steps of a coarser frequency; the way they were uploaded stays known.</summary>
    public OrderedPoints Aggregated(LocalDateTime[] times, double[] values, int[] sources, IReadOnlyList<Covariate> covariates) => new()
    {
        Times = times,
        Values = values,
        Sources = sources,
        Covariates = covariates,
        Offset = Offset,
        Duplicates = Duplicates,
        WasUnordered = WasUnordered,
        WasMixedOffset = WasMixedOffset,
    };

    /// <summary>With a time for each point, where only a start and the step are known.</summary>
    public OrderedPoints Timed(Frequency? step) => Times is null && Start is { } start && step is not null
        ? new()
        {
            Times = [.. Enumerable.Range(0, Values.Length).Select(i => step.Add(start.Local, i))],
            Values = Values,
            Sources = Sources,
            Offset = start.Offset,
            Covariates = Covariates,
        }
        : this;

    private OrderedPoints Checked(PointOrder order, DuplicatePolicy duplicates, int index, List<DataProblem> problems)
    {
        if (duplicates == DuplicatePolicy.Error && order.FirstDuplicate is { } source)
            problems.Add(new("this time is given twice; set duplicates to last, mean or sum to make one point of such", index, source));
        return this;
    }

    private static OrderedPoints OfTimes(RawSeries series, IReadOnlyList<RawTime> times, DuplicatePolicy duplicates, int index, List<DataProblem> problems)
    {
        Offset? offset = times.Count > 0 ? times[0].Offset : null;
        bool mixed = false;
        long[] ticks = new long[times.Count];
        for (int i = 0; i < ticks.Length; i++)
        {
            RawTime time = times[i];
            if (time.Local.Year is < Frequency.FirstYear or > Frequency.LastYear)
            {
                problems.Add(new($"a time must lie in the years {Frequency.FirstYear} to {Frequency.LastYear}, was in {time.Local.Year}", index, i));
                break;
            }
            mixed |= time.Offset != offset;
            if (time.Offset is null != offset is null)
            {
                problems.Add(new("times with an offset from UTC and times without one are mixed: write all with, or all without", index, i));
                break;
            }
            ticks[i] = TimeGrid.Ticks(time.Local);
        }
        if (mixed)
        {
            offset = NodaTime.Offset.Zero;
            for (int i = 0; i < ticks.Length && problems.Count == 0; i++)
            {
                ticks[i] -= times[i].Offset?.Ticks ?? 0;
                if (!TimeGrid.Holds(ticks[i])) problems.Add(new($"a time must lie in the years {Frequency.FirstYear} to {Frequency.LastYear}, also in UTC", index, i));
            }
        }
        PointOrder order = PointOrder.Of(ticks);
        return new OrderedPoints
        {
            Times = new LocalTimes(order.Keys),
            Values = order.Merge(series.Values, duplicates),
            Sources = order.Kept,
            Offset = offset,
            Duplicates = order.Duplicates,
            WasUnordered = order.WasUnordered,
            WasMixedOffset = mixed,
            Covariates = order.Arrange(series.Covariates),
        }.Checked(order, duplicates, index, problems);
    }
}
