namespace LstmService.Api.Security;

/// <summary>A row of <c>api_keys</c>.</summary>
internal sealed class KeyRow
{
    public string Tenant { get; init; } = "";
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string Role { get; init; } = "";
    public byte[] Sha256 { get; init; } = [];
    public long CreatedAt { get; init; }
    public long? ExpiresAt { get; init; }
    public long? RevokedAt { get; init; }

    /// <summary>Why the key is not taken at this time, as the end of "the key ..."; null where it is.</summary>
    public string? WhyNot(long now) =>
        RevokedAt is not null ? "was revoked"
        : ExpiresAt <= now ? "has expired"
        : null;
}
