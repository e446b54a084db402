using LstmService.Api.Problems;
using LstmService.Api.Storage;

namespace LstmService.Api.Security;

/// <summary>What a caller is told who is not known, or whose role does not reach.</summary>
internal static class Refusals
{
    /// <summary>How to be known.</summary>
    public const string HowTo = $"send a key, as Authorization: {KeyAuthentication.Bearer} KEY or as {KeyAuthentication.Header}: KEY; "
        + "the operator creates one by the command 'keys create'";

    /// <summary>401 (RFC 9110, section 15.5.2; RFC 6750, section 3).</summary>
    /// <param name="http">The request.</param>
    /// <param name="refused">Why the key or token that came is not taken; null where none came.</param>
    /// <param name="instead">What to do.</param>
    public static Task ChallengeAsync(HttpContext http, string? refused, string instead = HowTo)
    {
        const string Challenge = $"{KeyAuthentication.Bearer} realm=\"LstmService\"";
        http.Response.Headers.WWWAuthenticate = refused is null ? Challenge : $"{Challenge}, error=\"invalid_token\"";
        return Problem.Unauthorized(refused is null ? instead : $"{refused}: {instead}").ExecuteAsync(http);
    }

    /// <summary>403.</summary>
    public static Task ForbidAsync(HttpContext http)
    {
        IReadOnlyList<object> route = http.GetEndpoint()?.Metadata ?? [];
        string needed = AccessRegistration.IsOperators(route) ? $"admin of the tenant {Tenant.Default}" : AccessRegistration.RoleNeeded(route).Name();
        string has = Caller.Of(http.User) is { } caller ? $"{caller.Role.Name()} of the tenant {caller.Tenant}" : "none";
        return Problem.Forbidden($"{http.Request.Method} {http.Request.Path} needs the role {needed}, this key has {has}").ExecuteAsync(http);
    }
}
