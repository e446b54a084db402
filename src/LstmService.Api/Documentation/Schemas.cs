using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>Schemas of bodies that the service reads itself, without a type.</summary>
internal static class Schemas
{
    /// <summary>The body of <c>PUT /models/{model}/champion</c>.</summary>
    public static NamedSchema Promotion { get; } = new("PromotionRequest", () => Object("Which version.", new()
    {
        ["version"] = Number(JsonSchemaType.Integer, 1, int.MaxValue, "The version that is to forecast."),
    }, required: ["version"]));

    /// <summary>The body of <c>PUT /models/{model}/schedule</c>.</summary>
    public static NamedSchema Schedule { get; } = new("ScheduleRequest", () => Object("When the model is trained anew; cron, onDrift or both.", new()
    {
        ["cron"] = Text("Quartz's cron expression: seconds first, six or seven fields."),
        ["timeZone"] = Text("The clock it is read by, a name of the IANA database; UTC unless told."),
        ["onDrift"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Train also when the errors on appended points have grown." },
    }));

    /// <summary>An object; an open one takes members that are not named here.</summary>
    public static OpenApiSchema Object(string description, Dictionary<string, IOpenApiSchema> properties, string[]? required = null, bool open = false) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Properties = properties,
        Required = required?.ToHashSet(),
        AdditionalPropertiesAllowed = open,
        AdditionalProperties = open ? new OpenApiSchema() : null,
    };

    public static OpenApiSchema Array(string description, IOpenApiSchema items) =>
        new() { Type = JsonSchemaType.Array, Description = description, Items = items };

    public static OpenApiSchema Choice(string description, IReadOnlyList<string> allowed) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Enum = [.. allowed.Select(name => (JsonNode)JsonValue.Create(name))],
    };

    public static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    public static OpenApiSchema Number(JsonSchemaType type, double least, double most, string description) => new()
    {
        Type = type,
        Description = description,
        Minimum = Bound(least),
        Maximum = Bound(most),
    };

    // Tools that read the document hold bounds in decimals; one beyond them is no bound that anybody meets.
    private static string? Bound(double bound) => Math.Abs(bound) < (double)decimal.MaxValue ? bound.ToString(CultureInfo.InvariantCulture) : null;
}
