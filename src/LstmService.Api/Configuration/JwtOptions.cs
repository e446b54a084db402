namespace LstmService.Api.Configuration;

/// <summary>An OpenID provider whose tokens are taken beside keys; none unless <see cref="Authority"/> is set.</summary>
internal sealed class JwtOptions
{
    /// <summary>The provider's address, under which it publishes its signing keys.</summary>
    public string? Authority { get; set; }

    /// <summary>What a token must be meant for.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that holds <c>read</c>, <c>train</c> or <c>admin</c>, among others if it holds many.</summary>
    public string RoleClaim { get; set; } = "role";

    /// <summary>The claim that names the tenant.</summary>
    public string TenantClaim { get; set; } = "tenant";

    /// <summary>Is there a provider? Asked while services are registered, before options exist.</summary>
    public static bool IsSet(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration[$"{ServiceOptions.Section}:{nameof(ServiceOptions.Jwt)}:{nameof(Authority)}"]);
}
