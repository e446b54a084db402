using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>The schemas of uploaded files: Parquet as a body, and a form with a file, for which Swagger shows a button to choose it.</summary>
internal static class FileSchema
{
    public const string Parquet = "application/vnd.apache.parquet";
    public const string Form = "multipart/form-data";

    public const string ParquetExample = "(the bytes of a Parquet file with columns such as series_id, timestamp and value)";

    public static NamedSchema OfParquet { get; } = new("ParquetFile", () => File("A Parquet file in the layouts of CSV; settings are query parameters."));

    public static NamedSchema OfForm { get; } = new("FileForm", () => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A file, CSV (.csv) or Parquet (.parquet), also compressed (.gz, .br, .zst). Every setting that is a member of the JSON body, and every training option, may stand beside it as a field.",
        Required = new HashSet<string> { "file" },
        Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = File("The file.") },
        AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
    });

    public static string FormExample(string csv, string? model)
    {
        JsonObject form = new() { ["file"] = csv };
        if (model is not null) form["model"] = model;
        return form.ToJsonString();
    }

    private static OpenApiSchema File(string description) => new() { Type = JsonSchemaType.String, Format = "binary", Description = description };
}
