using System.Security.Claims;

namespace LstmService.Api.Security;

/// <summary>Who asks. Whatever is read or written for a request is of this tenant.</summary>
/// <param name="Tenant">Whose data it is about.</param>
/// <param name="Key">By what they are known: the id of a key, or the subject of a token.</param>
/// <param name="Role">What they may do.</param>
internal sealed record Caller(string Tenant, string Key, AccessRole Role)
{
    /// <summary>When a token ends; null where nothing but its revocation ends what the caller may do.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Somebody without a key, where none is needed.</summary>
    public static Caller Anonymous { get; } = new(Storage.Tenant.Default, "", AccessRole.Admin);

    /// <summary>The caller that authentication found; null for nobody.</summary>
    public static Caller? Of(ClaimsPrincipal user) => (user.Identity as Identity)?.Caller;

    /// <summary>Handlers take a caller as a parameter; without one their route is a mistake, which authorization prevents.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext http) =>
        new(Of(http.User) ?? throw new InvalidOperationException($"{http.Request.Path} is answered without asking who asks"));

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new Identity(this, scheme));

    // Asked several times in every request, so the caller is carried as it is and not as claims.
    private sealed class Identity(Caller caller, string scheme) : ClaimsIdentity(scheme)
    {
        public Caller Caller => caller;
    }
}
