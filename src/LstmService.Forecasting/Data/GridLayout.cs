using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Data;

/// <summary>Lays ordered points on the grid of a frequency.</summary>
internal static class GridLayout
{
    private const int LargestStretch = 50;
    private const int SmallGrid = 10_000;

    /// <summary>The regular series, or null and a problem.</summary>
    public static TimeSeries? Lay(OrderedPoints points, Frequency frequency, int index, string id, Notes changes, List<DataProblem> problems)
    {
        int before = problems.Count;
        (long[] steps, TimeAxis axis)? placed = points switch
        {
            { Times: { } times } => PlaceTimes(points, times, frequency, index, id, changes, problems),
            { Positions: { } positions } => PlacePositions(points, positions, frequency, index, id, problems),
            _ => PlaceUntimed(points, frequency, index, id, problems),
        };
        if (placed is not { } place || problems.Count > before) return null;
        if ((CheckRoom(place.steps, place.axis, index, id) ?? CheckSize(place.steps, place.axis, index, id)) is { } problem)
        {
            problems.Add(problem);
            return null;
        }
        double[] values = new double[place.steps.Length == 0 ? 0 : place.steps[^1] + 1];
        Array.Fill(values, double.NaN);
        for (int i = 0; i < place.steps.Length; i++) values[place.steps[i]] = points.Values[i];
        TimeSeries? trimmed = Trim(new(id, place.axis, values), points.Covariates.Any(c => c.Role == CovariateRole.Known), index, changes, problems);
        return trimmed is null || points.Covariates.Count == 0
            ? trimmed
            : trimmed with { Covariates = CovariateLayout.Lay(points, place.steps, (int)(trimmed.Axis.StartIndex - place.axis.StartIndex), trimmed, changes) };
    }

    private static (long[], TimeAxis)? PlaceTimes(
        OrderedPoints points, IReadOnlyList<LocalDateTime> times, Frequency frequency, int index, string id, Notes changes, List<DataProblem> problems)
    {
        if (frequency.Unit == FrequencyUnit.Index)
        {
            if (times.Count == 1) return ([0], new(Frequency.Daily, times[0], points.Offset)); // one point: any step will do
            problems.Add(new($"series {id} has times, and no regular step of them is known: give a frequency, one of {Frequency.Allowed}, but not index", index));
            return null;
        }
        LocalDateTime start = TimeGrid.AnchorOf(times, frequency);
        TimeGrid grid = new(frequency, start);
        long[] steps = new long[times.Count];
        int moved = 0;
        for (int i = 0; i < times.Count; i++)
        {
            steps[i] = grid.NearestStep(times[i], out bool exact, out bool near);
            if (!exact) moved++;
            string? wrong = !near ? $"{Text(times[i])} is no time of a series that steps by {frequency} from {Text(times[0])}"
                : i > 0 && steps[i] == steps[i - 1] ? $"{Text(times[i - 1])} and {Text(times[i])} fall on one step of {frequency}: give a finer frequency or aggregate the points"
                : null;
            if (wrong is null) continue;
            problems.Add(new(wrong, index, points.SourceOf(i)));
            return null;
        }
        if (moved > 0) changes.Add(id, $"{moved} point(s) were moved to the nearest step of {frequency}");
        long first = steps[0];
        for (int i = 0; i < steps.Length; i++) steps[i] -= first;
        return (steps, new(frequency, start, points.Offset, first));
    }

    /// <summary>Has each time a step of its own, and lies near it?</summary>
    public static bool IsOneAStep(IReadOnlyList<LocalDateTime> times, Frequency frequency)
    {
        TimeGrid grid = new(frequency, TimeGrid.AnchorOf(times, frequency));
        long before = long.MinValue;
        foreach (LocalDateTime time in times)
        {
            long step = grid.NearestStep(time, out _, out bool near);
            if (!near || step == before) return false;
            before = step;
        }
        return true;
    }

    /// <summary>The times of the series must be times of the calendar; a forecast beyond it is refused when it is asked for.</summary>
    private static DataProblem? CheckRoom(long[] steps, TimeAxis axis, int index, string id)
    {
        if (axis.Start is not { } start || steps.Length == 0) return null;
        bool fits = axis.Frequency.TryAdd(start, axis.StartIndex, out _) && axis.Frequency.TryAdd(start, axis.StartIndex + steps[^1], out _);
        return fits ? null
            : new($"series {id}, {steps[^1] + 1} steps of {axis.Frequency}, must lie in the years {Frequency.FirstYear} to {Frequency.LastYear}", index);
    }

    private static (long[], TimeAxis)? PlacePositions(
        OrderedPoints points, long[] positions, Frequency frequency, int index, string id, List<DataProblem> problems)
    {
        TimeAxis axis = points.Continues ?? AxisOf(positions, frequency);
        long[] steps = new long[positions.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            steps[i] = Math.DivRem(positions[i] - axis.PositionOffset, axis.PositionStep, out long beside);
            if (beside == 0) continue;
            problems.Add(new($"{positions[i]} is no position of series {id}, which steps by {axis.PositionStep} from {axis.TimeOf(0)}", index, points.SourceOf(i)));
            return null;
        }
        long first = steps[0];
        return ([.. steps.Select(step => step - first)], axis with { Frequency = frequency, StartIndex = first });
    }

    /// <summary>Positions step by what most of them do, where that is a step of all; by 1 otherwise.</summary>
    private static TimeAxis AxisOf(long[] positions, Frequency frequency)
    {
        long step = positions.Length < 2 ? 1 : positions.Zip(positions.Skip(1), (a, b) => b - a).GroupBy(d => d)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
        if (!positions.All(p => (p - positions[0]) % step == 0)) step = 1;
        return new(frequency) { PositionStep = step, PositionOffset = (positions[0] % step + step) % step };
    }

    private static (long[], TimeAxis)? PlaceUntimed(OrderedPoints points, Frequency frequency, int index, string id, List<DataProblem> problems)
    {
        long[] steps = [.. Enumerable.Range(0, points.Values.Length).Select(i => (long)i)];
        if (points.Start is not { } start) return (steps, TimeAxis.FromIndex(frequency));
        if (frequency.Unit != FrequencyUnit.Index) return (steps, new(frequency, start.Local, start.Offset));
        problems.Add(new($"series {id} has a start and no times: give a frequency, one of {Frequency.Allowed}", index));
        return null;
    }

    private static DataProblem? CheckSize(long[] steps, TimeAxis axis, int index, string id)
    {
        if (steps.Length == 0 || steps[^1] + 1 <= Math.Max(SmallGrid, (long)LargestStretch * steps.Length)) return null;
        int widest = Enumerable.Range(1, steps.Length - 1).MaxBy(i => steps[i] - steps[i - 1]);
        return new($"series {id} has {steps.Length} points on a grid of {steps[^1] + 1}: the largest gap, {steps[widest] - steps[widest - 1] - 1} steps, "
            + $"ends at {axis.TimeOf(steps[widest])}; give a coarser frequency or leave the lone points out", index, null);
    }

    private static TimeSeries? Trim(TimeSeries series, bool hasFuture, int index, Notes changes, List<DataProblem> problems)
    {
        int first = Array.FindIndex(series.Values, v => !double.IsNaN(v)), last = Array.FindLastIndex(series.Values, v => !double.IsNaN(v));
        if (first < 0)
        {
            problems.Add(new($"series {series.Id} has no value at all", index));
            return null;
        }
        if (first > 0) changes.Add(series.Id, $"{first} missing value(s) at the start were left out");
        if (last < series.Length - 1 && !hasFuture) changes.Add(series.Id, $"{series.Length - 1 - last} missing value(s) at the end were left out");
        return first == 0 && last == series.Length - 1
            ? series
            : series with { Axis = series.Axis.From(first), Values = series.Values[first..(last + 1)] };
    }

    private static string Text(LocalDateTime time) => time.TimeOfDay == LocalTime.Midnight
        ? NodaTime.Text.LocalDatePattern.Iso.Format(time.Date)
        : NodaTime.Text.LocalDateTimePattern.GeneralIso.Format(time);
}
