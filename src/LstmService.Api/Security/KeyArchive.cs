using System.Data.Common;
using Dapper;
using LstmService.Api.Storage;

namespace LstmService.Api.Security;

/// <summary>The keys in the database.</summary>
internal sealed class KeyArchive(Database database, TimeProvider clock)
{
    /// <summary>Was a key ever created?</summary>
    public bool HasAny() => database.Read(connection => connection.ExecuteScalar<long>("select count(*) from api_keys")) > 0;

    public KeyRow? Find(string id) => database.Read(connection => Find(connection, id));

    /// <summary>All keys, revoked and expired ones too, by tenant and age.</summary>
    public IReadOnlyList<KeyRow> List() => database.Read(connection =>
        connection.Query<KeyRow>("select * from api_keys order by tenant, created_at, id").AsList());

    /// <summary>Creates a key; its text is in the answer alone.</summary>
    public Task<ApiKey> CreateAsync(string tenant, string name, AccessRole role, DateTimeOffset? expires, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Insert(connection, tenant, name, role.Name(), expires?.ToUnixTimeMilliseconds()), cancellationToken);

    /// <summary>
    /// Creates a key like another, whose own end is <paramref name="grace"/> away from now on: so long clients may take to change
    /// over. Null where there is no such key, or it is not taken any more.
    /// </summary>
    public Task<ApiKey?> RotateAsync(string id, TimeSpan grace, DateTimeOffset? expires, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            long now = clock.Milliseconds();
            if (Find(connection, id) is not { } old || old.WhyNot(now) is not null) return null;
            long end = now + (long)grace.TotalMilliseconds;
            connection.Execute(
                "update api_keys set expires_at = case when expires_at < @end then expires_at else @end end where tenant = @Tenant and id = @Id",
                new { end, old.Tenant, old.Id });
            return Insert(connection, old.Tenant, old.Name, old.Role, expires?.ToUnixTimeMilliseconds());
        }, cancellationToken);

    /// <summary>Takes a key back; false where there is no such key, or it was taken back before.</summary>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            "update api_keys set revoked_at = @now where id = @id and revoked_at is null", new { id, now = clock.Milliseconds() }) == 1,
        cancellationToken);

    private ApiKey Insert(DbConnection connection, string tenant, string name, string role, long? expires)
    {
        var key = ApiKey.Generate();
        connection.Execute(
            """
            insert into api_keys (tenant, id, name, role, sha256, created_at, expires_at)
            values (@tenant, @Id, @name, @role, @hash, @now, @expires)
            """, new { tenant, key.Id, name, role, hash = ApiKey.Hash(key.Text), now = clock.Milliseconds(), expires });
        return key;
    }

    private static KeyRow? Find(DbConnection connection, string id) =>
        connection.QuerySingleOrDefault<KeyRow>("select * from api_keys where id = @id", new { id });
}
