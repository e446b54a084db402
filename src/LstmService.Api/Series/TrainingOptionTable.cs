using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LstmService.Forecasting.Options;

namespace LstmService.Api.Series;

/// <summary>One member of <see cref="TrainingOptions"/> and how it is read.</summary>
internal sealed class TrainingOption(PropertyInfo property)
{
    private readonly Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>As requests spell it: camelCase.</summary>
    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    /// <summary>What a value must be, for messages.</summary>
    public string Expected { get; } = Type.GetTypeCode(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        TypeCode.Int32 => "an integer",
        TypeCode.Double => "a number",
        TypeCode.Boolean => "true or false",
        TypeCode.String => "text",
        _ => throw new InvalidOperationException($"TrainingOptions.{property.Name} is of a type that requests cannot give"),
    };

    public void Set(TrainingOptions options, object value) => property.SetValue(options, value);

    /// <summary>The value of a JSON element; null where it is of another type.</summary>
    public object? FromJson(JsonElement element) => (Type.GetTypeCode(type), element.ValueKind) switch
    {
        (TypeCode.Int32, JsonValueKind.Number) => element.TryGetInt32(out int number) ? number : null,
        (TypeCode.Double, JsonValueKind.Number) => element.TryGetDouble(out double number) && double.IsFinite(number) ? number : null,
        (TypeCode.Boolean, JsonValueKind.True or JsonValueKind.False) => element.GetBoolean(),
        (TypeCode.String, JsonValueKind.String) => Json.JsonText.Of(element),
        _ => null,
    };

    /// <summary>The value of a query parameter or form field; null where it is of another type.</summary>
    public object? FromText(string text) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 => SettingText.Integer(text),
        TypeCode.Double => SettingText.Number(text),
        TypeCode.Boolean => bool.TryParse(text, out bool yes) ? yes : null,
        _ => text,
    };
}

/// <summary>Every training option by its name; one that is added to <see cref="TrainingOptions"/> can be uploaded at once.</summary>
internal static class TrainingOptionTable
{
    private static readonly Dictionary<string, TrainingOption> ByName = typeof(TrainingOptions)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(p => new TrainingOption(p))
        .ToDictionary(o => o.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    public static TrainingOption? Find(string name) => ByName.GetValueOrDefault(name);
}

/// <summary>Reads the numbers of query parameters and form fields; null where they are none.</summary>
internal static class SettingText
{
    public static int? Integer(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    /// <summary>Reads <c>80,95</c>.</summary>
    public static IReadOnlyList<double>? Levels(string text)
    {
        List<double> levels = [];
        foreach (string part in text.Split(','))
        {
            if (Number(part) is not { } level) return null;
            levels.Add(level);
        }
        return levels;
    }
}
