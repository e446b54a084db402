using System.Text;
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
    private readonly WideTrack[] wide = [];
    private readonly Column<long> wideCodes;
    private readonly Dictionary<string, LongTrack> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LongTrack>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private byte[] joined = []; // a date and its time of the day
    private LongTrack? last;
    private long values;
    private int most = int.MaxValue; // points of one series
    private int beside; // rows that are no points

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
        column = new(options.Notation, layout.HasDateName);
        bySpan = byId.GetAlternateLookup<ReadOnlySpan<char>>();
        wideCodes = store.Create<long>();
        if (layout.Id is not null) return;
        CsvCovariates beside = new(layout, texts, store, errors);
        wide = [.. layout.Values.Select(values => new WideTrack(layout.NameOf(values), values, beside, wideCodes, store.Create<double>()))];
        tracks.AddRange(wide);
    }

    /// <summary>Was there a value that is not missing?</summary>
    public bool HasValue { get; private set; }

    /// <summary>Were there more points or series than are read? Then the error is there too.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>How the times were understood, and what was left out because there was too much of it.</summary>
    public IEnumerable<string> Changes()
    {
        if (layout.Time is not null)
            foreach (string change in column.Changes()) yield return change;
        if (beside > 0) yield return $"{beside} row(s) that are no points were left out: totals, units or the header once more";
        if (tracks.Exists(track => track.Count > most)) yield return limits.Kept(values, most);
    }

    /// <summary>Reads the current record, which has a field for each column.</summary>
    public void Read(IRecords records)
    {
        ReadOnlySpan<byte> time = TimeOf(records);
        if ((time.IsEmpty || char.IsAsciiLetter((char)time[0])) && layout.IsNoPoint(records, isFirst: values == 0))
        {
            if (!CsvLayout.IsBlank(records)) beside++;
            return;
        }
        if (layout.Id is null) ReadWide(records, time);
        else if (FindTrack(records, layout.Id) is { } track) ReadLong(records, time, track);
        if ((values += valuesOfRecord) <= limits.MaxPoints) return;
        errors.Add($"an upload must hold at most {limits.MaxPoints} values, here are more", records.Row);
        IsOverLimit = true;
    }

    /// <summary>The series that were read, in order of appearance; null, with an error, where their times cannot be understood.</summary>
    /// <param name="open">Opens the records once more, for messages.</param>
    public TableSeries? Series(Func<IRecords> open)
    {
        TablePlaces places = new(layout, tracks, Kept, open);
        if (column.Ambiguity is { } ambiguity) errors.Add(places.At([new(ambiguity, 0, 0)])[0]);
        if (errors.Any) return null;
        long rows = limits.MaxTrainingPoints / valuesOfRecord;
        most = (int)Math.Min(limits.MaxSeriesPoints, layout.Id is null ? rows : LatestPoints.Allowance(tracks.Select(track => track.Count), rows));
        return new(new SeriesList(tracks.Count, Make, store.HasSpilled), places);
    }

    private PointSelection Kept(Track track) => LatestPoints.Of(track, layout.Time is null ? null : column, most);

    private RawSeries Make(int index)
    {
        Track track = tracks[index];
        PointSelection kept = Kept(track);
        (long[] codes, double[] read) = track.Read(kept);
        bool hasTimes = layout.Time is not null;
        return new()
        {
            Id = track.Id,
            Times = hasTimes ? column.TimesOf(codes) : null,
            Positions = hasTimes ? column.PositionsOf(codes) : null,
            Values = read,
            Covariates = track.Beside.ToCovariates(kept),
        };
    }

    private void ReadLong(IRecords records, ReadOnlySpan<byte> time, LongTrack track)
    {
        long code = ReadTime(records, time);
        track.Beside.Read(records);
        track.Add(code, ReadValue(records, track.Column));
    }

    private void ReadWide(IRecords records, ReadOnlySpan<byte> time)
    {
        wideCodes.Add(ReadTime(records, time));
        wide[0].Beside.Read(records);
        foreach (WideTrack track in wide) track.Add(ReadValue(records, track.Column));
    }

    private LongTrack? FindTrack(IRecords records, CsvColumn idColumn)
    {
        ReadOnlySpan<byte> id = records.Field(idColumn.Index);
        // one series after the other, or many that take turns: the one that followed last time, be it the same, follows again
        if (last?.Next is { } next && id.SequenceEqual(next.Utf8Id)) return last = next;
        Span<char> text = id.Length > UsualIdLength ? new char[id.Length] : stackalloc char[UsualIdLength];
        text = text[..Encoding.UTF8.GetChars(id, text)];
        if (!bySpan.TryGetValue(text, out LongTrack? track)) track = AddTrack(text.ToString(), idColumn, records);
        if (last is not null) last.Next = track;
        if (track is not null) last = track;
        return track;
    }

    private LongTrack? AddTrack(string id, CsvColumn idColumn, IRecords records)
    {
        if (SeriesIds.Check(id) is { } wrong)
        {
            errors.Add(wrong, records.Row, idColumn.Name);
            return null;
        }
        if (tracks.Count == limits.MaxSeries)
        {
            errors.Add($"an upload must hold at most {limits.MaxSeries} series, here is one more", records.Row, idColumn.Name);
            IsOverLimit = true;
            return null;
        }
        LongTrack track = new(id, layout.Values[0], new(layout, texts, store, errors), store.Create<LongTrack.Point>());
        byId.Add(id, track);
        tracks.Add(track);
        return track;
    }

    /// <summary>The field of the time, with that of the time of the day where it stands apart.</summary>
    private ReadOnlySpan<byte> TimeOf(IRecords records)
    {
        ReadOnlySpan<byte> date = layout.Time is null ? [] : records.Field(layout.Time.Index);
        if (layout.Clock is null || date.IsEmpty) return date;
        ReadOnlySpan<byte> clock = records.Field(layout.Clock.Index);
        if (clock.IsEmpty) return []; // a date alone would be its midnight
        int length = date.Length + 1 + clock.Length;
        if (joined.Length < length) joined = new byte[length];
        date.CopyTo(joined);
        joined[date.Length] = (byte)' ';
        clock.CopyTo(joined.AsSpan(date.Length + 1));
        return joined.AsSpan(0, length);
    }

    private long ReadTime(IRecords records, ReadOnlySpan<byte> time)
    {
        if (layout.Time is null) return 0;
        if (column.Read(time, out long code) is { } wrong) errors.Add(wrong, records.Row, layout.Time.Name);
        return code;
    }

    private double ReadValue(IRecords records, CsvColumn from)
    {
        ReadOnlySpan<byte> field = records.Field(from.Index);
        double value;
        string? read = symbols is null ? CsvNumber.Read(field, numbers, out value) : ReadSymbol(field, symbols, out value);
        if (read is { } wrong) errors.Add(wrong, records.Row, from.Name);
        HasValue |= !double.IsNaN(value);
        return value;
    }

    /// <summary>Only an empty field and NA are missing: a state may be called none, or a dash.</summary>
    private static string? ReadSymbol(ReadOnlySpan<byte> field, SymbolNumbers symbols, out double number)
    {
        number = double.NaN;
        return field.IsEmpty || field.SequenceEqual("NA"u8) ? null : symbols.Read(Encoding.UTF8.GetString(field), out number);
    }
}
