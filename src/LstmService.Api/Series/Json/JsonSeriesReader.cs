using System.Runtime.InteropServices;
using System.Text.Json;
using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Json;

/// <summary>Reads the series of one body, one after the other, and keeps the bounds over all of them.</summary>
internal sealed class JsonSeriesReader(UploadLimits limits, ErrorList errors, SymbolNumbers? symbols = null, CovariateNames? covariates = null)
{
    /// <summary>Larger magnitudes overflow where the engine squares them.</summary>
    public const double LargestMagnitude = 1e150;

    private const string CovariateHint = "; what is given beside the values is named in covariates, as known, past or static";

    private readonly CovariateNames names = covariates ?? CovariateNames.None;
    private JsonCovariateReader covariateReader = new(limits, errors);
    private readonly List<JsonPlace> places = [];
    private readonly List<string> changes = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private bool anyValue;

    /// <summary>What the user says about the times.</summary>
    public TimeNotation Notation { get; init; } = new();

    /// <summary>How times were understood.</summary>
    public IReadOnlyList<string> Changes => changes;

    /// <summary>Values that were read, missing ones among them.</summary>
    public long Values { get; private set; }

    /// <summary>Where the series stand, in the order they were read.</summary>
    public IReadOnlyList<JsonPlace> Places => places;

    /// <summary>Reads an item of <c>series</c>; null, with the reason in the errors, where it is refused.</summary>
    /// <param name="element">The item.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="unnamed">Its id where it says none.</param>
    public RawSeries? Read(JsonElement element, string pointer, string unnamed)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"expected an object with values, found {JsonText.Found(element)}", pointer);
            return null;
        }
        JsonMembers members = new(element, pointer, ["id", "start", "timestamps", "values", .. names.All().Select(n => n.Name)], errors, CovariateHint);
        string id = members.Text("id") ?? unnamed;
        if (SeriesIds.Check(id) is { } wrong) errors.Add(wrong, members.At("id"));
        else if (!ids.Add(id)) errors.Add($"two series are called {Excerpt.Of(id)}: each needs an id of its own", members.At("id"));
        return Read(members, pointer, id);
    }

    /// <summary>Reads a series from members that may stand beside others: at the top of a body, or in <c>history</c>.</summary>
    public RawSeries? Read(JsonMembers members, string pointer, string id)
    {
        if (members.Find("values") is not { } array)
        {
            errors.Add("values are missing: an array of numbers, null for a missing one", pointer);
            return null;
        }
        if (ReadValues(array, members.At("values")) is not { } values) return null;
        IReadOnlyList<Covariate> beside = covariateReader.Read(members, names, values.Length, pointer);
        values = WithFuture(values, members);
        TimeColumn column = new(Notation);
        bool hasTimestamps = members.Find("timestamps") is not null;
        long[] codes = hasTimestamps ? ReadTimestamps(members, values.Length, column) : ReadStart(members, column);
        if (column.Ambiguity is { } ambiguity) errors.Add(ambiguity, members.At(hasTimestamps ? "timestamps" : "start"));
        foreach (string change in column.Changes())
            if (!changes.Contains(change)) changes.Add(change);
        if (errors.Any) return null;
        places.Add(new(pointer, hasTimestamps));
        return hasTimestamps
            ? new() { Id = id, Values = values, Times = column.TimesOf(codes), Positions = column.PositionsOf(codes), Covariates = beside }
            : FromStart(id, values, column, codes, beside);
    }

    /// <summary>Reads once more what was read without an error, bounds apart.</summary>
    public RawSeries Again(JsonElement element, string pointer, string unnamed) =>
        new JsonSeriesReader(limits with { MaxPoints = int.MaxValue }, new(), symbols, names) { Notation = Notation, covariateReader = covariateReader.Again() }
            .Read(element, pointer, unnamed) ?? throw new InvalidOperationException($"{pointer} was read before");

    /// <summary>Times that run on past the values are the future of known covariates: there the values are missing.</summary>
    private double[] WithFuture(double[] values, JsonMembers members)
    {
        if (names.Known.Count == 0 || members.Find("timestamps") is not { ValueKind: JsonValueKind.Array } times) return values;
        int rows = times.GetArrayLength();
        return rows > values.Length && rows <= limits.MaxPoints ? [.. values, .. Enumerable.Repeat(double.NaN, rows - values.Length)] : values;
    }

    /// <summary>Is there a series, and a value in one of them? Otherwise an error.</summary>
    public void RequireValue(string pointer)
    {
        if (errors.Any || anyValue) return;
        errors.Add(places.Count == 0 ? "there is no series: series must hold at least one" : "there is no point at all: values holds no number", pointer);
    }

    private double[]? ReadValues(JsonElement array, string pointer)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            errors.Add($"values: expected an array of numbers, found {JsonText.Found(array)}", pointer);
            return null;
        }
        Values += array.GetArrayLength();
        if (Values > limits.MaxPoints)
        {
            errors.Add($"an upload must hold at most {limits.MaxPoints} values, here are more", pointer);
            return null;
        }
        double[] values = new double[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (errors.IsFull) break;
            values[i] = ReadValue(item, pointer, i);
            anyValue |= !double.IsNaN(values[i++]);
        }
        return values;
    }

    private double ReadValue(JsonElement item, string pointer, int i)
    {
        if (item.ValueKind == JsonValueKind.Null) return double.NaN;
        if (symbols is not null) return ReadSymbol(item, symbols, pointer, i);
        if (item.ValueKind != JsonValueKind.Number || !item.TryGetDouble(out double value))
            errors.Add($"expected a number, or null for a missing one, found {JsonText.Found(item)}{Hint(item)}", $"{pointer}/{i}");
        else if (!(Math.Abs(value) <= LargestMagnitude))
            errors.Add($"a value must be at most {LargestMagnitude:0e0} in magnitude, was {JsonText.Found(item)}", $"{pointer}/{i}");
        else return value;
        return double.NaN;
    }

    private static string Hint(JsonElement item) =>
        item.ValueKind == JsonValueKind.String ? "; where the values are symbols, say \"kind\": \"symbols\" when training" : "";

    private double ReadSymbol(JsonElement item, SymbolNumbers symbols, string pointer, int i)
    {
        double number = double.NaN;
        string? wrong = item.ValueKind == JsonValueKind.String && JsonText.Of(item) is { } text
            ? symbols.Read(text, out number)
            : $"expected a symbol as text, or null for a missing one, found {JsonText.Found(item)}";
        if (wrong is not null) errors.Add(wrong, $"{pointer}/{i}");
        return number;
    }

    private long[] ReadTimestamps(JsonMembers members, int values, TimeColumn column)
    {
        JsonElement array = members.Find("timestamps")!.Value;
        string pointer = members.At("timestamps");
        if (members.Find("start") is not null) errors.Add("start and timestamps are both given: keep one of them", members.At("start"));
        if (array.ValueKind != JsonValueKind.Array)
            errors.Add($"timestamps: expected an array of times, found {JsonText.Found(array)}", pointer);
        else if (array.GetArrayLength() != values)
            errors.Add($"timestamps has {array.GetArrayLength()} items and values has {values}: each value needs its time", pointer);
        else return ReadTimes(array, pointer, column);
        return [];
    }

    private long[] ReadTimes(JsonElement array, string pointer, TimeColumn column)
    {
        long[] codes = new long[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (errors.IsFull) break;
            codes[i] = ReadTime(item, pointer, i++, column);
        }
        return codes;
    }

    private long[] ReadStart(JsonMembers members, TimeColumn column) =>
        members.Find("start") is { } start ? [ReadTime(start, members.At("start"), null, column)] : [];

    private long ReadTime(JsonElement item, string pointer, int? i, TimeColumn column)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(item);
        long code = 0;
        string? wrong = item.ValueKind switch
        {
            JsonValueKind.Number => column.Read(raw, out code),
            JsonValueKind.String when !raw.Contains((byte)'\\') => column.Read(raw[1..^1], out code),
            JsonValueKind.String when JsonText.Of(item) is { } text => column.Read(text, out code),
            _ => $"expected a time as text, or an integer, found {JsonText.Found(item)}",
        };
        if (wrong is not null) errors.Add(wrong, i is null ? pointer : $"{pointer}/{i}");
        return code;
    }

    private static RawSeries FromStart(string id, double[] values, TimeColumn column, long[] start, IReadOnlyList<Covariate> covariates)
    {
        if (column.PositionsOf(start) is [var first, ..])
            return new() { Id = id, Values = values, Covariates = covariates, Positions = [.. Enumerable.Range(0, values.Length).Select(i => first + i)] };
        return new() { Id = id, Values = values, Covariates = covariates, Start = column.TimesOf(start) is [var time, ..] ? time : null };
    }
}
