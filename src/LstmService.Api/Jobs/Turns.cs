using System.Data.Common;
using Dapper;
using LstmService.Api.Training;

namespace LstmService.Api.Jobs;

/// <summary>Which run.</summary>
internal sealed record RunKey(string Tenant, string Id);

/// <summary>
/// Whose turn it is: round robin over the tenants with a waiting run, the one served longest ago first; of a tenant's runs the
/// one of the highest priority, then the oldest. So ten thousand runs of one tenant hold another's single one up by no more than
/// the run that is at work.
/// </summary>
internal static class Turns
{
    // A wait that is longer than any was set by a clock that was ahead.
    private static readonly string Waiting =
        $"state = '{RunState.Queued}' and (retry_at is null or retry_at <= @now or retry_at > @now + {RetryRule.LongestMilliseconds})";

    private const string Taken = $"state in ('{RunState.Running}', '{RunState.Cancelling}')";

    /// <summary>The run whose turn it is; null where none may start now.</summary>
    /// <param name="connection">Where runs are.</param>
    /// <param name="now">Runs that wait for a later try are not due before it.</param>
    /// <param name="tenantBound">A tenant with so many runs at work waits.</param>
    public static RunKey? Next(DbConnection connection, long now, int tenantBound) => connection.QuerySingleOrDefault<RunKey>(
        $"""
        with waiting as (
          select tenant, min(created_at) as oldest from runs where {Waiting} group by tenant
        ), chosen as (
          select w.tenant from waiting w left join turns t on t.tenant = w.tenant
          where (select count(*) from runs b where b.tenant = w.tenant and b.{Taken}) < @tenantBound
          order by coalesce(t.turn, 0), w.oldest, w.tenant limit 1
        )
        select tenant, id from runs where tenant = (select tenant from chosen) and {Waiting}
        order by priority desc, created_at, id limit 1
        """, new { now, tenantBound });

    /// <summary>Remembers that the tenant was served, inside the transaction that starts its run.</summary>
    public static void Take(DbConnection connection, string tenant) => connection.Execute(
        """
        insert into turns (tenant, turn) select @tenant, 1 + coalesce(max(turn), 0) from turns where true
        on conflict (tenant) do update set turn = excluded.turn
        """, new { tenant });

    /// <summary>How many runs may start now, if there are workers enough.</summary>
    public static long CountDue(DbConnection connection, long now, int tenantBound) => connection.Query<TenantLoad>(
        $"""
        select w.waiting, (select count(*) from runs b where b.tenant = w.tenant and b.{Taken}) as taken
        from (select tenant, count(*) as waiting from runs where {Waiting} group by tenant) w
        """, new { now }).Sum(load => Math.Clamp(tenantBound - load.Taken, 0, load.Waiting));

    private sealed class TenantLoad
    {
        public long Waiting { get; init; }
        public long Taken { get; init; }
    }
}
