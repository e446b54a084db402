using LstmService.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace LstmService.Api.Series;

/// <summary>The kinds of body that are read.</summary>
internal enum ContentKind
{
    Unknown,
    Json,
    Csv,
    Parquet,
    Multipart,
}

/// <summary>What a request says its body is.</summary>
/// <param name="Kind">How to read it; unknown where it is refused.</param>
/// <param name="Refusal">The 415 of a type or charset that is not read.</param>
/// <param name="Delimiter">The delimiter that the type names.</param>
/// <param name="Boundary">The boundary of a multipart body; empty where it has none.</param>
internal sealed record UploadContent(ContentKind Kind, ProblemHttpResult? Refusal = null, char? Delimiter = null, string Boundary = "")
{
    private const string Allowed = "application/json, text/csv, text/tab-separated-values, text/plain (CSV), application/vnd.apache.parquet or multipart/form-data with one CSV or Parquet file";

    public static UploadContent Of(HttpRequest request)
    {
        bool hasBody = request.ContentLength is not 0 && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is not false;
        if (string.IsNullOrEmpty(request.ContentType) && !hasBody)
            return new(ContentKind.Unknown, Problem.Invalid($"the body is empty: send {Allowed}"));
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type))
            return new(ContentKind.Unknown, NotAllowed(request.ContentType, Allowed));
        string name = type.MediaType.ToString().ToLowerInvariant();
        if (name == "multipart/form-data") return new(ContentKind.Multipart, Boundary: HeaderUtilities.RemoveQuotes(type.Boundary).ToString());
        ContentKind kind = name switch
        {
            "application/json" => ContentKind.Json,
            _ when name.StartsWith("application/", StringComparison.Ordinal) && name.EndsWith("+json", StringComparison.Ordinal) => ContentKind.Json,
            "text/csv" or "application/csv" or "text/plain" or "text/tab-separated-values" => ContentKind.Csv,
            _ => ContentKind.Unknown,
        };
        if (name is "application/vnd.apache.parquet" or "application/x-parquet" or "application/parquet") return new(ContentKind.Parquet);
        if (kind == ContentKind.Unknown) return new(kind, NotAllowed(request.ContentType, Allowed));
        string charset = HeaderUtilities.RemoveQuotes(type.Charset).ToString().ToUpperInvariant();
        if (charset is not ("" or "UTF-8" or "UTF8" or "US-ASCII"))
            return new(ContentKind.Unknown, Problem.UnsupportedMediaType($"the charset must be utf-8, was {Excerpt.Of(charset)}"));
        return new(kind, Delimiter: name == "text/tab-separated-values" ? '\t' : null);
    }

    public static ProblemHttpResult NotAllowed(string? given, string allowed) => Problem.UnsupportedMediaType(
        string.IsNullOrWhiteSpace(given)
            ? $"the Content-Type is missing; allowed is {allowed}"
            : $"the Content-Type {Excerpt.Of(given)} is not read here; allowed is {allowed}");

    /// <summary>Query parameters mean something only beside a raw CSV or Parquet body; anywhere else they would be ignored silently.</summary>
    public static void RequireNoQuery(HttpRequest request, string instead, ErrorList errors)
    {
        foreach (string name in request.Query.Keys)
            errors.Add($"the query parameter {Excerpt.Of(name)} is not read with this content type: use {instead}", name);
    }
}
