using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using LstmService.Api.Tests.Hosting;
using NJsonSchema;
using NSwag;

namespace LstmService.Api.Tests.Contract;

/// <summary>The committed OpenAPI document, and whether an answer is what it promises.</summary>
internal sealed class ApiDocument
{
    private const string JsonType = "application/json", ProblemType = "application/problem+json";

    // Routes are looked at from the most to the least literal, so that {id} does not take what has a route of its own.
    private readonly (Regex Path, OpenApiPathItem Operations)[] _routes;

    private ApiDocument(OpenApiDocument document)
    {
        Document = document;
        // A member that the document does not name is one that it should.
        foreach (JsonSchema schema in document.Components.Schemas.Values.Where(schema => schema.Properties.Count > 0 && schema.AdditionalPropertiesSchema is null))
            schema.AllowAdditionalProperties = false;
        _routes =
        [
            .. document.Paths.OrderByDescending(path => path.Key.Split('/').Count(segment => !segment.StartsWith('{')))
                .Select(path => (PatternOf(path.Key), path.Value)),
        ];
    }

    public static string File { get; } = Path.Combine(Repository.Root, "docs", "openapi.json");

    /// <summary>The document as it is committed.</summary>
    public static Lazy<Task<ApiDocument>> Committed { get; } = new(async () => new(await OpenApiDocument.FromJsonAsync(await System.IO.File.ReadAllTextAsync(File))));

    public OpenApiDocument Document { get; }

    /// <summary>What of an answer is not as the document says; null where all is, or where the route is none of its.</summary>
    public async Task<string?> WrongAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        if (Find(request) is not { } operation)
            return status >= 400 && request.Method != HttpMethod.Head && TypeOf(response) is not ProblemType ? $"a {status} of type {TypeOf(response)} is no problem" : null;
        string name = $"{request.Method} {request.RequestUri!.PathAndQuery} {status}";
        if (!operation.ActualResponses.TryGetValue($"{status}", out OpenApiResponse? promised) && (status < 400 || !operation.ActualResponses.TryGetValue("default", out promised)))
            return $"{name}: the document knows no such status of {operation.OperationId}";
        if (promised.Content.Count == 0) return (await response.Content.ReadAsByteArrayAsync()).Length == 0 ? null : $"{name}: the document promises no body";
        if (TypeOf(response) is not { } type || !promised.Content.TryGetValue(type, out OpenApiMediaType? media))
            return $"{name}: {TypeOf(response)} is none of {string.Join(", ", promised.Content.Keys)}";
        if (type is not (JsonType or ProblemType)) return null;
        string text = await response.Content.ReadAsStringAsync();
        string[] errors = [.. media.Schema.Validate(text).Select(error => error.ToString())];
        return errors.Length == 0 ? null : $"{name}: {string.Join("; ", errors.Take(5))} in {text[..Math.Min(text.Length, 2000)]}";
    }

    private OpenApiOperation? Find(HttpRequestMessage request)
    {
        string path = request.RequestUri!.AbsolutePath;
        return _routes.FirstOrDefault(route => route.Path.IsMatch(path)).Operations?.GetValueOrDefault(request.Method.Method.ToLowerInvariant());
    }

    private static string? TypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType is MediaTypeHeaderValue type ? type.MediaType : null;

    // A series' name, which comes last, may hold slashes.
    private static Regex PatternOf(string path) =>
        new("^" + Regex.Replace(Regex.Escape(path.TrimEnd('/')).Replace("\\{", "{", StringComparison.Ordinal), "{[^}]+}(/|$)", match => match.Value.EndsWith('/') ? "[^/]+/" : ".+") + "/?$");
}
