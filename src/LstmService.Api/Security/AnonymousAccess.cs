using System.Net;
using LstmService.Api.Configuration;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Security;

/// <summary>
/// Who is let in without a key while there is none: whoever is at this machine, or everybody where <c>AllowAnonymous</c> says so.
/// </summary>
/// <remarks>
/// A page of another site, opened in a browser on this machine, is not at this machine: it is known by the name it calls us by
/// (DNS rebinding) or by what the browser says of it (<c>Sec-Fetch-Site</c>, W3C Fetch Metadata).
/// </remarks>
internal sealed class AnonymousAccess(KeyRing keys, IOptions<ServiceOptions> options)
{
    private const string CrossSite = "cross-site";

    public bool IsAllowed(HttpContext http) =>
        !keys.IsSet && (options.Value.AllowAnonymous || (IsOwn(http.Connection.LocalIpAddress) && IsOwnName(http.Request.Host.Host) && !IsForeign(http.Request)));

    /// <summary>Does nobody but this machine reach the address? No address is an in-process server or a socket in the file system.</summary>
    public static bool IsOwn(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>Is it what this machine calls itself?</summary>
    public static bool IsOwnName(string host) =>
        host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IsOwn(address));

    private static bool IsForeign(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == CrossSite;
}
