using System.Data.Common;
using Dapper;
using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Training;

/// <summary>How many unfinished runs there may be, of all tenants and of one, and when to ask again.</summary>
internal sealed class QueueBounds(Database database, IOptions<ServiceOptions> options)
{
    private const int DefaultSeconds = 30, LongestSeconds = 3600;
    private const int Recent = 21;

    /// <summary>Why one more is refused, inside the transaction that would accept it; null where there is room.</summary>
    public Acceptance.Full? Check(DbConnection connection, string tenant)
    {
        if (Runs.CountUnfinished(connection, tenant: null) >= options.Value.QueueBound) return new(options.Value.QueueBound, OfTenant: false);
        return Runs.CountUnfinished(connection, tenant) >= options.Value.TenantQueueBound ? new(options.Value.TenantQueueBound, OfTenant: true) : null;
    }

    /// <summary>Seconds in which a place should become free: what a run took lately, shared by those that run side by side.</summary>
    public int RetryAfterSeconds()
    {
        List<long> took = database.Read(connection => connection.Query<long>(
            $"""
            select finished_at - started_at from runs
            where finished_at is not null and started_at is not null and state = '{RunState.Succeeded}'
            order by finished_at desc limit {Recent}
            """).Order().AsList());
        if (took.Count == 0) return DefaultSeconds;
        double seconds = took[took.Count / 2] / 1000.0 / options.Value.ConcurrentTrainings;
        return (int)Math.Clamp(Math.Ceiling(seconds), 1, LongestSeconds);
    }
}
