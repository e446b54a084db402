using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Security;

/// <summary>Knows callers by their key, in <c>Authorization: Bearer</c> (RFC 6750) or <c>X-Api-Key</c>.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, AnonymousAccess anonymous)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Key", Header = "X-Api-Key", Bearer = "Bearer";

    private static readonly Task<AuthenticateResult> Anonymous = Task.FromResult(Success(Caller.Anonymous));

    /// <summary>The token behind <c>Authorization: Bearer</c>; null where there is none.</summary>
    public static string? BearerOf(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer + " ", StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A route that asks nobody answers also while the store is away.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return Task.FromResult(AuthenticateResult.NoResult());
        if (anonymous.IsAllowed(Context)) return Anonymous;
        string? text = BearerOf(Request) ?? (Request.Headers.TryGetValue(Header, out var given) ? given.ToString() : null);
        if (text is null) return Task.FromResult(AuthenticateResult.NoResult());
        KeyVerdict verdict = keys.Verify(text);
        return Task.FromResult(verdict.Caller is { } caller ? Success(caller) : AuthenticateResult.Fail(verdict.Refusal!));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        AuthenticateResult result = await HandleAuthenticateOnceSafeAsync();
        await Refusals.ChallengeAsync(Context, result.Failure?.Message, keys.IsSet ? Refusals.HowTo : OpenDoorCheck.HowToOpen);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refusals.ForbidAsync(Context);

    private static AuthenticateResult Success(Caller caller) => AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(SchemeName), SchemeName));
}
