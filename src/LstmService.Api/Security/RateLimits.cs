using System.Globalization;
using System.Threading.RateLimiting;
using LstmService.Api.Configuration;
using LstmService.Api.Problems;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LstmService.Api.Security;

/// <summary>
/// How often a key may ask, on each node: a token bucket that fills by <c>RequestsPerSecond</c> and holds ten seconds' worth. Told in
/// <c>RateLimit-Policy</c> and <c>RateLimit</c> (IETF draft-ietf-httpapi-ratelimit-headers-10). Who is let in without a key from
/// elsewhere is counted by address; who is at this machine without one is not counted.
/// </summary>
internal sealed class RateLimits : IDisposable
{
    private const int BurstSeconds = 10;
    private const string Uncounted = "";

    private readonly int _perSecond;
    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    public RateLimits(IOptions<ServiceOptions> options)
    {
        _perSecond = options.Value.RequestsPerSecond;
        _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http => WhoOf(http) is { } who
            ? RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Quota,
                TokensPerPeriod = _perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(Uncounted));
    }

    private int Quota => _perSecond * BurstSeconds;

    /// <summary>Takes one request of what the caller may ask.</summary>
    /// <param name="http">The request.</param>
    /// <param name="untilMore">Where there was none left: how long until there is.</param>
    public bool Take(HttpContext http, out TimeSpan untilMore)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(http);
        lease.TryGetMetadata(MetadataName.RetryAfter, out untilMore);
        return lease.IsAcquired;
    }

    /// <summary>Says in the answer's headers how much is left.</summary>
    public void Tell(HttpContext http)
    {
        if (WhoOf(http) is null || _limiter.GetStatistics(http) is not { } statistics) return;
        long left = statistics.CurrentAvailablePermits, full = (Quota - left + _perSecond - 1) / _perSecond;
        http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={Quota};w={BurstSeconds}");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={left};t={full}");
    }

    /// <summary>429.</summary>
    public Task RefuseAsync(HttpContext http, TimeSpan untilMore)
    {
        http.Response.Headers[HeaderNames.RetryAfter] = Math.Max(1, Math.Ceiling(untilMore.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problem.TooMany($"a key may ask {_perSecond} times a second, {Quota} at once after a pause (RequestsPerSecond); slow down, or ask for many series in one request")
            .ExecuteAsync(http);
    }

    public void Dispose() => _limiter.Dispose();

    private string? WhoOf(HttpContext http)
    {
        if (_perSecond == 0 || Caller.Of(http.User) is not { } caller) return null;
        if (caller != Caller.Anonymous) return $"{caller.Tenant}/{caller.Key}";
        return AnonymousAccess.IsOwn(http.Connection.RemoteIpAddress) ? null : http.Connection.RemoteIpAddress!.ToString();
    }
}
