using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>Writes the examples and parameters that stand beside each route into the document, and the problem every route may answer.</summary>
internal sealed class ExampleTransformer : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (ParameterDoc parameter in metadata.OfType<ParameterDoc>()) Describe(operation, parameter);
        foreach (SharedParameters shared in metadata.OfType<SharedParameters>()) AddShared(operation, shared, context.Document!);
        foreach (RequestExample example in metadata.OfType<RequestExample>()) AddRequest(operation, example, context.Document!);
        foreach (ResponseExample example in metadata.OfType<ResponseExample>()) AddResponse(operation, example);
        operation.Responses ??= [];
        OpenApiDocument document = context.Document!;
        foreach (AnswerTypes answer in Either(metadata).Concat(metadata.OfType<AnswerTypes>()))
        {
            List<IOpenApiSchema> references = [];
            foreach (Type type in answer.Types) references.Add(await ReferenceAsync(type));
            SetSchema(operation, answer.Status, references.Count == 1 ? references[0] : new OpenApiSchema { AnyOf = references });
        }
        await ReferenceAsync(typeof(ProblemBody));
        foreach (int status in metadata.OfType<ProblemStatuses>().SelectMany(problems => problems.Statuses))
            operation.Responses[Text(status)] = ProblemDocs.Response(status, document);
        operation.Responses["default"] = ProblemDocs.Otherwise(document);

        Task<IOpenApiSchema> ReferenceAsync(Type type) =>
            ComponentDocs.ReferenceAsync(document, type, (t, token) => context.GetOrCreateSchemaAsync(t, null, token), cancellationToken);
    }

    /// <summary>What a handler answers of one type or another, of which the framework keeps the last.</summary>
    private static IEnumerable<AnswerTypes> Either(IList<object> metadata) =>
        from produced in metadata.OfType<IProducesResponseTypeMetadata>()
        where produced.Type is not null && produced.ContentTypes.Contains(MediaTypeNames.Application.Json)
        group produced.Type by produced.StatusCode into types
        where types.Count() > 1
        select new AnswerTypes(types.Key, [.. types]);

    private static void SetSchema(OpenApiOperation operation, int status, IOpenApiSchema schema)
    {
        OpenApiResponse response = (OpenApiResponse)operation.Responses![Text(status)];
        response.Content ??= new Dictionary<string, OpenApiMediaType>();
        if (response.Content.TryGetValue(MediaTypeNames.Application.Json, out OpenApiMediaType? media)) media.Schema = schema;
        else response.Content[MediaTypeNames.Application.Json] = new OpenApiMediaType { Schema = schema };
    }

    private static void Describe(OpenApiOperation operation, ParameterDoc doc)
    {
        operation.Parameters ??= [];
        foreach (IOpenApiParameter known in operation.Parameters.Where(p => p.Name == doc.Name && p.In == doc.Place).ToArray())
            operation.Parameters.Remove(known);
        operation.Parameters.Add(Parameter(doc));
    }

    private static void AddShared(OpenApiOperation operation, SharedParameters shared, OpenApiDocument document)
    {
        operation.Parameters ??= [];
        foreach (ParameterDoc doc in shared.Make())
        {
            if (document.Components?.Parameters?.ContainsKey(doc.Name) != true) document.AddComponent(doc.Name, Parameter(doc));
            operation.Parameters.Add(new OpenApiParameterReference(doc.Name, document));
        }
    }

    private static OpenApiParameter Parameter(ParameterDoc doc) => new()
    {
        Name = doc.Name,
        In = doc.Place,
        Required = doc.Required,
        Description = doc.Description,
        Example = doc.Example?.DeepClone(),
        Schema = doc.Schema(),
    };

    private static void AddRequest(OpenApiOperation operation, RequestExample example, OpenApiDocument document)
    {
        OpenApiRequestBody body = operation.RequestBody as OpenApiRequestBody ?? new OpenApiRequestBody { Required = true };
        body.Content ??= new Dictionary<string, OpenApiMediaType>();
        OpenApiMediaType media = Media(example.ContentType, example.Body);
        if (example.Schema is { } schema)
        {
            if (document.Components?.Schemas?.ContainsKey(schema.Name) != true) document.AddComponent(schema.Name, schema.Make());
            media.Schema = new OpenApiSchemaReference(schema.Name, document);
        }
        body.Content[example.ContentType] = media;
        operation.RequestBody = body;
    }

    private static void AddResponse(OpenApiOperation operation, ResponseExample example)
    {
        operation.Responses ??= [];
        string status = Text(example.Status);
        if (!operation.Responses.TryGetValue(status, out IOpenApiResponse? known) || known is not OpenApiResponse response)
            operation.Responses[status] = response = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(example.Status) };
        if (example.Body is not { } text) return;
        response.Content ??= new Dictionary<string, OpenApiMediaType>();
        OpenApiMediaType made = Media(example.ContentType, text);
        if (response.Content.TryGetValue(example.ContentType, out OpenApiMediaType? media)) media.Example = made.Example;
        else response.Content[example.ContentType] = made;
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static OpenApiMediaType Media(string contentType, string text) => contentType is MediaTypeNames.Application.Json or FileSchema.Form
        ? new OpenApiMediaType { Example = JsonNode.Parse(text), Schema = new OpenApiSchema { Type = JsonSchemaType.Object } }
        : new OpenApiMediaType { Example = text, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
