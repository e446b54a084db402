using System.Text.Json;
using LstmService.Api.Series.Json;
using LstmService.Forecasting.Covariates;

namespace LstmService.Api.Series.Covariates;

/// <summary>Reads covariates of a JSON body: arrays of numbers or of text, and single values for static ones.</summary>
internal sealed class JsonCovariateReader(UploadLimits limits, ErrorList errors)
{
    private Dictionary<string, bool> _isText = new(StringComparer.Ordinal);
    private long _points;

    /// <summary>The covariates beside <paramref name="values"/> values; known ones may run on past them.</summary>
    public IReadOnlyList<Covariate> Read(JsonMembers members, CovariateNames names, int values, string pointer)
    {
        List<Covariate> read = [];
        foreach ((string name, CovariateRole role) in names.All())
        {
            if (members.Find(name) is not { } element)
            {
                errors.Add($"{name} is missing: covariates name it as {role.ToString().ToLowerInvariant()}", JsonText.Pointer(pointer, name));
                continue;
            }
            if (ReadOne(name, role, element, members.At(name)) is not { } covariate) continue;
            bool fits = role switch { CovariateRole.Known => covariate.Length >= values, CovariateRole.Past => covariate.Length == values, _ => true };
            if (fits) read.Add(covariate);
            else errors.Add($"{name} has {covariate.Length} items and values has {values}: each value needs its own", members.At(name));
        }
        return read;
    }

    /// <summary>Members that each are a known covariate, from the first step of the future on.</summary>
    public IReadOnlyList<Covariate> ReadFuture(JsonElement element, string pointer, IReadOnlyList<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"expected an object such as {{\"price\": [1, 2]}}, found {JsonText.Found(element)}", pointer);
            return [];
        }
        JsonMembers members = new(element, pointer, known, errors);
        Covariate[] read = [.. members.Given.Select(m => ReadOne(m.Key, CovariateRole.Known, m.Value, members.At(m.Key))).OfType<Covariate>()];
        foreach (Covariate covariate in read)
            for (int i = 0; i < covariate.Length && !errors.IsFull; i++)
                if (!covariate.IsGiven(i)) errors.Add($"{covariate.Name} is known ahead, so that each step needs a value, found null", $"{members.At(covariate.Name)}/{i}");
        return read;
    }

    /// <summary>A reader of the same body from its beginning, which knows what is text; bounds apart.</summary>
    public JsonCovariateReader Again() => new(limits with { MaxPoints = int.MaxValue }, new()) { _isText = _isText };

    private Covariate? ReadOne(string name, CovariateRole role, JsonElement element, string pointer)
    {
        bool isArray = element.ValueKind == JsonValueKind.Array;
        if (isArray == (role == CovariateRole.Static))
        {
            errors.Add($"{name}: expected {(isArray ? "one value for the whole series" : "an array")}, found {JsonText.Found(element)}", pointer);
            return null;
        }
        JsonElement[] items = isArray ? [.. element.EnumerateArray()] : [element];
        if ((_points += items.Length) > limits.MaxPoints)
        {
            errors.Add($"an upload must hold at most {limits.MaxPoints} values of covariates, here are more", pointer);
            return null;
        }
        JsonValueKind first = items.FirstOrDefault(i => i.ValueKind != JsonValueKind.Null).ValueKind;
        bool isText = first == JsonValueKind.String;
        if (first != JsonValueKind.Undefined && !_isText.TryAdd(name, isText) && _isText[name] != isText)
        {
            errors.Add($"{name} is text in one place and numbers in another: write it in one way", pointer);
            return null;
        }
        isText = _isText.GetValueOrDefault(name);
        double[] numbers = new double[isText ? 0 : items.Length];
        string?[] texts = new string?[isText ? items.Length : 0];
        for (int i = 0; i < items.Length && !errors.IsFull; i++)
        {
            string? wrong = isText ? Text(items[i], out texts[i]) : Number(items[i], out numbers[i]);
            if (wrong is not null) errors.Add(wrong, isArray ? $"{pointer}/{i}" : pointer);
        }
        return new(name, role, isText ? null : numbers, isText ? texts : null);
    }

    private static string? Text(JsonElement item, out string? text)
    {
        text = item.ValueKind == JsonValueKind.String ? JsonText.Of(item) : null;
        return item.ValueKind == JsonValueKind.Null || text?.Length <= SeriesIds.Longest
            ? null
            : $"expected a category of 1..{SeriesIds.Longest} characters as text, or null, found {JsonText.Found(item)}";
    }

    private static string? Number(JsonElement item, out double value)
    {
        value = item.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => double.NaN };
        if (item.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null) return null;
        return item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out value) && Math.Abs(value) <= JsonSeriesReader.LargestMagnitude
            ? null
            : $"expected a number of at most {JsonSeriesReader.LargestMagnitude:0e0} in magnitude, true, false or null, found {JsonText.Found(item)}";
    }
}
