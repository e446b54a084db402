using LstmService.Api.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace LstmService.Api.Tests.Security;

/// <summary>A method of a route, as the service has mapped it.</summary>
/// <param name="Method">GET and so on.</param>
/// <param name="Pattern">Such as <c>/jobs/{id}</c>.</param>
/// <param name="IsAnonymous">Does it ask nobody for a key?</param>
internal sealed record Route(string Method, string Pattern, bool IsAnonymous)
{
    /// <summary>Every route of a service, so that a new one is met by every test of all.</summary>
    public static IReadOnlyList<Route> All(ServiceHost host) =>
    [
        .. host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => new Route(
                method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null))),
    ];

    /// <summary>A request to it for something that is not there.</summary>
    public HttpRequestMessage Request() => new(
        new HttpMethod(Method),
        Pattern.Replace("{**id}", "none", StringComparison.Ordinal).Replace("{**path}", "none", StringComparison.Ordinal)
            .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));

    public override string ToString() => $"{Method} {Pattern}";
}
