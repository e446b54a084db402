using LstmService.Api.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Requests;

/// <summary>How requests reach us: limits of the server, and JSON as the service writes it.</summary>
internal static class ServerRegistration
{
    private const long RoomForMultipart = 1024 * 1024; // boundaries and form fields around a file

    private const int LongestLine = 8 * 1024, MostHeaderBytes = 32 * 1024;
    private const double SlowestBytesPerSecond = 240;

    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(15), Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    public static WebApplicationBuilder AddServer(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddTimeLimits();
        builder.Services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // the problem handler answers
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServiceOptions>>((server, service) =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = service.Value.MaxUploadBytes + RoomForMultipart;
            server.Limits.MaxRequestLineSize = LongestLine;
            server.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
            server.Limits.RequestHeadersTimeout = HeaderPatience;
            server.Limits.MinRequestBodyDataRate = server.Limits.MinResponseDataRate = new(SlowestBytesPerSecond, Grace);
        });
        return builder;
    }
}
