using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LstmService.Api.Models;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Symbols;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>Makes the schemas of answers say what is written: which members always are, and what those hold that have no one type.</summary>
internal sealed class ComponentDocs : IOpenApiSchemaTransformer, IOpenApiDocumentTransformer
{
    // Where the framework keeps the name of an inlined type, and whether the member may be null.
    private const string SchemaId = "x-schema-id", IsNullable = "x-is-nullable-property";

    /// <summary>Members that are JSON from the store, or of one type or another.</summary>
    private static readonly (string Schema, string Member, Type[] Types)[] Untyped =
    [
        ("PublishedVersion", "evaluation", [typeof(ModelEvaluation), typeof(SymbolEvaluation)]),
        ("PublishedVersion", "options", [typeof(Plan), typeof(SymbolPlan)]),
        ("Job", "error", [typeof(ProblemBody)]),
        ("SeriesPreview", "series", [typeof(SeriesHistory<double?>), typeof(SeriesHistory<string>)]),
    ];

    /// <summary>A member is always there unless it may be null or is left out where it says nothing; a number is one, though we write it ourselves.</summary>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (Number(context.JsonTypeInfo.Type) is { } number) schema.Type = number;
        bool isList = context.JsonTypeInfo.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary;
        if (isList && context.JsonTypeInfo.ElementType is { } element && Number(element) is { } each)
        {
            OpenApiSchema item = new() { Type = each, Format = "double" };
            if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Dictionary) schema.AdditionalProperties ??= item;
            else schema.Items ??= item;
        }
        if (context.JsonTypeInfo.Kind != JsonTypeInfoKind.Object || schema.Properties is not { Count: > 0 }) return Task.CompletedTask;
        schema.Required = context.JsonTypeInfo.Type == typeof(ProblemBody)
            ? ProblemDocs.Required.ToHashSet()
            : context.JsonTypeInfo.Properties.Where(IsAlwaysWritten).Select(member => member.Name).ToHashSet();
        if (context.JsonTypeInfo.Type == typeof(ProblemBody)) schema.AdditionalProperties = new OpenApiSchema(); // a kind may say more
        return Task.CompletedTask;
    }

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach ((string name, string member, Type[] types) in Untyped)
        {
            OpenApiSchema parent = (OpenApiSchema)document.Components!.Schemas![name];
            List<IOpenApiSchema> references = [];
            foreach (Type type in types)
                references.Add(await ReferenceAsync(document, type, (t, token) => context.GetOrCreateSchemaAsync(t, null, token), cancellationToken));
            IOpenApiSchema either = references.Count == 1 ? references[0] : new OpenApiSchema { AnyOf = references };
            if (parent.Properties![member] is OpenApiSchema { Type: JsonSchemaType.Array } list) list.Items = either;
            else parent.Properties[member] = either;
        }
        document.Components!.Schemas!.Remove(nameof(JsonElement));
    }

    /// <summary>A reference to a type's schema, which is added where it is not there.</summary>
    public static async Task<IOpenApiSchema> ReferenceAsync(
        OpenApiDocument document, Type type, Func<Type, CancellationToken, Task<OpenApiSchema>> create, CancellationToken cancellationToken)
    {
        string name = type == typeof(ProblemBody)
            ? ProblemDocs.SchemaName
            : OpenApiOptions.CreateDefaultSchemaReferenceId(JsonSerializerOptions.Web.GetTypeInfo(type)) ?? type.Name;
        if (document.Components?.Schemas?.ContainsKey(name) != true) document.AddComponent(name, Lifted(await create(type, cancellationToken), document));
        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>The schema with the types inside it as components of their own.</summary>
    private static OpenApiSchema Lifted(OpenApiSchema schema, OpenApiDocument document)
    {
        foreach (string name in schema.Properties?.Keys.ToArray() ?? []) schema.Properties![name] = Inner(schema.Properties[name]);
        if (schema.Items is { } items) schema.Items = Inner(items);
        if (schema.AdditionalProperties is { } others) schema.AdditionalProperties = Inner(others);
        schema.OneOf = schema.OneOf?.Select(Inner).ToList();
        return schema;

        IOpenApiSchema Inner(IOpenApiSchema inner)
        {
            if (inner is not OpenApiSchema inline) return inner;
            Lifted(inline, document);
            if (inline.Metadata is null || !inline.Metadata.TryGetValue(SchemaId, out object? name) || name is not string { Length: > 0 } id) return inline;
            if (document.Components?.Schemas?.ContainsKey(id) != true) document.AddComponent(id, inline);
            OpenApiSchemaReference reference = new(id, document);
            bool canBeNull = inline.Type?.HasFlag(JsonSchemaType.Null) is true || (inline.Metadata.TryGetValue(IsNullable, out object? nullable) && nullable is true);
            if (!canBeNull) return reference;
            inline.Type &= ~JsonSchemaType.Null; // the member may be null, the component is not
            return new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] };
        }
    }

    private static JsonSchemaType? Number(Type type) =>
        type == typeof(double) ? JsonSchemaType.Number : type == typeof(double?) ? JsonSchemaType.Number | JsonSchemaType.Null : null;

    private static bool IsAlwaysWritten(JsonPropertyInfo member) =>
        !member.IsGetNullable && Nullable.GetUnderlyingType(member.PropertyType) is null
        && member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).Length is null or 0;
}
