using System.Text;
using LstmService.Api.Problems;
using LstmService.Api.Series.Columns;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Csv;

/// <summary>Takes the records of a table apart into series, whose points lie in the columns of a store.</summary>
internal sealed class TableRows
{
    private const int UsualIdLength = 256;

    private readonly CsvLayout layout;
    private readonly UploadLimits limits;
    private readonly ErrorList errors;
    private readonly ColumnStore store;
    private readonly NumberNotation numbers;
    private readonly SymbolNumbers? symbols;
    private readonly CovariateTexts texts;
    private readonly int valuesOfRecord;
    private readonly TimeColumn column;
    private readonly List<Track> tracks = [];
    private readonly Dictionary<string, Track> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Track>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private Track? last;
    private long points;

    public TableRows(CsvLayout layout, NumberNotation numbers, TableOptions options, ColumnStore store, UploadLimits limits, ErrorList errors)
    {
        this.layout = layout;
        this.limits = limits;
        this.errors = errors;
        this.store = store;
        this.numbers = numbers;
        symbols = options.Symbols;
        texts = new(layout, numbers);
        valuesOfRecord = layout.Values.Count + layout.Covariates.Count(c => c.Role != CovariateRole.Static);
        column = new(options.Notation);
        bySpan = byId.GetAlternateLookup<ReadOnlySpan<char>>();
        if (layout.Id is not null) return;
        TimeList times = new(store.Create<long>());
        Column<int> rows = store.Create<int>();
        CsvCovariates beside = new(layout, texts, store, errors);
        foreach (CsvColumn values in layout.Values) tracks.Add(new(layout.NameOf(values), values, times, rows, store.Create<double>(), beside));
    }

    /// <summary>Was there a value that is not missing?</summary>
    public bool HasValue { get; private set; }

    /// <summary>Were there more points or series than are read? Then the error is there too.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>How the times were understood.</summary>
    public IEnumerable<string> Changes() => layout.Time is null ? [] : column.Changes();

    /// <summary>Reads the current record, which has a field for each column.</summary>
    public void Read(IRecords records, int row)
    {
        ReadOnlySpan<byte> time = layout.Time is { } timeColumn ? records.Field(timeColumn.Index) : default;
        if (layout.Time is not null && time.IsEmpty && IsEmpty(records)) return; // what spreadsheets write below their data
        if (FindTrack(records, row) is not { } first) return;
        if (layout.Time is not null && column.Add(time, first.Times) is { } wrongTime) errors.Add(wrongTime, row, layout.Time.Name);
        first.Rows.Add(row);
        first.Beside.Read(records, row);
        if (layout.Id is not null) ReadValue(records, row, first);
        else
            foreach (Track track in tracks) ReadValue(records, row, track);
        if ((points += valuesOfRecord) <= limits.MaxPoints) return;
        errors.Add($"an upload must hold at most {limits.MaxPoints} values, here are more", row);
        IsOverLimit = true;
    }

    /// <summary>The series that were read, in order of appearance; null, with an error, where their times cannot be understood.</summary>
    public TableSeries? Series()
    {
        if (layout.Time is { } time && column.Ambiguity is { } ambiguity) errors.Add(ambiguity, tracks[0].Rows.At(0), time.Name);
        return errors.Any ? null : new(new SeriesList(tracks.Count, Make, store.HasSpilled), new Places(layout, tracks)) { Points = points };
    }

    private RawSeries Make(int index)
    {
        Track track = tracks[index];
        bool hasTimes = layout.Time is not null;
        return new()
        {
            Id = track.Id,
            Times = hasTimes ? column.TimesOf(track.Times) : null,
            Positions = hasTimes ? column.PositionsOf(track.Times) : null,
            Values = track.Values.ToArray(),
            Covariates = track.Beside.ToCovariates(),
        };
    }

    private Track? FindTrack(IRecords records, int row)
    {
        if (layout.Id is not { } idColumn) return tracks[0];
        ReadOnlySpan<byte> id = records.Field(idColumn.Index);
        if (last is not null && id.SequenceEqual(last.Utf8Id)) return last;
        // where the rows of many series take turns, the one that followed last time follows again
        if (last?.Next is { } next && id.SequenceEqual(next.Utf8Id)) return last = next;
        Span<char> text = id.Length > UsualIdLength ? new char[id.Length] : stackalloc char[UsualIdLength];
        text = text[..Encoding.UTF8.GetChars(id, text)];
        if (!bySpan.TryGetValue(text, out Track? track)) track = AddTrack(text.ToString(), idColumn, row);
        if (last is not null) last.Next = track;
        if (track is not null) last = track;
        return track;
    }

    private Track? AddTrack(string id, CsvColumn idColumn, int row)
    {
        if (SeriesIds.Check(id) is { } wrong)
        {
            errors.Add(wrong, row, idColumn.Name);
            return null;
        }
        if (tracks.Count == limits.MaxSeries)
        {
            errors.Add($"an upload must hold at most {limits.MaxSeries} series, here is one more", row, idColumn.Name);
            IsOverLimit = true;
            return null;
        }
        Track track = new(id, layout.Values[0], new(store.Create<long>()), store.Create<int>(), store.Create<double>(), new(layout, texts, store, errors));
        byId.Add(id, track);
        tracks.Add(track);
        return track;
    }

    private void ReadValue(IRecords records, int row, Track track)
    {
        ReadOnlySpan<byte> field = records.Field(track.Column.Index);
        double value;
        string? read = symbols is null ? CsvNumber.Read(field, numbers, out value) : ReadSymbol(field, symbols, out value);
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

    private static bool IsEmpty(IRecords records)
    {
        for (int i = 0; i < records.FieldCount; i++)
            if (!records.Field(i).IsEmpty) return false;
        return true;
    }

    /// <summary>One series while it is read; those of a wide table share their times and rows.</summary>
    private sealed record Track(string Id, CsvColumn Column, TimeList Times, Column<int> Rows, Column<double> Values, CsvCovariates Beside)
    {
        public byte[] Utf8Id { get; } = Encoding.UTF8.GetBytes(Id);
        public Track? Next { get; set; }
    }

    private sealed class Places(CsvLayout layout, List<Track> tracks) : IUploadPlaces
    {
        // What preparation finds wrong with a point is its time, where it has one.
        public InputError At(string detail, int series, int? point)
        {
            Track track = tracks[series];
            if (point is { } i) return new(detail, Row: track.Rows.At(i), Column: (layout.Time ?? track.Column).Name);
            return new(detail, Row: track.Rows.At(0), Column: layout.Values.Count > 1 ? track.Column.Name : layout.Id?.Name);
        }
    }
}
