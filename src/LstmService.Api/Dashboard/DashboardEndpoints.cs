using LstmService.Api.Problems;
using Microsoft.Net.Http.Headers;

namespace LstmService.Api.Dashboard;

/// <summary>The page at <c>/</c>, made of the service's own files and allowed nothing else.</summary>
internal static class DashboardEndpoints
{
    private const string KeepForGood = "public, max-age=31536000, immutable";
    private const string AskFirst = "no-cache";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddDashboard(this IServiceCollection services) => services.AddSingleton<PageFiles>();

    public static IEndpointRouteBuilder MapDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Reading, (HttpContext http, PageFiles files) => Send(http, files.Page, AskFirst, files.Policy)).ExcludeFromDescription().AllowAnonymous();
        routes.MapMethods(PageFiles.Prefix + "{fingerprint}/{**path}", Reading, File).ExcludeFromDescription().AllowAnonymous();
        return routes;
    }

    private static IResult File(string fingerprint, string path, HttpContext http, PageFiles files) => files.Find(path) is { } file
        ? Send(http, file, fingerprint == files.Fingerprint ? KeepForGood : AskFirst, files.Policy)
        : Problem.NotFound($"there is no {http.Request.Path}");

    private static IResult Send(HttpContext http, PageFile file, string cacheControl, string policy)
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.ETag = file.Tag;
        headers.CacheControl = cacheControl;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (Knows(http.Request, file)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        bool compressed = file.IsCompressible && TakesBrotli(http.Request);
        if (compressed) headers.ContentEncoding = "br";
        return TypedResults.Bytes(compressed ? file.Brotli : file.Content, file.ContentType);
    }

    private static bool Knows(HttpRequest request, PageFile file) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(tag => tag.Tag == "*" || tag.Tag == file.Tag);

    private static bool TakesBrotli(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? encodings)
        && encodings.Any(encoding => encoding.Value == "br" && encoding.Quality is not 0);
}
