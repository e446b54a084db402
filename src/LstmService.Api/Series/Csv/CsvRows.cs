using System.Text;
using CsvHelper;
using LstmService.Api.Problems;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Csv;

/// <summary>Takes the rows of a file apart into series.</summary>
internal sealed class CsvRows
{
    private const int UsualTimeLength = 64;

    private readonly CsvLayout layout;
    private readonly UploadLimits limits;
    private readonly ErrorList errors;
    private readonly SymbolNumbers? symbols;
    private readonly TimeColumn column = new();
    private readonly List<Track> tracks = [];
    private readonly Dictionary<string, Track> byId = new(StringComparer.Ordinal);
    private long points;

    public CsvRows(CsvLayout layout, UploadLimits limits, ErrorList errors, SymbolNumbers? symbols)
    {
        this.symbols = symbols;
        this.layout = layout;
        this.limits = limits;
        this.errors = errors;
        if (layout.Id is not null) return;
        TimeList times = new();
        List<int> rows = [];
        CsvCovariates beside = new(layout, errors);
        foreach (CsvColumn values in layout.Values)
            tracks.Add(new(layout.NameOf(values), values, times, rows, beside));
    }

    /// <summary>Was there a value that is not missing?</summary>
    public bool HasValue { get; private set; }

    /// <summary>Were there more points or series than are read? Then the error is there too.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>Reads the current record, which has a field for each column.</summary>
    public void Read(CsvReader reader, int row)
    {
        if (layout.Time is not null && IsEmpty(reader)) return; // what spreadsheets write below their data
        if (FindTrack(reader, row) is not { } first) return;
        if (layout.Time is { } time && ReadTime(reader.GetSpan(time.Index), first.Times) is { } wrongTime)
            errors.Add(wrongTime, row, time.Name);
        first.Rows.Add(row);
        first.Beside.Read(reader, row);
        if (layout.Id is not null) ReadValue(reader, row, first);
        else
            foreach (Track track in tracks) ReadValue(reader, row, track);
        if ((points += layout.Values.Count) <= limits.MaxPoints) return;
        errors.Add($"an upload must hold at most {limits.MaxPoints} values, here are more", row);
        IsOverLimit = true;
    }

    /// <summary>The series that were read, in order of appearance.</summary>
    public CsvSeries Series()
    {
        bool hasTimes = layout.Time is not null;
        Dictionary<TimeList, (IReadOnlyList<RawTime>? Times, IReadOnlyList<long>? Positions)> shared = [];
        bool[] isText = CsvCovariates.TextColumns(layout, tracks.Select(t => t.Beside));
        RawSeries Make(Track track)
        {
            if (!shared.TryGetValue(track.Times, out var read))
                shared[track.Times] = read = hasTimes ? (column.TimesOf(track.Times), column.PositionsOf(track.Times)) : (null, null);
            return new() { Id = track.Id, Times = read.Times, Positions = read.Positions, Values = track.Values, Covariates = track.Beside.ToCovariates(isText) };
        }
        return new([.. tracks.Select(Make)], new Places(layout, tracks));
    }

    private Track? FindTrack(CsvReader reader, int row)
    {
        if (layout.Id is not { } column) return tracks[0];
        string id = reader.GetString(column.Index);
        if (byId.TryGetValue(id, out Track? track)) return track;
        if (SeriesIds.Check(id) is { } wrong)
        {
            errors.Add(wrong, row, column.Name);
            return null;
        }
        if (tracks.Count == limits.MaxSeries)
        {
            errors.Add($"an upload must hold at most {limits.MaxSeries} series, here is one more", row, column.Name);
            IsOverLimit = true;
            return null;
        }
        track = new(id, layout.Values[0], new(), [], new(layout, errors));
        byId.Add(id, track);
        tracks.Add(track);
        return track;
    }

    private string? ReadTime(ReadOnlySpan<byte> field, TimeList times)
    {
        if (field.Length > UsualTimeLength) return column.Add(Encoding.UTF8.GetString(field), times);
        Span<char> text = stackalloc char[UsualTimeLength];
        return column.Add(text[..Encoding.UTF8.GetChars(field, text)], times);
    }

    private void ReadValue(CsvReader reader, int row, Track track)
    {
        ReadOnlySpan<byte> field = reader.GetSpan(track.Column.Index);
        double value;
        string? read = symbols is null ? CsvNumber.Read(field, out value) : ReadSymbol(field, symbols, out value);
        if (read is { } wrong) errors.Add(wrong, row, track.Column.Name);
        track.Values.Add(value);
        HasValue |= !double.IsNaN(value);
    }

    /// <summary>Only an empty field and NA are missing: a state may be called none, or a dash.</summary>
    private static string? ReadSymbol(ReadOnlySpan<byte> field, SymbolNumbers symbols, out double number)
    {
        number = double.NaN;
        return field.IsEmpty || field.SequenceEqual("NA"u8) ? null : symbols.Read(Encoding.UTF8.GetString(field), out number);
    }

    private static bool IsEmpty(CsvReader reader)
    {
        for (int i = 0; i < reader.FieldCount; i++)
            if (!reader.IsEmpty(i)) return false;
        return true;
    }

    /// <summary>One series while it is read; those of a wide table share their times and rows.</summary>
    private sealed record Track(string Id, CsvColumn Column, TimeList Times, List<int> Rows, CsvCovariates Beside)
    {
        public List<double> Values { get; } = [];
    }

    private sealed class Places(CsvLayout layout, List<Track> tracks) : IUploadPlaces
    {
        // What preparation finds wrong with a point is its time, where it has one.
        public InputError At(string detail, int series, int? point)
        {
            Track track = tracks[series];
            if (point is { } i) return new(detail, Row: track.Rows[i], Column: (layout.Time ?? track.Column).Name);
            return new(detail, Row: track.Rows[0], Column: layout.Values.Count > 1 ? track.Column.Name : layout.Id?.Name);
        }
    }
}
