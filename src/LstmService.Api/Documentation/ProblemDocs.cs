using System.Text.Json.Nodes;
using LstmService.Api.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>RFC 9457 problem details as the service writes them.</summary>
/// <param name="Type">The kind, as a URN.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The status again.</param>
/// <param name="Detail">What is wrong and what to change.</param>
/// <param name="TraceId">Under which the log tells more.</param>
/// <param name="Errors">Each thing that is wrong, and where.</param>
/// <param name="ErrorCount">How many there are, where not all are listed.</param>
internal sealed record ProblemBody(
    string Type, string Title, int Status, string? Detail, string? TraceId, IReadOnlyList<InputError>? Errors, int? ErrorCount);

/// <summary>What the document says of the problems a route may answer.</summary>
internal static class ProblemDocs
{
    /// <summary>The component that every problem is.</summary>
    public const string SchemaName = "Problem";

    private const string ContentType = "application/problem+json";
    private const string Kinds = "urn:lstmservice:problem:";

    /// <summary>Members that every problem has; others come where they say something.</summary>
    public static string[] Required { get; } = ["type", "title", "status"];

    /// <summary>What goes wrong at a status, with an example.</summary>
    public static OpenApiResponse Response(int status, OpenApiDocument document) => Response(Meaning(status), Example(status), document);

    /// <summary>Whatever no status of the route's own stands for.</summary>
    public static OpenApiResponse Otherwise(OpenApiDocument document) => Response(
        "Anything else that went wrong, on any route: not allowed, too much, out of order for now.", Example(StatusCodes.Status503ServiceUnavailable), document);

    private static OpenApiResponse Response(string meaning, JsonObject example, OpenApiDocument document) => new()
    {
        Description = meaning,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ContentType] = new() { Schema = new OpenApiSchemaReference(SchemaName, document), Example = example },
        },
    };

    private static string Meaning(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The input can be read but breaks a rule; errors says which and where.",
        StatusCodes.Status404NotFound => "There is nothing by that name.",
        StatusCodes.Status409Conflict => "Not possible in this state.",
        StatusCodes.Status413PayloadTooLarge => "More than the service takes.",
        StatusCodes.Status415UnsupportedMediaType => "A content type that is not read here.",
        StatusCodes.Status422UnprocessableEntity => "Well formed, but it makes no sense together.",
        StatusCodes.Status429TooManyRequests => "Too much of one client; Retry-After says when again.",
        StatusCodes.Status503ServiceUnavailable => "Not now; Retry-After says when again.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };

    private static JsonObject Example(int status)
    {
        (string kind, string title, string detail, string? pointer) = status switch
        {
            StatusCodes.Status400BadRequest => ("invalid-input", "The input is not valid", "horizon must be 1..512, was 0", "/horizon"),
            StatusCodes.Status404NotFound => ("not-found", "Not found", "there is no model 'shop'", null),
            StatusCodes.Status409Conflict => ("conflict", "Not possible in this state", $"job '{JobExamples.Id}' is over: it succeeded", null),
            StatusCodes.Status413PayloadTooLarge => ("too-large", "The upload is too large", "a JSON body must be at most 67108864 bytes; send CSV or Parquet", null),
            StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "The content type is not supported", "the body must be application/json", null),
            StatusCodes.Status422UnprocessableEntity => ("unprocessable", "The input makes no sense together", "the last step lies after the year 9999", "horizon"),
            StatusCodes.Status429TooManyRequests => ("too-many", "Too much at once", "10000 of your jobs are unfinished, and no more may be; try again later", null),
            _ => ("unavailable", "Not now", "the store does not answer; try again", (string?)null),
        };
        JsonObject example = new() { ["type"] = Kinds + kind, ["title"] = title, ["status"] = status, ["detail"] = detail, ["traceId"] = "0af7651916cd43dd8448eb211c80319c" };
        if (pointer is not null) example["errors"] = new JsonArray(new JsonObject { ["detail"] = detail, ["pointer"] = pointer });
        return example;
    }
}
