using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace LstmService.Api.Training;

/// <summary>What was asked for under a key, and the run that came of it.</summary>
internal sealed record KeyedRequest(string Payload, string Run);

/// <summary>
/// Keys by which a client repeats a request without training twice (IETF draft-ietf-httpapi-idempotency-key-header). A key is
/// looked up and kept in the transaction that accepts the run, in which nobody else writes: so parallel posts need no waiting.
/// </summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";
    public const int Longest = 255;

    /// <summary>How long a key is remembered.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(24);

    /// <summary>The request's key; null where it has none, or a refusal where it is none.</summary>
    public static string? Of(HttpRequest request, out ProblemHttpResult? refusal)
    {
        refusal = null;
        if (!request.Headers.TryGetValue(Header, out StringValues given)) return null;
        string key = given.ToString();
        // The draft quotes it, as structured headers do; most clients do not.
        if (key.Length >= 2 && key[0] == '"' && key[^1] == '"') key = key[1..^1];
        string? wrong = given.Count != 1 ? $"must be given once, was given {given.Count} times"
            : key.Trim().Length == 0 ? $"must be 1..{Longest} characters, was empty"
            : key.Length > Longest ? $"must be 1..{Longest} characters, was {key.Length}"
            : null;
        if (wrong is null) return key;
        refusal = Problem.Invalid($"{Header} {wrong}", new InputError($"{Header} {wrong}", Header));
        return null;
    }

    /// <summary>Equal requests have equal hashes, however they were written down.</summary>
    public static string Hash(TrainingOrder order, string dataHash) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{order.Model}|{order.Priority}|{dataHash}|{Json.Write(order.Request)}")));

    /// <summary>What stands under a key that was kept after <paramref name="after"/>; null for nothing.</summary>
    public static KeyedRequest? Find(DbConnection connection, string tenant, string name, long after) =>
        connection.QuerySingleOrDefault<KeyedRequest>(
            "select payload, run from idempotency_keys where tenant = @tenant and name = @name and created_at > @after",
            new { tenant, name, after });

    public static void Keep(DbConnection connection, string tenant, string name, KeyedRequest request, long now) => connection.Execute(
        """
        insert into idempotency_keys (tenant, name, payload, run, created_at) values (@tenant, @name, @Payload, @Run, @now)
        on conflict (tenant, name) do update set payload = excluded.payload, run = excluded.run, created_at = excluded.created_at
        """, new { tenant, name, request.Payload, request.Run, now });

    /// <summary>Forgets keys that were kept before <paramref name="before"/>; how many.</summary>
    public static int Purge(DbConnection connection, long before) =>
        connection.Execute("delete from idempotency_keys where created_at <= @before", new { before });
}
