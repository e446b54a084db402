using System.Security.Claims;
using LstmService.Api.Configuration;
using LstmService.Api.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LstmService.Api.Security;

/// <summary>Knows callers by a token of an OpenID provider (RFC 7519), beside keys.</summary>
internal static class JwtAuthentication
{
    public const string SchemeName = JwtBearerDefaults.AuthenticationScheme;

    // Keys hold no dots.
    private const int Parts = 3;

    /// <summary>Has the request a token of that kind?</summary>
    public static bool IsMeant(HttpRequest request) => KeyAuthentication.BearerOf(request) is { } token && token.Split('.').Length == Parts;

    public static AuthenticationBuilder AddTokens(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddOptions<JwtBearerOptions>(SchemeName).Configure<IOptions<ServiceOptions>>((bearer, service) =>
        {
            JwtOptions jwt = service.Value.Jwt;
            bearer.Authority = jwt.Authority;
            bearer.Audience = jwt.Audience;
            bearer.RequireHttpsMetadata = false; // the options' validator allows plain HTTP from this machine alone
            bearer.MapInboundClaims = false;
            bearer.Events = new JwtBearerEvents
            {
                OnTokenValidated = context => Read(context, jwt),
                OnChallenge = context =>
                {
                    context.HandleResponse();
                    return Refusals.ChallengeAsync(context.HttpContext, Why(context.AuthenticateFailure));
                },
                OnForbidden = context => Refusals.ForbidAsync(context.HttpContext),
            };
        });
        authentication.Services.AddSingleton<IAuthenticationConfigurationProvider, OwnSettings>();
        return authentication.AddJwtBearer(SchemeName, _ => { });
    }

    /// <summary>What tokens are taken is said by our own settings, not by the framework's section of the configuration.</summary>
    private sealed class OwnSettings : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }

    private static Task Read(TokenValidatedContext context, JwtOptions jwt)
    {
        ClaimsPrincipal user = context.Principal!;
        string? tenant = user.FindFirstValue(jwt.TenantClaim);
        AccessRole? role = user.FindAll(jwt.RoleClaim).Select(claim => AccessRoles.Parse(claim.Value)).Max();
        if (tenant is null || !Tenant.IsValid(tenant)) context.Fail($"the token's claim '{jwt.TenantClaim}' must name a tenant: {Tenant.Rule}");
        else if (role is not { } known) context.Fail($"the token's claim '{jwt.RoleClaim}' must hold {string.Join(", ", AccessRoles.Names)}");
        else
        {
            string subject = user.FindFirstValue(JwtRegisteredClaimNames.Sub) ?? "token";
            context.Principal = new Caller(tenant, subject, known) { Until = context.SecurityToken.ValidTo }.ToPrincipal(SchemeName);
        }
        return Task.CompletedTask;
    }

    // Our own reasons are worth telling, the library's say more of the service than of the token.
    private static string? Why(Exception? failure) => failure switch
    {
        null => null,
        AuthenticationFailureException ours => ours.Message,
        SecurityTokenExpiredException => "the token has expired",
        _ => "the token is not valid here",
    };
}
