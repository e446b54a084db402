using System.Text.Json.Nodes;
using LstmService.Api.Models;
using LstmService.Api.Series;
using LstmService.Api.Training;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;
using Microsoft.OpenApi;
using static LstmService.Api.Documentation.Schemas;

namespace LstmService.Api.Documentation;

/// <summary>The schema of a JSON upload; the options' bounds are the very rules that refuse them.</summary>
internal static class UploadSchema
{
    public static NamedSchema Training { get; } = new("TrainingRequest", MakeTraining);

    /// <summary>New points of a model's series.</summary>
    public static NamedSchema Points { get; } = new("PointsRequest", MakePoints);

    /// <summary>The body of <c>POST /forecast</c>.</summary>
    public static NamedSchema History { get; } = new("ForecastRequest", MakeHistory);

    /// <summary>The body of <c>POST /explain</c>.</summary>
    public static NamedSchema Explanation { get; } = new("ExplanationRequest", MakeExplanation);

    /// <summary>A member of a training's body.</summary>
    public static OpenApiSchema MemberOfTraining(string name) => (OpenApiSchema)MakeTraining().Properties![name];

    private static OpenApiSchema MakeTraining() => Object("A training: series, and what is wanted of it. Everything but the series may be left out; covariates of a single series stand beside its values.", new()
    {
        ["model"] = Text("The model's name: [a-z0-9][a-z0-9._-]{0,63}. A name that exists gets a new version."),
        ["kind"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = $"What the values are: numbers, or with symbols text that names at most {Vocabulary.MostSymbols} states.",
            Enum = [JsonValue.Create(ModelKind.Values), JsonValue.Create(ModelKind.Symbols)],
        },
        ["timeZone"] = Text($"The zone of local times: {LstmService.Api.Series.TimeNotation.AllowedZones}."),
        ["dateFormat"] = Text($"What comes first in dates such as 03/04/2026: {LstmService.Api.Series.TimeNotation.AllowedFormats}."),
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
        ["calendar"] = new OpenApiSchema
        {
            Description = "Special days; or iCalendar or lines of date,name as one text.",
            AnyOf =
            [
                Array("Days.", Object("A day.", new() { ["date"] = Text("2026-12-24."), ["name"] = Text("Days of one name have one effect.") })),
                Text("iCalendar, or lines of date,name."),
            ],
        },
        ["gaps"] = Policy("gaps", "What becomes of times without a value; keep trains with them masked."),
        ["duplicates"] = Policy("duplicates", "What becomes of points that repeat a time; last unless told."),
        ["aggregate"] = Text($"A coarser step that the points are put together to. One of {Frequency.Allowed}."),
        ["aggregation"] = Policy("aggregation", "How; the sum of counts and the mean of everything else unless told."),
        ["outliers"] = Policy("outliers", "What becomes of outliers; keep unless told."),
        ["options"] = Object("Training options; whatever is left out is chosen from the data.",
            TrainingRules.Options.ToDictionary(rule => rule.Name, rule => (IOpenApiSchema)Option(rule))),
        ["search"] = Search(),
        ["priority"] = Number(JsonSchemaType.Integer, TrainingOrder.LowestPriority, TrainingOrder.HighestPriority, "Among your waiting jobs the highest goes first; 0 unless told."),
        ["series"] = Array("One series or many, all of one frequency.", Series()),
        ["start"] = Text("Of a single series, which may stand here instead of in series."),
        ["timestamps"] = Times(),
        ["values"] = Values(),
    }, open: true);

    private static OpenApiSchema MakePoints() => Object("Points of a model's series: a training's body without what is asked of a training.", new()
    {
        ["series"] = Array("The model's series that go on, or new ones.", Series()),
        ["start"] = Text("Of a single series, which may stand here instead of in series."),
        ["timestamps"] = Times(),
        ["values"] = Values(),
        ["timeZone"] = Text($"The zone of local times: {LstmService.Api.Series.TimeNotation.AllowedZones}."),
        ["dateFormat"] = Text($"What comes first in dates such as 03/04/2026: {LstmService.Api.Series.TimeNotation.AllowedFormats}."),
    }, open: true);

    private static OpenApiSchema MakeHistory() => Object("A forecast from a fresh history, or of a stored series under a future that is told.", new()
    {
        ["model"] = Text("The model's name."),
        ["version"] = Number(JsonSchemaType.Integer, 1, int.MaxValue, "A version other than the champion."),
        ["horizon"] = Number(JsonSchemaType.Integer, 1, TrainingRules.MaxHorizon, "Steps ahead; the model's own unless told."),
        ["levels"] = Array("Interval levels in percent.", Number(JsonSchemaType.Number, 1, 99.9, "A level.")),
        ["samples"] = Number(JsonSchemaType.Integer, 1, TrainingRules.MaxSamples, "Sample paths beside the points."),
        ["seed"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "What the sample paths are drawn from." },
        ["series"] = Text("The name to answer under; where no history is given, the stored series."),
        ["history"] = Fresh(),
        ["future"] = Future(),
        ["scenario"] = Object("What if: other values of known covariates; answers baseline, scenario and difference.", [], open: true),
    }, required: ["model"]);

    private static OpenApiSchema MakeExplanation() => Object("An explanation of a forecast from a fresh history.", new()
    {
        ["model"] = Text("The model's name."),
        ["version"] = Number(JsonSchemaType.Integer, 1, int.MaxValue, "A version other than the champion."),
        ["step"] = Number(JsonSchemaType.Integer, 1, TrainingRules.MaxHorizon, "Steps ahead; 1 unless told."),
        ["method"] = Choice("How it is explained; integratedGradients unless told.", [Explanations.ExplainQuery.Gradients, Explanations.ExplainQuery.Relevance]),
        ["symbol"] = Text("Of a model of symbols, the symbol whose score is explained; the most likely unless told."),
        ["series"] = Text("The name to answer under."),
        ["history"] = Fresh(),
        ["future"] = Future(),
    }, required: ["model", "history"]);

    private static OpenApiSchema Fresh() => Object("What is forecast from; the model's covariates stand beside the values under their names.", new()
    {
        ["start"] = Text("The time of the first value, instead of timestamps."),
        ["timestamps"] = Times(),
        ["values"] = Values(),
        ["frequency"] = Text("The step, which must be the model's."),
    }, open: true);

    private static OpenApiSchema Future() => Object("Known covariates after the history, an array each.", [], open: true);

    private static OpenApiSchema Series() => Object("A series; covariates stand beside the values under their names.", new()
    {
        ["id"] = Text("The series' name, 1 to 200 characters."),
        ["start"] = Text("The time of the first value, instead of timestamps; needs a frequency."),
        ["timestamps"] = Times(),
        ["values"] = Values(),
    }, open: true);

    private static OpenApiSchema Times() => Array("A time for each value.", new OpenApiSchema
    {
        Type = JsonSchemaType.String | JsonSchemaType.Integer,
        Description = $"{TimeText.Allowed}, a year, a position or Unix time.",
    });

    private static OpenApiSchema Values() => Array("The values, null where one is missing; text where they are symbols.",
        new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.String | JsonSchemaType.Null });

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

    /// <summary>A training option.</summary>
    public static OpenApiSchema Option(OptionRule rule) => rule.Kind switch
    {
        OptionKind.Whole => Number(JsonSchemaType.Integer, rule.Least, rule.Most, rule.Description),
        OptionKind.Number => Number(JsonSchemaType.Number, rule.Least, rule.Most, rule.Description),
        OptionKind.Flag => new() { Type = JsonSchemaType.Boolean, Description = rule.Description },
        OptionKind.Choice => Choice(rule.Description, rule.Allowed),
        _ => Text(rule.Description),
    };
}
