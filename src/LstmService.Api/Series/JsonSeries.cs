using System.Text.Json;
using LstmService.Api.Problems;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series;

/// <summary>Reads one series of a JSON body.</summary>
internal sealed class JsonSeries
{
    /// <summary>The members a series may have.</summary>
    public static readonly string[] Members = ["id", "start", "timestamps", "values"];

    private TimeColumn? _times;
    private RawTime? _start;
    private List<double> _values = [];

    /// <summary>Where it stands: <c>/series/3</c>, or empty for the top of the body.</summary>
    public required string Location { get; init; }

    /// <summary>The id as it was given, or null.</summary>
    public string? Id { get; private set; }

    /// <summary>Points it has.</summary>
    public int Count => _values.Count;

    /// <summary>Its times, for the reading of whole numbers.</summary>
    public TimeColumn? Times => _times;

    /// <summary>Is there a value among the points?</summary>
    public bool HasValue => _values.Exists(v => !double.IsNaN(v));

    /// <summary>Reads the members that <paramref name="element"/>, an object, has of a series.</summary>
    public static JsonSeries Read(JsonElement element, string pointer, List<InputError> errors)
    {
        JsonSeries series = new() { Location = pointer };
        series.Id = JsonFields.Text(element, "id", pointer, errors);
        if (series.Id is not null && SeriesId.Problem(series.Id) is { } problem) errors.Add(new(problem, $"{pointer}/id"));
        series.ReadValues(element, errors);
        series.ReadTimes(element, errors);
        return series;
    }

    /// <summary>The series, called <paramref name="name"/> where it has no id of its own.</summary>
    public RawSeries ToRaw(string name, TimeColumn.Reading reading)
    {
        (IReadOnlyList<RawTime>? times, IReadOnlyList<long>? positions) = _times?.Result(reading) ?? (null, null);
        return new() { Id = Id ?? name, Times = times, Positions = positions, Start = _start, Values = _values };
    }

    private void ReadValues(JsonElement element, List<InputError> errors)
    {
        string at = $"{Location}/values";
        if (!JsonFields.Has(element, "values", out JsonElement array))
        {
            errors.Add(new("values are missing: an array of numbers, with null where one is missing", at));
            return;
        }
        if (array.ValueKind != JsonValueKind.Array)
        {
            errors.Add(new($"values must be an array of numbers, was {JsonFields.Found(array)}", at));
            return;
        }
        _values = new(array.GetArrayLength());
        foreach (JsonElement item in array.EnumerateArray())
        {
            double value = double.NaN;
            if (item.ValueKind != JsonValueKind.Null && Number(item, out value) is { } problem) errors.Add(new(problem, $"{at}/{_values.Count}"));
            _values.Add(value);
        }
    }

    private static string? Number(JsonElement item, out double value)
    {
        value = double.NaN;
        if (item.ValueKind != JsonValueKind.Number) return $"a value must be a number, or null where it is missing, was {JsonFields.Found(item)}";
        return item.TryGetDouble(out value) && Math.Abs(value) <= UploadLimits.LargestValue
            ? null
            : $"a value may be at most {UploadLimits.LargestValue:0e0} in size, was {JsonFields.Found(item)}";
    }

    private void ReadTimes(JsonElement element, List<InputError> errors)
    {
        if (JsonFields.Has(element, "start", out JsonElement start)) ReadStart(start, element, errors);
        if (!JsonFields.Has(element, "timestamps", out JsonElement array)) return;
        string at = $"{Location}/timestamps";
        if (array.ValueKind != JsonValueKind.Array)
        {
            errors.Add(new($"timestamps must be an array, was {JsonFields.Found(array)}", at));
            return;
        }
        _times = new();
        int count = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            string? text = item.ValueKind is JsonValueKind.String ? item.GetString() : item.ValueKind is JsonValueKind.Number ? item.GetRawText() : null;
            if (text is null) errors.Add(new($"a time must be text or a whole number, was {JsonFields.Found(item)}", $"{at}/{count}"));
            else if (!_times.TryAdd(text, out string? problem)) errors.Add(new(problem!, $"{at}/{count}"));
            count++;
        }
        if (count != _values.Count)
            errors.Add(new($"there must be as many timestamps as values: {count} timestamps, {_values.Count} values", at));
    }

    private void ReadStart(JsonElement start, JsonElement parent, List<InputError> errors)
    {
        string at = $"{Location}/start";
        if (JsonFields.Has(parent, "timestamps", out _)) errors.Add(new("a series has a start or timestamps, not both", at));
        string? text = start.ValueKind is JsonValueKind.String ? start.GetString() : start.ValueKind is JsonValueKind.Number ? start.GetRawText() : null;
        TimeColumn column = new();
        string? problem = null;
        if (text is null || !column.TryAdd(text, out problem))
            errors.Add(new(problem ?? $"start must be a time, was {JsonFields.Found(start)}", at));
        else if (column.Result(TimeColumn.ReadingOf([column])).Times is [RawTime time]) _start = time;
        else errors.Add(new($"start must be a time, was {JsonFields.Found(start)}", at));
    }
}
