using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LstmService.Api.Problems;
using LstmService.Forecasting.Options;

namespace LstmService.Api.Series;

/// <summary>Reads <see cref="TrainingOptions"/> by the names of its properties, from JSON or from text.</summary>
internal static class OptionFields
{
    private static readonly Dictionary<string, PropertyInfo> Properties =
        typeof(TrainingOptions).GetProperties().ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));

    /// <summary>All names, for messages.</summary>
    public static IReadOnlyCollection<string> Names => Properties.Keys;

    /// <summary>Reads a JSON object.</summary>
    public static TrainingOptions FromJson(JsonElement element, string pointer, List<InputError> errors)
    {
        TrainingOptions options = new();
        if (!JsonFields.IsObject(element, pointer, Names, errors)) return options;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null || !Properties.TryGetValue(property.Name, out PropertyInfo? target)) continue;
            string at = $"{pointer}/{property.Name}";
            if (Read(property.Value, target.PropertyType, out object? value)) target.SetValue(options, value);
            else errors.Add(new($"{property.Name} must be {TypeName(target.PropertyType)}, was {JsonFields.Found(property.Value)}", at));
        }
        return options;
    }

    /// <summary>Sets one option from text; false where there is none of that name.</summary>
    public static bool TrySet(TrainingOptions options, string name, string text, List<InputError> errors)
    {
        if (!Properties.TryGetValue(name, out PropertyInfo? target)) return false;
        if (Parse(text, target.PropertyType, out object? value)) target.SetValue(options, value);
        else errors.Add(new($"{name} must be {TypeName(target.PropertyType)}, was {TimeColumn.Shown(text)}", name));
        return true;
    }

    private static bool Read(JsonElement element, Type type, out object? value)
    {
        value = null;
        if (type == typeof(int?) && element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int whole)) value = whole;
        else if (type == typeof(double?) && element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && double.IsFinite(number)) value = number;
        else if (type == typeof(bool?) && element.ValueKind is JsonValueKind.True or JsonValueKind.False) value = element.GetBoolean();
        else if (type == typeof(string)) value = TextOf(element);
        return value is not null;
    }

    /// <summary>Text; a whole number or a list of them is the text of it, so that <c>12</c> and <c>[24, 168]</c> are season lengths too.</summary>
    private static string? TextOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.Array when element.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number) =>
            string.Join(',', element.EnumerateArray().Select(e => e.GetRawText())),
        _ => null,
    };

    private static bool Parse(string text, Type type, out object? value)
    {
        value = null;
        if (type == typeof(int?) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole)) value = whole;
        else if (type == typeof(double?) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) value = number;
        else if (type == typeof(bool?) && bool.TryParse(text, out bool flag)) value = flag;
        else if (type == typeof(string)) value = text;
        return value is not null;
    }

    private static string TypeName(Type type) =>
        type == typeof(int?) ? "a whole number"
        : type == typeof(double?) ? "a number"
        : type == typeof(bool?) ? "true or false"
        : "text";
}
