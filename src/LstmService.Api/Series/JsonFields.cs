using System.Text.Json;
using LstmService.Api.Problems;
using LstmService.Forecasting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>Reads the members of a JSON body; each that is wrong is said with its pointer.</summary>
internal static class JsonFields
{
    private const int MostDepth = 16;

    /// <summary>The document, or a refusal that says where the text is no JSON.</summary>
    public static ProblemHttpResult? Parse(byte[] bytes, out JsonDocument? document)
    {
        document = null;
        if (BoundedBody.CheckText(bytes) is { } refusal) return refusal;
        try
        {
            document = JsonDocument.Parse(BoundedBody.WithoutMark(bytes), new JsonDocumentOptions { MaxDepth = MostDepth });
            return null;
        }
        catch (JsonException e)
        {
            int line = (int)(e.LineNumber ?? 0) + 1, column = (int)(e.BytePositionInLine ?? 0) + 1;
            return Problem.Invalid(
                $"the body is not valid JSON: it breaks at line {line}, column {column}",
                new InputError($"this is no JSON, or it is nested deeper than {MostDepth} levels; NaN and Infinity are not JSON, write null for a missing value", Row: line, Column: $"{column}"));
        }
    }

    /// <summary>Is it an object with known members, each once? What is not is said.</summary>
    public static bool IsObject(JsonElement element, string pointer, IReadOnlyCollection<string> allowed, List<InputError> errors)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new($"an object was expected, found {Found(element)}", pointer));
            return false;
        }
        HashSet<string> seen = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!allowed.Contains(property.Name))
                errors.Add(new($"there is no member {TimeColumn.Shown(property.Name)} here; allowed are {string.Join(", ", allowed)}", $"{pointer}/{Escaped(property.Name)}"));
            else if (!seen.Add(property.Name))
                errors.Add(new($"{property.Name} is given twice", $"{pointer}/{property.Name}"));
        }
        return true;
    }

    /// <summary>A text member; null where it is missing or null.</summary>
    public static string? Text(JsonElement parent, string name, string pointer, List<InputError> errors)
    {
        if (!Has(parent, name, out JsonElement element)) return null;
        if (element.ValueKind == JsonValueKind.String) return element.GetString();
        errors.Add(new($"{name} must be text, was {Found(element)}", $"{pointer}/{name}"));
        return null;
    }

    /// <summary>A whole-number member; null where it is missing or null.</summary>
    public static int? Whole(JsonElement parent, string name, string pointer, List<InputError> errors)
    {
        if (!Has(parent, name, out JsonElement element)) return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value)) return value;
        errors.Add(new($"{name} must be a whole number, was {Found(element)}", $"{pointer}/{name}"));
        return null;
    }

    /// <summary>A frequency member; null where it is missing or null.</summary>
    public static Frequency? FrequencyOf(JsonElement parent, string pointer, List<InputError> errors)
    {
        string? text = Text(parent, "frequency", pointer, errors);
        if (text is null) return null;
        if (Frequency.TryParse(text, out Frequency? frequency)) return frequency;
        errors.Add(new($"frequency must be one of {Frequency.Allowed}, was {TimeColumn.Shown(text)}", $"{pointer}/frequency"));
        return null;
    }

    /// <summary>Interval levels: an array of numbers, or text such as <c>80,95</c>.</summary>
    public static IReadOnlyList<double>? Levels(JsonElement parent, List<InputError> errors)
    {
        if (!Has(parent, "levels", out JsonElement element)) return null;
        if (element.ValueKind == JsonValueKind.String) return LevelText.Parse(element.GetString()!, "/levels", errors);
        if (element.ValueKind != JsonValueKind.Array)
        {
            errors.Add(new($"levels must be an array of numbers, was {Found(element)}", "/levels"));
            return null;
        }
        List<double> levels = [];
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double level)) levels.Add(level);
            else errors.Add(new($"a level must be a number, was {Found(item)}", $"/levels/{levels.Count}"));
        }
        return levels;
    }

    /// <summary>Is there a member of that name that is not null?</summary>
    public static bool Has(JsonElement parent, string name, out JsonElement element) =>
        parent.TryGetProperty(name, out element) && element.ValueKind != JsonValueKind.Null;

    /// <summary>What was found instead, in words.</summary>
    public static string Found(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => $"the text {TimeColumn.Shown(element.GetString())}",
        JsonValueKind.Number => element.GetRawText() is { Length: <= 40 } text ? text : "a long number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };

    /// <summary>A member's name in a pointer (RFC 6901).</summary>
    private static string Escaped(string name) =>
        (name.Length > 80 ? name[..80] : name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
