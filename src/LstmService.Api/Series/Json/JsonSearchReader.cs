using System.Text.Json;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;

namespace LstmService.Api.Series.Json;

/// <summary>Reads a search: <c>{"strategy": "grid", "space": {"hidden": [8, 16], "learningRate": {"min": 1e-4, "max": 1e-2, "log": true}}}</c>.</summary>
internal static class JsonSearchReader
{
    private const string Example = "{\"strategy\": \"grid\", \"space\": {\"hidden\": [8, 16]}}";
    private const string Dimension = "an array of values or {\"min\": .., \"max\": .., \"log\": true}";
    private const string DefaultStrategy = "grid";
    private const int DefaultSeed = 1;

    private static readonly string[] Allowed = ["strategy", "space", "metric", "trials", "seed"];
    private static readonly string[] AllowedInRange = ["min", "max", "log"];

    /// <summary>The search that a form field or query parameter holds; null, with the reasons in <paramref name="errors"/>, where it is none.</summary>
    public static SearchRequest? Read(string text, string name, ErrorList errors)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, name, errors);
        }
        catch (JsonException)
        {
            errors.Add($"{name} must be JSON such as {Example}, was {Excerpt.Of(text)}", name);
            return null;
        }
    }

    /// <summary>The search; null, with the reasons in <paramref name="errors"/>, where it is none.</summary>
    public static SearchRequest? Read(JsonElement element, string pointer, ErrorList errors)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"search: expected an object such as {Example}, found {JsonText.Found(element)}", pointer);
            return null;
        }
        JsonMembers members = new(element, pointer, Allowed, errors);
        List<SearchDimension> space = [];
        if (members.Find("space") is not { ValueKind: JsonValueKind.Object } found)
            errors.Add("space: expected an object with options and their values, such as {\"hidden\": [8, 16]}", members.At("space"));
        else space = ReadSpace(found, members.At("space"), errors);
        return new(members.Text("strategy") ?? DefaultStrategy, space, members.Text("metric") ?? SearchMetric.Default, members.Integer("trials"), members.Integer("seed") ?? DefaultSeed);
    }

    private static List<SearchDimension> ReadSpace(JsonElement space, string pointer, ErrorList errors)
    {
        List<SearchDimension> dimensions = [];
        foreach ((string name, JsonElement given) in new JsonMembers(space, pointer, [.. TrainingRules.Options.Select(rule => rule.Name)], errors).Given)
        {
            string at = JsonText.Pointer(pointer, name);
            if (given.ValueKind == JsonValueKind.Array) dimensions.Add(new(name, [.. given.EnumerateArray().Select(value => value.Clone())], null));
            else if (given.ValueKind == JsonValueKind.Object) dimensions.Add(new(name, null, ReadRange(new(given, at, AllowedInRange, errors), errors)));
            else errors.Add($"{name}: expected {Dimension}, found {JsonText.Found(given)}", at);
        }
        return dimensions;
    }

    private static SearchRange ReadRange(JsonMembers range, ErrorList errors)
    {
        return new(Number("min"), Number("max"), Flag("log"));

        double Number(string name)
        {
            if (range.Find(name) is { ValueKind: JsonValueKind.Number } element && element.TryGetDouble(out double number) && double.IsFinite(number)) return number;
            errors.Add($"{name}: expected a number, found {(range.Find(name) is { } other ? JsonText.Found(other) : "nothing")}", range.At(name));
            return 0;
        }

        bool Flag(string name)
        {
            if (range.Find(name) is not { } element) return false;
            if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return element.GetBoolean();
            errors.Add($"{name}: expected true or false, found {JsonText.Found(element)}", range.At(name));
            return false;
        }
    }
}
