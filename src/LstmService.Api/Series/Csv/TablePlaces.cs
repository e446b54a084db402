using System.Text;
using LstmService.Api.Problems;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Csv;

/// <summary>
/// Where the points of a table stand. No row is remembered while it is read: where something is wrong with a point, the table is
/// gone through once more, until its row.
/// </summary>
/// <param name="layout">Which column is what.</param>
/// <param name="tracks">The series.</param>
/// <param name="keptOf">Which points of a series were kept.</param>
/// <param name="open">Opens the records, the header behind them.</param>
internal sealed class TablePlaces(CsvLayout layout, IReadOnlyList<Track> tracks, Func<Track, PointSelection> keptOf, Func<IRecords> open) : IUploadPlaces
{
    /// <summary>A point, by its number in its series as uploaded; of a wide table, whose rows hold one of each series, in any of them.</summary>
    private readonly record struct Point(string Id, int Number);

    public IReadOnlyList<InputError> At(IReadOnlyList<DataProblem> problems)
    {
        Dictionary<Point, int> rows = [];
        foreach (DataProblem problem in problems) rows[PointOf(problem)] = 0;
        FindRows(rows);
        return [.. problems.Select(problem => new InputError(problem.Detail, Row: rows[PointOf(problem)], Column: ColumnOf(problem)))];
    }

    private Point PointOf(DataProblem problem)
    {
        Track track = tracks[problem.Series];
        return new(layout.Id is null ? "" : track.Id, problem.Point is { } point ? keptOf(track).SourceOf(point) : 0);
    }

    // What preparation finds wrong with a point is its time, where it has one.
    private string? ColumnOf(DataProblem problem)
    {
        CsvColumn own = tracks[problem.Series].Column;
        if (problem.Point is not null) return (layout.Time ?? own).Name;
        return layout.Values.Count > 1 ? own.Name : layout.Id?.Name;
    }

    private void FindRows(Dictionary<Point, int> rows)
    {
        Dictionary<string, int> counts = [];
        foreach (Point point in rows.Keys) counts[point.Id] = 0;
        using IRecords records = open();
        bool isFirst = true;
        for (int missing = rows.Count; missing > 0 && records.Read();)
        {
            if (layout.IsNoPoint(records, isFirst)) continue;
            isFirst = false;
            string id = layout.Id is null ? "" : Encoding.UTF8.GetString(records.Field(layout.Id.Index));
            if (!counts.TryGetValue(id, out int count)) continue;
            counts[id] = count + 1;
            if (!rows.ContainsKey(new(id, count))) continue;
            rows[new(id, count)] = records.Row;
            missing--;
        }
    }
}
