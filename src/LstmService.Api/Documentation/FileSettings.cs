using LstmService.Api.Series;
using LstmService.Forecasting.Options;
using Microsoft.OpenApi;
using static LstmService.Api.Documentation.Schemas;

namespace LstmService.Api.Documentation;

/// <summary>What may be said of a file: query parameters beside CSV or Parquet as a body, fields of the same names in a form.</summary>
internal static class FileSettings
{
    private const string Beside = " Beside a CSV or Parquet body; a member of JSON, a field of a form.";
    private const string OfFile = " Beside a CSV or Parquet body; a field of a form.";

    // JSON has members of these names and values
    private static readonly string[] AsMembers =
        ["model", "kind", "frequency", "horizon", "priority", .. PolicySettings.Names];

    /// <summary>Which column is what, and how numbers and times are written.</summary>
    public static SharedParameters OfTable { get; } = new(Table);

    /// <summary>All that stands in a training's JSON beside its series, with each training option.</summary>
    public static SharedParameters OfTraining { get; } = new(() => [.. Table(), .. AsMembers.Select(Member), .. Texts(), .. TrainingRules.Options.Select(Option)]);

    private static IEnumerable<ParameterDoc> Table()
    {
        yield return Own("timeColumn", Text("The column of the times, by its name or number."));
        yield return Own("idColumn", Text("The column of the series' names, by its name or number."));
        yield return Own("valueColumn", Text("The column of the values, by its name or number; several with commas between them."));
        yield return Own("delimiter", Choice("What divides the fields of a line; found where it is left out.", TableSettings.Delimiters));
        yield return Own("decimal", Choice("What divides a number's decimals; found where it is left out.", TableSettings.DecimalMarks));
        foreach (string name in TableSettings.OfTimes) yield return Member(name);
    }

    // what JSON writes as arrays and objects
    private static IEnumerable<ParameterDoc> Texts()
    {
        yield return Own("levels", Text("Interval levels in percent with commas between them, such as 80,95."));
        yield return Own("known", Text("Columns that are known ahead, with commas between them."));
        yield return Own("past", Text("Columns that are known of the past only, with commas between them."));
        yield return Own("static", Text("Columns with one value a series, with commas between them."));
        yield return Own("covariates", Text("The same as JSON: {\"known\": [\"price\"]}."));
        yield return Own("calendar", Text("Special days: iCalendar, or lines of date,name."));
        yield return Own("search", Text("A search over options, as the JSON that is its member."));
    }

    private static ParameterDoc Member(string name) => Of(name, UploadSchema.MemberOfTraining(name), Beside);

    private static ParameterDoc Option(OptionRule rule) => Of(rule.Name, UploadSchema.Option(rule), " A training option: beside a CSV or Parquet body; in JSON a member of options, a field of a form.");

    private static ParameterDoc Own(string name, OpenApiSchema schema) => Of(name, schema, OfFile);

    private static ParameterDoc Of(string name, OpenApiSchema schema, string where)
    {
        string description = schema.Description + where;
        schema.Description = null; // the parameter says it
        return new(name, ParameterLocation.Query, description, Example: null, Required: false, () => schema);
    }
}
