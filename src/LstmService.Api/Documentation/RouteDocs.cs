using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>A worked answer.</summary>
internal sealed record ResponseExample(int Status, string ContentType, string? Body);

/// <summary>A worked request body; a route may take several content types.</summary>
/// <param name="ContentType">The content type.</param>
/// <param name="Body">The example: JSON also of a form.</param>
/// <param name="Schema">Makes the schema of a JSON body; null is any object.</param>
internal sealed record RequestExample(string ContentType, string Body, Func<OpenApiSchema>? Schema = null);

/// <summary>A parameter of a query, path or header, for handlers that read it themselves.</summary>
internal sealed record ParameterDoc(string Name, ParameterLocation Place, string Description, JsonNode? Example, bool Required);

/// <summary>What the document says of a route, kept beside the route.</summary>
internal static class RouteDocs
{
    private const string JsonType = "application/json";

    public static RouteHandlerBuilder WithExample(
        this RouteHandlerBuilder route, string? body, int status = StatusCodes.Status200OK, string contentType = JsonType) =>
        route.WithMetadata(new ResponseExample(status, contentType, body));

    public static RouteHandlerBuilder WithRequestExample(this RouteHandlerBuilder route, string body, string contentType = JsonType) =>
        route.WithMetadata(new RequestExample(contentType, body));

    /// <summary>The bodies of a training: JSON with its schema, CSV, Parquet and a form.</summary>
    public static RouteHandlerBuilder WithUploadExamples(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestExample(JsonType, TrainingExamples.Request, UploadSchema.Make)).WithFileExamples(TrainingExamples.Csv, "shop");

    /// <summary>A file as a body, CSV or Parquet, and in a form.</summary>
    /// <param name="route">The route.</param>
    /// <param name="csv">The file as CSV.</param>
    /// <param name="model">The model that the form names; null where it names none.</param>
    public static RouteHandlerBuilder WithFileExamples(this RouteHandlerBuilder route, string csv, string? model = null) => route.WithMetadata(
        new RequestExample("text/csv", csv),
        new RequestExample(FileSchema.Parquet, FileSchema.ParquetExample, FileSchema.OfParquet),
        new RequestExample(FileSchema.Form, FileSchema.FormExample(csv, model), FileSchema.OfForm));

    public static RouteHandlerBuilder WithQuery(
        this RouteHandlerBuilder route, string name, string description, JsonNode? example = null, bool required = false) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Query, description, example, required));

    public static RouteHandlerBuilder WithPath(this RouteHandlerBuilder route, string name, string description, JsonNode? example = null) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Path, description, example, Required: true));

    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder route, string name, string description, JsonNode? example = null) =>
        route.WithMetadata(new ParameterDoc(name, ParameterLocation.Header, description, example, Required: false));
}
