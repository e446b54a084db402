using System.Text.Json;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series.Json;

/// <summary>The members of one object: known names only, each once. A null is as good as absent.</summary>
internal sealed class JsonMembers
{
    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
    private readonly string pointer;
    private readonly ErrorList errors;

    /// <summary>Reads an object's members; what is unknown, with a hint, or given twice becomes an error.</summary>
    public JsonMembers(JsonElement element, string pointer, IReadOnlyList<string> allowed, ErrorList errors, string hint = "")
    {
        this.pointer = pointer;
        this.errors = errors;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (errors.IsFull) return;
            string? name = JsonText.NameOf(property);
            if (name is null) errors.Add("a member's name holds half of a surrogate pair", pointer);
            else if (!allowed.Contains(name))
                errors.Add($"{Excerpt.Of(name)} is not known here; allowed are {string.Join(", ", allowed)}{hint}", At(name));
            else if (!members.TryAdd(name, property.Value)) errors.Add($"{name} is given twice", At(name));
        }
    }

    public string At(string name) => JsonText.Pointer(pointer, name);

    public IEnumerable<KeyValuePair<string, JsonElement>> Given => members.Where(m => m.Value.ValueKind != JsonValueKind.Null);

    public JsonElement? Find(string name) =>
        members.TryGetValue(name, out JsonElement element) && element.ValueKind != JsonValueKind.Null ? element : null;

    public string? Text(string name)
    {
        if (Find(name) is not { } element) return null;
        if (element.ValueKind == JsonValueKind.String && JsonText.Of(element) is { } text) return text;
        return Wrong<string>(name, "text", element);
    }

    public int? Integer(string name)
    {
        if (Find(name) is not { } element) return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number)) return number;
        Wrong<string>(name, "an integer", element);
        return null;
    }

    public Frequency? Frequency(string name)
    {
        if (Text(name) is not { } text) return null;
        if (Forecasting.Time.Frequency.TryParse(text, out Frequency? frequency)) return frequency;
        errors.Add($"{Excerpt.Of(text)} is no frequency; allowed are {Forecasting.Time.Frequency.Allowed}", At(name));
        return null;
    }

    /// <summary>Levels as an array of numbers or as text, <c>80,95</c>.</summary>
    public IReadOnlyList<double>? Levels(string name)
    {
        if (Find(name) is not { } element) return null;
        if (element.ValueKind == JsonValueKind.Array) return LevelItems(name, element);
        if (element.ValueKind == JsonValueKind.String && JsonText.Of(element) is { } text && SettingText.Levels(text) is { } levels) return levels;
        return Wrong<IReadOnlyList<double>>(name, "numbers such as [80, 95]", element);
    }

    private List<double> LevelItems(string name, JsonElement array)
    {
        List<double> levels = [];
        int i = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (errors.IsFull) break;
            if (item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double level) && double.IsFinite(level)) levels.Add(level);
            else errors.Add($"expected a number, found {JsonText.Found(item)}", $"{At(name)}/{i}");
            i++;
        }
        return levels;
    }

    private T? Wrong<T>(string name, string expected, JsonElement found)
        where T : class
    {
        errors.Add($"{name}: expected {expected}, found {JsonText.Found(found)}", At(name));
        return null;
    }
}
