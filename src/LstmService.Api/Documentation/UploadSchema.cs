using System.Globalization;
using System.Text.Json.Nodes;
using LstmService.Api.Models;
using LstmService.Api.Series;
using LstmService.Api.Training;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>The schema of a JSON upload; the options' bounds are the very rules that refuse them.</summary>
internal static class UploadSchema
{
    public static OpenApiSchema Make() => Object("A training: series, and what is wanted of it. Everything but the series may be left out.", new()
    {
        ["model"] = Text("The model's name: [a-z0-9][a-z0-9._-]{0,63}. A name that exists gets a new version."),
        ["kind"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = $"What the values are: numbers, or with symbols text that names at most {Vocabulary.MostSymbols} states.",
            Enum = [JsonValue.Create(ModelKind.Values), JsonValue.Create(ModelKind.Symbols)],
        },
        ["timeZone"] = Text($"The zone of local times: {Series.TimeNotation.AllowedZones}."),
        ["dateFormat"] = Text($"What comes first in dates such as 03/04/2026: {Series.TimeNotation.AllowedFormats}."),
        ["sample"] = Text("A built-in sample instead of series: air-passengers."),
        ["frequency"] = Text($"The step of the series; found from the times where it is left out. One of {Frequency.Allowed}."),
        ["horizon"] = Number(JsonSchemaType.Integer, 1, TrainingRules.MaxHorizon, "Steps ahead."),
        ["levels"] = Array("Interval levels in percent.", Number(JsonSchemaType.Number, 1, 99.9, "A level.")),
        ["covariates"] = Object("What is given beside the values of every series, under these names.", new()
        {
            ["known"] = Array("Known ahead: an array that may run on past the values.", Text("A name.")),
            ["past"] = Array("Known of the past only: an array as long as the values.", Text("A name.")),
            ["static"] = Array("One value for the whole series.", Text("A name.")),
        }),
        ["calendar"] = Array("Special days; or iCalendar or lines of date,name as one text.", Object("A day.", new()
        {
            ["date"] = Text("2026-12-24."),
            ["name"] = Text("Days of one name have one effect."),
        })),
        ["gaps"] = Policy("gaps", "What becomes of times without a value; keep trains with them masked."),
        ["duplicates"] = Policy("duplicates", "What becomes of points that repeat a time; last unless told."),
        ["aggregate"] = Text($"A coarser step that the points are put together to. One of {Frequency.Allowed}."),
        ["aggregation"] = Policy("aggregation", "How; the sum of counts and the mean of everything else unless told."),
        ["outliers"] = Policy("outliers", "What becomes of outliers; keep unless told."),
        ["options"] = Object("Training options; whatever is left out is chosen from the data.",
            TrainingRules.Options.ToDictionary(rule => rule.Name, rule => (IOpenApiSchema)Option(rule))),
        ["search"] = Search(),
        ["priority"] = Number(JsonSchemaType.Integer, TrainingOrder.LowestPriority, TrainingOrder.HighestPriority, "Among your waiting jobs the highest goes first; 0 unless told."),
        ["series"] = Array("One series or many, all of one frequency.", Object("A series.", new()
        {
            ["id"] = Text("The series' name, 1 to 200 characters."),
            ["start"] = Text("The time of the first value, instead of timestamps; needs a frequency."),
            ["timestamps"] = Array("A time for each value.", Text($"{TimeText.Allowed}, a year or a position.")),
            ["values"] = Array("The values, null where one is missing; text where kind is symbols.",
                new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.String | JsonSchemaType.Null }),
        })),
    });

    private static OpenApiSchema Policy(string name, string description) => Choice(description, PolicySettings.AllowedOf(name).Split(", "));

    private static OpenApiSchema Search() => Object(
        "Options to search for the best; whatever is not searched is as without. The best point is trained anew and published.", new()
        {
            ["strategy"] = Choice($"grid: every point, at most {SearchRules.MostPoints}. random: draws. halving: many points for few epochs, the best for all (successive halving).", SearchRules.Strategies),
            ["metric"] = Choice($"What is made small, on origins before the judged ones; {SearchMetric.Default} where it is left out.", SearchMetric.Names),
            ["trials"] = Number(JsonSchemaType.Integer, 1, SearchRules.MostPoints, "Points to draw; not with grid."),
            ["seed"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "What the draws come from." },
            ["space"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Options by name: an array of values or, where points are drawn, a range {\"min\": 1e-4, \"max\": 1e-2, \"log\": true}.",
                Examples = [JsonNode.Parse("""{ "hidden": [8, 16], "learningRate": [0.001, 0.01] }""")!],
            },
        });

    private static OpenApiSchema Option(OptionRule rule) => rule.Kind switch
    {
        OptionKind.Whole => Number(JsonSchemaType.Integer, rule.Least, rule.Most, rule.Description),
        OptionKind.Number => Number(JsonSchemaType.Number, rule.Least, rule.Most, rule.Description),
        OptionKind.Flag => new() { Type = JsonSchemaType.Boolean, Description = rule.Description },
        OptionKind.Choice => Choice(rule.Description, rule.Allowed),
        _ => Text(rule.Description),
    };

    private static OpenApiSchema Object(string description, Dictionary<string, IOpenApiSchema> properties) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Properties = properties,
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiSchema Array(string description, OpenApiSchema items) =>
        new() { Type = JsonSchemaType.Array, Description = description, Items = items };

    private static OpenApiSchema Choice(string description, IReadOnlyList<string> allowed) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Enum = [.. allowed.Select(name => (JsonNode)JsonValue.Create(name))],
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Number(JsonSchemaType type, double least, double most, string description) => new()
    {
        Type = type,
        Description = description,
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
    };
}
