using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Data;

/// <summary>The points of one uploaded series in order of time, the last of duplicates kept.</summary>
internal sealed class OrderedPoints
{
    /// <summary>Distinct, ascending; null for a series without times.</summary>
    public LocalDateTime[]? Times { get; private init; }
    /// <summary>Distinct, ascending; null unless the upload numbered its points.</summary>
    public long[]? Positions { get; private init; }
    /// <summary>The time of the first point, where only that was given.</summary>
    public RawTime? Start { get; private init; }
    public required double[] Values { get; init; }
    /// <summary>[point]: where it stood in the upload.</summary>
    public required int[] Sources { get; init; }
    public Offset? Offset { get; private init; }
    public int Duplicates { get; private init; }
    public bool WasUnordered { get; private init; }
    public bool WasMixedOffset { get; private init; }

    public static OrderedPoints Of(RawSeries series, int index, List<DataProblem> problems)
    {
        if (series.Times is { } times) return OfTimes(series, times, index, problems);
        if (series.Positions is { } positions)
        {
            (long[] keys, int[] kept, bool unordered) = Order([.. positions]);
            return new()
            {
                Positions = keys,
                Values = [.. kept.Select(i => series.Values[i])],
                Sources = kept,
                Duplicates = positions.Count - keys.Length,
                WasUnordered = unordered,
            };
        }
        return new() { Values = [.. series.Values], Sources = [.. Enumerable.Range(0, series.Values.Count)], Start = series.Start };
    }

    private static OrderedPoints OfTimes(RawSeries series, IReadOnlyList<RawTime> times, int index, List<DataProblem> problems)
    {
        Offset? offset = times.Count > 0 ? times[0].Offset : null;
        bool mixed = false;
        for (int i = 0; i < times.Count; i++)
        {
            if (times[i].Local.Year is < Frequency.FirstYear or > Frequency.LastYear)
            {
                problems.Add(new($"a time must lie in the years {Frequency.FirstYear} to {Frequency.LastYear}, was in {times[i].Local.Year}", index, i));
                break;
            }
            mixed |= times[i].Offset != offset;
            if (times[i].Offset is null != offset is null)
            {
                problems.Add(new("times with an offset from UTC and times without one are mixed: write all with, or all without", index, i));
                break;
            }
        }
        if (mixed) offset = NodaTime.Offset.Zero;
        long[] ticks = [.. times.Select(t => TimeGrid.Ticks(Local(t, mixed)))];
        (long[] keys, int[] kept, bool unordered) = Order(ticks);
        return new()
        {
            Times = [.. kept.Select(i => Local(times[i], mixed))],
            Values = [.. kept.Select(i => series.Values[i])],
            Sources = kept,
            Offset = offset,
            Duplicates = times.Count - keys.Length,
            WasUnordered = unordered,
            WasMixedOffset = mixed,
        };
    }

    private static LocalDateTime Local(RawTime time, bool toUtc) =>
        toUtc && time.Offset is { } offset ? time.Local.PlusSeconds(-offset.Seconds) : time.Local;

    /// <summary>The distinct keys ascending, and where the last of each stood.</summary>
    private static (long[] Keys, int[] Kept, bool WasUnordered) Order(long[] keys)
    {
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        bool unordered = false;
        for (int i = 1; i < keys.Length; i++) unordered |= keys[i] < keys[i - 1];
        if (unordered) order = [.. order.OrderBy(i => keys[i])]; // stable: of equal times the last uploaded stays last
        List<long> distinct = new(keys.Length);
        List<int> kept = new(keys.Length);
        foreach (int i in order)
        {
            if (distinct.Count > 0 && distinct[^1] == keys[i])
            {
                kept[^1] = i;
                continue;
            }
            distinct.Add(keys[i]);
            kept.Add(i);
        }
        return ([.. distinct], [.. kept], unordered);
    }
}
