using System.Text;
using CsvHelper;
using LstmService.Api.Problems;
using LstmService.Forecasting.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>
/// Reads series from CSV: long (<c>series_id,timestamp,value</c>), one series (<c>timestamp,value</c> or values alone) or wide (a
/// column of times, then one of values a series). The delimiter is found; a header is needed.
/// </summary>
internal sealed class CsvUpload
{
    private const int MostErrors = 50;
    private const int LargestRecord = 1 << 20;
    private const int LongestTime = 64;

    private readonly UploadLimits _limits;
    private readonly List<InputError> _errors = [];
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly List<Column> _series = [];
    private long _points;

    private CsvUpload(UploadLimits limits) => _limits = limits;

    /// <summary>The series and their places, or the refusal.</summary>
    public static (IReadOnlyList<RawSeries> Series, IUploadPlaces Places, ProblemHttpResult? Refusal) Read(byte[] bytes, UploadLimits limits)
    {
        if (BoundedBody.CheckText(bytes) is { } refusal) return ([], new Places([], null), refusal);
        CsvUpload upload = new(limits);
        string? timeHeader = null;
        try
        {
            timeHeader = upload.ReadRecords(bytes);
        }
        catch (CsvFormatException e)
        {
            upload._errors.Add(new("the quotes of this record do not match: a quoted field ends with a quote, and a quote inside it is written twice", Row: (int)e.LineNumber));
        }
        if (upload._errors.Count == 0 && !upload._series.Exists(s => s.HasValue))
            upload._errors.Add(new("there is no point at all: a header, but no value below it", Row: 1));
        if (upload._errors.Count > 0)
            return ([], new Places([], null), Problem.Invalid($"the file breaks {upload._errors.Count} rule(s): {upload._errors[0].Detail}", upload._errors));
        TimeColumn.Reading reading = TimeColumn.ReadingOf(upload._series.Select(s => s.Times).OfType<TimeColumn>());
        Column[] known = [.. upload._series.Where(s => s.HasValue)]; // a column without any value is no series
        return ([.. known.Select(s => s.ToRaw(reading))], new Places(known, timeHeader), null);
    }

    private string? ReadRecords(byte[] bytes)
    {
        CsvReaderOptions options = new()
        {
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LargestRecord,
        };
        using CsvReader reader = CsvReader.Create(bytes, options);
        string[] headers = [.. reader.Headers];
        if (!CheckHeaders(headers)) return null;
        CsvLayout? layout = null;
        while (_errors.Count < MostErrors && reader.Read())
        {
            int line = (int)reader.LineNumber;
            if (reader.FieldCount != headers.Length)
            {
                _errors.Add(new($"this record has {reader.FieldCount} fields, the header {headers.Length}", Row: line));
                continue;
            }
            layout ??= CsvLayout.Find(headers, reader, _errors);
            if (layout is null) return null;
            ReadRecord(reader, layout, headers, line);
            if (_points <= _limits.MaxPoints && _series.Count <= _limits.MaxSeries) continue;
            _errors.Add(new($"there may be {_limits.MaxSeries} series and {_limits.MaxPoints} points in all, and here are more", Row: line));
            break;
        }
        return layout?.Time is { } time ? headers[time] : null;
    }

    private bool CheckHeaders(string[] headers)
    {
        if (headers.Length == 0) _errors.Add(new("there is no header line: give one such as timestamp,value", Row: 1));
        foreach (var twice in headers.GroupBy(h => h.Trim(), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            _errors.Add(new($"two columns are called {TimeColumn.Shown(twice.Key)}", Row: 1, Column: twice.Key));
        if (headers.Length > 0 && headers.All(h => CsvNumber.IsNumberOrMissing(Encoding.UTF8.GetBytes(h)) || Forecasting.Time.TimeText.TryParse(h, out _)))
            _errors.Add(new("the first line looks like data: a header line is needed, such as timestamp,value", Row: 1));
        return _errors.Count == 0;
    }

    private void ReadRecord(CsvReader reader, CsvLayout layout, string[] headers, int line)
    {
        ReadOnlySpan<char> time = default;
        if (layout.Time is { } timeColumn)
        {
            ReadOnlySpan<byte> field = reader.GetSpan(timeColumn);
            time = Encoding.UTF8.GetString(field.Length > LongestTime ? field[..LongestTime] : field);
        }
        foreach (int column in layout.Values)
        {
            if (CsvNumber.Read(reader.GetSpan(column), out double value) is { } problem)
            {
                _errors.Add(new(problem, Row: line, Column: headers[column]));
                continue;
            }
            if (SeriesOf(reader, layout, headers, column, line) is not { } series) return;
            if (layout.Time is { } at && !series.Times!.TryAdd(time, out string? wrong))
            {
                _errors.Add(new(wrong!, Row: line, Column: headers[at]));
                return;
            }
            series.Add(value, line);
            _points++;
        }
    }

    private Column? SeriesOf(CsvReader reader, CsvLayout layout, string[] headers, int column, int line)
    {
        string id = layout.Id is { } idColumn ? reader.GetString(idColumn)
            : layout.Values.Count == 1 && CsvLayout.IsValueName(headers[column]) ? "value"
            : headers[column].Trim();
        if (_byId.TryGetValue(id, out int index)) return _series[index];
        if (SeriesId.Problem(id) is { } problem)
        {
            _errors.Add(new(problem, Row: line, Column: layout.Id is { } named ? headers[named] : $"{column + 1}"));
            return null;
        }
        _byId[id] = _series.Count;
        _series.Add(new(id, layout.Time is null ? null : new TimeColumn()));
        return _series[^1];
    }

    private sealed class Column(string id, TimeColumn? times)
    {
        private readonly List<double> _values = [];
        private readonly List<int> _lines = [];

        public TimeColumn? Times => times;
        public bool HasValue { get; private set; }
        public int LineOf(int point) => _lines[point];

        public void Add(double value, int line)
        {
            _values.Add(value);
            _lines.Add(line);
            HasValue |= !double.IsNaN(value);
        }

        public RawSeries ToRaw(TimeColumn.Reading reading)
        {
            (var read, var positions) = times?.Result(reading) ?? (null, null);
            return new() { Id = id, Times = read, Positions = positions, Values = _values };
        }
    }

    private sealed class Places(IReadOnlyList<Column> series, string? timeHeader) : IUploadPlaces
    {
        public InputError At(string detail, int index, int? point) => point is { } at
            ? new(detail, Row: series[index].LineOf(at), Column: timeHeader)
            : new(detail, Row: series[index].LineOf(0));
    }
}
