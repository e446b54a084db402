using LstmService.Api.Configuration;
using LstmService.Api.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace LstmService.Api.Security;

/// <summary>Who may do what: a policy a role, and whatever says nothing needs <see cref="AccessRole.Read"/>.</summary>
internal static class AccessRegistration
{
    private const string KeyOrToken = "KeyOrToken", Operator = "operator";

    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<KeyArchive>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<AnonymousAccess>();
        services.AddSingleton<RateLimits>();
        services.AddHostedService<OpenDoorCheck>();
        bool takesTokens = JwtOptions.IsSet(configuration);
        // Not AddAuthentication, which would keep secrets for cookies on a disk that may be read-only.
        services.AddAuthenticationCore(schemes => schemes.DefaultScheme = takesTokens ? KeyOrToken : KeyAuthentication.SchemeName);
        services.AddWebEncoders();
        AuthenticationBuilder authentication = new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, displayName: null, configureOptions: null);
        if (takesTokens)
            authentication.AddTokens().AddPolicyScheme(KeyOrToken, displayName: null, either =>
                either.ForwardDefaultSelector = http => JwtAuthentication.IsMeant(http.Request) ? JwtAuthentication.SchemeName : KeyAuthentication.SchemeName);
        AuthorizationBuilder authorization = services.AddAuthorizationBuilder().SetFallbackPolicy(AtLeast(AccessRole.Read));
        foreach (AccessRole role in Enum.GetValues<AccessRole>()) authorization.AddPolicy(role.Name(), AtLeast(role));
        authorization.AddPolicy(Operator, policy => policy.RequireAssertion(context =>
            Caller.Of(context.User) is { Role: AccessRole.Admin, Tenant: Tenant.Default }));
        return services;
    }

    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use((http, next) =>
        {
            if (http.User.Identity?.IsAuthenticated == true)
            {
                IHeaderDictionary headers = http.Response.Headers;
                headers.CacheControl = "no-store"; // what is one caller's is no other's, also in a proxy that does not know our keys
                headers.XContentTypeOptions = "nosniff";
            }
            return next(http);
        });
        // Not UseRateLimiter, which makes a limiter of its own for each host, with a timer that keeps the host for ever.
        app.Use(app.Services.GetRequiredService<RateLimits>().InvokeAsync);
        return app;
    }

    /// <summary>The least role that a route is open to; without it that is <see cref="AccessRole.Read"/>.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, AccessRole role)
        where TBuilder : IEndpointConventionBuilder => route.RequireAuthorization(role.Name());

    /// <summary>A route that is about all tenants: open to an admin of the tenant <c>default</c> alone.</summary>
    public static TBuilder NeedsOperator<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.RequireAuthorization(Operator);

    /// <summary>Is it such a route?</summary>
    public static bool IsOperators(IEnumerable<object> metadata) => metadata.OfType<IAuthorizeData>().Any(data => data.Policy == Operator);

    /// <summary>The least role that a route with this metadata is open to.</summary>
    public static AccessRole RoleNeeded(IEnumerable<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Select(data => AccessRoles.Parse(data.Policy)).Max() ?? AccessRole.Read;

    // Nobody has no role, so this asks for a known caller too.
    private static AuthorizationPolicy AtLeast(AccessRole role) => new AuthorizationPolicyBuilder()
        .RequireAssertion(context => Caller.Of(context.User)?.Role >= role)
        .Build();
}
