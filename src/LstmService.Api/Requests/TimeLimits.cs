using LstmService.Api.Configuration;
using LstmService.Api.Problems;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Requests;

/// <summary>How long a request may take: <c>RequestSeconds</c>, or <c>UploadSeconds</c> where much comes or goes.</summary>
internal static class TimeLimits
{
    private const string Long = "long";
    private const string RetryAfterSeconds = "5";

    public static IServiceCollection AddTimeLimits(this IServiceCollection services)
    {
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ServiceOptions>>((timeouts, service) =>
        {
            timeouts.DefaultPolicy = Within(service.Value.RequestSeconds, nameof(ServiceOptions.RequestSeconds));
            timeouts.AddPolicy(Long, Within(service.Value.UploadSeconds, nameof(ServiceOptions.UploadSeconds)));
        });
        return services;
    }

    /// <summary>A route by which much comes or goes.</summary>
    public static RouteHandlerBuilder TakesLong(this RouteHandlerBuilder route)
    {
        route.WithRequestTimeout(Long);
        return route;
    }

    /// <summary>A route that lasts for as long as somebody listens.</summary>
    public static RouteHandlerBuilder TakesAsLongAsItTakes(this RouteHandlerBuilder route)
    {
        route.DisableRequestTimeout();
        return route;
    }

    private static RequestTimeoutPolicy Within(int seconds, string setting) => new()
    {
        Timeout = TimeSpan.FromSeconds(seconds),
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = http =>
        {
            http.RequestAborted = CancellationToken.None; // the one that ran out would end this answer too
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Problem.Unavailable($"the request took longer than the {seconds} s it may ({setting}): send less at once, or try again later").ExecuteAsync(http);
        },
    };
}
