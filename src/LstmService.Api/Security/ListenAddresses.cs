using LstmService.Api.Configuration;

namespace LstmService.Api.Security;

/// <summary>Where the service is to listen, as ASP.NET Core reads it: endpoints of Kestrel, else urls, else ports.</summary>
internal static class ListenAddresses
{
    private const string Default = "http://localhost:5000";

    public static IReadOnlyList<string> From(IConfiguration configuration)
    {
        string[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];
        if (endpoints.Length > 0) return endpoints;
        string[] urls = Parts(configuration[WebHostDefaults.ServerUrlsKey]);
        if (urls.Length > 0) return urls;
        string[] ports =
        [
            .. Parts(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
            .. Parts(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? ports : [Default];
    }

    /// <summary>Does nobody but this machine reach it?</summary>
    public static bool IsOwn(string address)
    {
        BindingAddress parsed = Parse(address);
        return parsed.IsUnixPipe || parsed.IsNamedPipe || AnonymousAccess.IsOwnName(parsed.Host);
    }

    /// <summary>The address as this machine reaches it.</summary>
    public static Uri FromHere(string address)
    {
        BindingAddress parsed = Parse(address);
        string host = parsed.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : parsed.Host;
        return new Uri($"{parsed.Scheme}://{host}:{parsed.Port}");
    }

    private static BindingAddress Parse(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            throw new StartupFailure($"'{address}' is no address to listen on: write http://localhost:5000, or http://*:8080 for all of this machine's");
        }
    }

    private static string[] Parts(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
