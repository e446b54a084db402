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

    private readonly int _perSecond;
    private readonly PartitionedRateLimiter<string> _limiter;

    public RateLimits(IOptions<ServiceOptions> options)
    {
        _perSecond = options.Value.RequestsPerSecond;
        _limiter = PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Quota,
            TokensPerPeriod = _perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
    }

    private int Quota => _perSecond * BurstSeconds;

    /// <summary>Counts the request, says in the answer's headers how much is left, and answers 429 where nothing was.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (WhoOf(http) is not { } who) return next(http);
        using RateLimitLease lease = _limiter.AttemptAcquire(who);
        if (_limiter.GetStatistics(who) is { } statistics) Tell(http.Response.Headers, statistics.CurrentAvailablePermits);
        if (lease.IsAcquired) return next(http);
        double wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after.TotalSeconds : 1;
        http.Response.Headers[HeaderNames.RetryAfter] = Math.Max(1, Math.Ceiling(wait)).ToString(CultureInfo.InvariantCulture);
        return Problem.TooMany($"a key may ask {_perSecond} times a second, {Quota} at once after a pause (RequestsPerSecond); slow down, or ask for many series in one request")
            .ExecuteAsync(http);
    }

    public void Dispose() => _limiter.Dispose();

    private void Tell(IHeaderDictionary headers, long left)
    {
        long full = (Quota - left + _perSecond - 1) / _perSecond;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={Quota};w={BurstSeconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={left};t={full}");
    }

    private string? WhoOf(HttpContext http)
    {
        if (_perSecond == 0 || Caller.Of(http.User) is not { } caller) return null;
        if (caller != Caller.Anonymous) return $"{caller.Tenant}/{caller.Key}";
        return AnonymousAccess.IsOwn(http.Connection.RemoteIpAddress) ? null : http.Connection.RemoteIpAddress!.ToString();
    }
}
