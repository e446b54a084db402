using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>Writes the examples and parameters that stand beside each route into the document, and the problem every route may answer.</summary>
internal sealed class ExampleTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (ParameterDoc parameter in metadata.OfType<ParameterDoc>()) Describe(operation, parameter);
        foreach (RequestExample example in metadata.OfType<RequestExample>()) AddRequest(operation, example);
        foreach (ResponseExample example in metadata.OfType<ResponseExample>()) AddResponse(operation, example);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Anything that went wrong, as RFC 9457 problem details.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaTypeNames.Application.ProblemJson] = new() { Example = JsonNode.Parse(ProblemExample), Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
            },
        };
        return Task.CompletedTask;
    }

    private const string ProblemExample =
        """
        {
          "type": "urn:lstmservice:problem:invalid-input", "title": "The input is not valid", "status": 400,
          "detail": "horizon must be 1..512, was 0", "errors": [{ "detail": "horizon must be 1..512, was 0", "pointer": "horizon" }]
        }
        """;

    private static void Describe(OpenApiOperation operation, ParameterDoc doc)
    {
        operation.Parameters ??= [];
        foreach (IOpenApiParameter known in operation.Parameters.Where(p => p.Name == doc.Name && p.In == doc.Place).ToArray())
            operation.Parameters.Remove(known);
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = doc.Name,
            In = doc.Place,
            Required = doc.Required,
            Description = doc.Description,
            Example = doc.Example?.DeepClone(),
            Schema = new OpenApiSchema
            {
                Type = doc.Example?.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonSchemaType.Integer : JsonSchemaType.String,
            },
        });
    }

    private static void AddRequest(OpenApiOperation operation, RequestExample example)
    {
        OpenApiRequestBody body = operation.RequestBody as OpenApiRequestBody ?? new OpenApiRequestBody { Required = true };
        body.Content ??= new Dictionary<string, OpenApiMediaType>();
        OpenApiMediaType media = Media(example.ContentType, example.Body);
        if (example.Schema is { } schema) media.Schema = schema();
        body.Content[example.ContentType] = media;
        operation.RequestBody = body;
    }

    private static void AddResponse(OpenApiOperation operation, ResponseExample example)
    {
        operation.Responses ??= [];
        string status = example.Status.ToString(CultureInfo.InvariantCulture);
        if (!operation.Responses.TryGetValue(status, out IOpenApiResponse? known) || known is not OpenApiResponse response)
            operation.Responses[status] = response = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(example.Status) };
        if (example.Body is not { } text) return;
        response.Content ??= new Dictionary<string, OpenApiMediaType>();
        OpenApiMediaType made = Media(example.ContentType, text);
        if (response.Content.TryGetValue(example.ContentType, out OpenApiMediaType? media)) media.Example = made.Example;
        else response.Content[example.ContentType] = made;
    }

    private static OpenApiMediaType Media(string contentType, string text) => contentType is MediaTypeNames.Application.Json or FileSchema.Form
        ? new OpenApiMediaType { Example = JsonNode.Parse(text), Schema = new OpenApiSchema { Type = JsonSchemaType.Object } }
        : new OpenApiMediaType { Example = text, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
