using System.Collections.Concurrent;
using System.Security.Cryptography;
using LstmService.Api.Configuration;
using LstmService.Api.Storage;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Security;

/// <summary>Whose key it is, or why it is not taken.</summary>
internal readonly record struct KeyVerdict(Caller? Caller, string? Refusal);

/// <summary>
/// The keys this process takes: those of its configuration, of which only hashes are held here, and those in the database. A row
/// is believed for two seconds, so that a revoked key is refused on every node soon after, whoever revoked it.
/// </summary>
internal sealed class KeyRing(KeyArchive archive, IOptions<ServiceOptions> options, TimeProvider clock)
{
    private const string Operator = "operator";

    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(2);

    private readonly byte[][] _configured = [.. options.Value.Keys.Select(ApiKey.Hash)];
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private volatile bool _hasAny;
    private long _looked = long.MinValue;

    /// <summary>Is a key needed? Once it is, it stays so: revoking the last key opens no door.</summary>
    public bool IsSet => _hasAny || _configured.Length > 0 || !string.IsNullOrWhiteSpace(options.Value.Jwt.Authority) || LookForAny();

    public KeyVerdict Verify(string text)
    {
        byte[] hash = ApiKey.Hash(text);
        bool isConfigured = false;
        foreach (byte[] known in _configured) isConfigured |= CryptographicOperations.FixedTimeEquals(known, hash);
        if (isConfigured) return new(new(Tenant.Default, Operator, AccessRole.Admin), null);
        if (ApiKey.IdOf(text) is not { } id || Find(id) is not { } row || !CryptographicOperations.FixedTimeEquals(row.Sha256, hash))
            return new(null, "the key is not known");
        return row.WhyNot(clock.Milliseconds()) is { } reason
            ? new(null, $"the key {row.Id} {reason}")
            : new(new(row.Tenant, row.Id, AccessRoles.Parse(row.Role) ?? AccessRole.Read), null);
    }

    /// <summary>Would the caller be let in again? Asked while an answer takes long.</summary>
    public bool StillTakes(Caller caller) => caller.Until is { } end
        ? clock.GetUtcNow() < end
        : !_seen.ContainsKey(caller.Key) || Find(caller.Key)?.WhyNot(clock.Milliseconds()) is null;

    private KeyRow? Find(string id)
    {
        long now = clock.GetTimestamp();
        if (_seen.TryGetValue(id, out Seen? seen) && clock.GetElapsedTime(seen.At, now) < Believed) return seen.Row;
        if (archive.Find(id) is not { } row) return null; // what is no key is not remembered: there is no end of them
        _seen[id] = new(row, now);
        return row;
    }

    private bool LookForAny()
    {
        long now = clock.GetTimestamp(), before = Interlocked.Read(ref _looked);
        if (before != long.MinValue && clock.GetElapsedTime(before, now) < Believed) return _hasAny;
        _hasAny = archive.HasAny();
        Interlocked.Exchange(ref _looked, now);
        return _hasAny;
    }

    private sealed record Seen(KeyRow Row, long At);
}
