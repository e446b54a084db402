using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>A worked answer.</summary>
internal sealed record ResponseExample(int Status, string ContentType, string? Body);

/// <summary>A worked request body; a route may take several content types.</summary>
/// <param name="ContentType">The content type.</param>
/// <param name="Body">The example: JSON also of a form.</param>
/// <param name="Schema">The schema of a body; null for text.</param>
internal sealed record RequestExample(string ContentType, string Body, NamedSchema? Schema = null);

/// <summary>A schema that stands once in the document, under its name.</summary>
internal sealed record NamedSchema(string Name, Func<OpenApiSchema> Make);

/// <summary>A parameter of a query, path or header, for handlers that read it themselves.</summary>
internal sealed record ParameterDoc(string Name, ParameterLocation Place, string Description, JsonNode? Example, bool Required, Func<OpenApiSchema> Schema);

/// <summary>Query parameters that several routes take, each of which stands once in the document; made when that is, and not when the service starts.</summary>
internal sealed record SharedParameters(Func<IEnumerable<ParameterDoc>> Make);

/// <summary>What an answer is of: one of these types.</summary>
internal sealed record AnswerTypes(int Status, IReadOnlyList<Type> Types);

/// <summary>The problems that a route may answer, beside those that every route may.</summary>
internal sealed record ProblemStatuses(IReadOnlyList<int> Statuses);

/// <summary>What the document says of a route, kept beside the route.</summary>
internal static class RouteDocs
{
    private const string JsonType = "application/json";

    public static RouteHandlerBuilder WithExample(
        this RouteHandlerBuilder route, string? body, int status = StatusCodes.Status200OK, string contentType = JsonType) =>
        route.WithMetadata(new ResponseExample(status, contentType, body));

    /// <summary>A JSON answer of one of these types, where the handler's own type does not say so.</summary>
    public static RouteHandlerBuilder WithAnswer(this RouteHandlerBuilder route, int status, params Type[] types) =>
        route.WithMetadata(new AnswerTypes(status, types));

    /// <summary>The problems that the route may answer.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder route, params int[] statuses) =>
        route.WithMetadata(new ProblemStatuses(statuses));

    public static RouteHandlerBuilder WithRequestExample(
        this RouteHandlerBuilder route, string body, string contentType = JsonType, NamedSchema? schema = null) =>
        route.WithMetadata(new RequestExample(contentType, body, schema));

    /// <summary>The bodies of a training: JSON with its schema, CSV, Parquet and a form.</summary>
    public static RouteHandlerBuilder WithUploadExamples(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestExample(JsonType, TrainingExamples.Request, UploadSchema.Training)).WithFileExamples(TrainingExamples.Csv, FileSettings.OfTraining, "shop");

    /// <summary>A file as a body, CSV or Parquet, and in a form.</summary>
    /// <param name="route">The route.</param>
    /// <param name="csv">The file as CSV.</param>
    /// <param name="settings">What may be said beside it.</param>
    /// <param name="model">The model that the form names; null where it names none.</param>
    public static RouteHandlerBuilder WithFileExamples(this RouteHandlerBuilder route, string csv, SharedParameters settings, string? model = null) => route.WithMetadata(
        settings,
        new RequestExample("text/csv", csv),
        new RequestExample(FileSchema.Parquet, FileSchema.ParquetExample, FileSchema.OfParquet),
        new RequestExample(FileSchema.Form, FileSchema.FormExample(csv, model), FileSchema.OfForm));

    public static RouteHandlerBuilder WithQuery(
        this RouteHandlerBuilder route, string name, string description, JsonNode? example = null, bool required = false, bool isNumber = false) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Query, description, example, required, Plain(isNumber || IsNumber(example))));

    public static RouteHandlerBuilder WithPath(this RouteHandlerBuilder route, string name, string description, JsonNode? example = null) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Path, description, example, Required: true, Plain(IsNumber(example))));

    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder route, string name, string description, JsonNode? example = null) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Header, description, example, Required: false, Plain(isNumber: false)));

    private static Func<OpenApiSchema> Plain(bool isNumber) => () => new() { Type = isNumber ? JsonSchemaType.Integer : JsonSchemaType.String };

    private static bool IsNumber(JsonNode? example) => example?.GetValueKind() == System.Text.Json.JsonValueKind.Number;
}
