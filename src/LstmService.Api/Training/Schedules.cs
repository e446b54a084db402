using System.Data.Common;
using Dapper;
using LstmService.Api.Storage;

namespace LstmService.Api.Training;

/// <summary>When a model is trained anew by itself.</summary>
/// <param name="Cron">Quartz's cron expression; null where only drift trains.</param>
/// <param name="TimeZone">The clock it is read by.</param>
/// <param name="OnDrift">Also when the errors on appended points have grown?</param>
internal sealed record Schedule(string? Cron, string TimeZone, bool OnDrift);

/// <summary>A row of <c>schedules</c>.</summary>
internal sealed class ScheduleRow
{
    public string Tenant { get; init; } = "";
    public string Model { get; init; } = "";
    public string? Cron { get; init; }
    public string TimeZone { get; init; } = "";
    public long OnDrift { get; init; }
    public long? NextAt { get; init; }
}

/// <summary>The schedules of models. They stand in the database, and whichever node looks first trains.</summary>
internal sealed class Schedules(Database database, TimeProvider clock)
{
    public ScheduleRow? Find(string tenant, string model) => database.Read(connection => connection.QuerySingleOrDefault<ScheduleRow>(
        "select * from schedules where tenant = @tenant and model = @model", new { tenant, model }));

    /// <summary>Sets or replaces it; false where the model is gone.</summary>
    public Task<bool> SetAsync(string tenant, string model, Schedule schedule, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        long? next = schedule.Cron is { } cron ? Cron.Next(cron, schedule.TimeZone, now)?.ToUnixTimeMilliseconds() : null;
        return database.WriteAsync(connection => connection.Execute(
            """
            insert into schedules (tenant, model, cron, time_zone, on_drift, next_at, created_at)
            select tenant, model, @Cron, @TimeZone, @onDrift, @next, @now from models where tenant = @tenant and model = @model
            on conflict (tenant, model) do update set
              cron = excluded.cron, time_zone = excluded.time_zone, on_drift = excluded.on_drift, next_at = excluded.next_at
            """,
            new { tenant, model, schedule.Cron, schedule.TimeZone, onDrift = schedule.OnDrift ? 1L : 0L, next, now = now.ToUnixTimeMilliseconds() }) == 1,
            cancellationToken);
    }

    /// <summary>False where there is none.</summary>
    public Task<bool> DeleteAsync(string tenant, string model, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute("delete from schedules where tenant = @tenant and model = @model", new { tenant, model }) == 1, cancellationToken);

    /// <summary>Those whose time has come.</summary>
    public IReadOnlyList<ScheduleRow> Due() => database.Read(connection => connection.Query<ScheduleRow>(
        "select * from schedules where next_at <= @now order by next_at limit 100", new { now = clock.Milliseconds() }).AsList());

    /// <summary>
    /// Takes a due time, and every one that was missed since, inside a transaction; false where another node has, or the schedule
    /// was changed.
    /// </summary>
    public Func<DbConnection, bool> Take(ScheduleRow due)
    {
        long? next = Cron.Next(due.Cron!, due.TimeZone, clock.GetUtcNow())?.ToUnixTimeMilliseconds();
        return connection => connection.Execute(
            "update schedules set next_at = @next where tenant = @Tenant and model = @Model and next_at = @NextAt",
            new { due.Tenant, due.Model, due.NextAt, next }) == 1;
    }
}
