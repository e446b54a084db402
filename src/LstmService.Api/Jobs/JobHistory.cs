using System.Globalization;
using Dapper;
using LstmService.Api.Storage;

namespace LstmService.Api.Jobs;

/// <summary>How much of a job somebody has seen: the id of an event, <c>3.17</c>.</summary>
/// <param name="States">States it was in, the present one among them.</param>
/// <param name="Progress">How often its progress was recorded.</param>
internal readonly record struct JobPosition(long States, long Progress)
{
    public static JobPosition? Parse(string text) =>
        text.Split('.') is [string states, string progress] && Number(states) is { } state && Number(progress) is { } recorded
            ? new JobPosition(state, recorded)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{States}.{Progress}");

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}

/// <summary>Something that happened to a job.</summary>
/// <param name="Position">What is seen with it.</param>
/// <param name="Kind"><c>state</c> or <c>progress</c>.</param>
/// <param name="Job">The job; of a state that has passed, only what was true of it then.</param>
internal sealed record JobEvent(JobPosition Position, string Kind, Job Job)
{
    public const string State = "state";
    public const string Progress = "progress";
}

/// <summary>What happened to jobs, read from the database, whichever node it happened on.</summary>
internal sealed class JobHistory(Database database)
{
    // Neither the request nor the report, which may be large.
    private const string Columns =
        """
        r.tenant, r.id, r.model, r.state, r.attempt, r.priority, r.retry_at, r.created_at, r.started_at, r.finished_at, r.stage, r.epoch, r.epochs, r.train_loss,
        r.validation_loss, r.point, r.points, r.seconds_left, r.version, r.note, r.error, r.search, r.progressed
        """;

    /// <summary>Everything that happened to a job after <paramref name="seen"/>, the earliest first; null where there is no such job.</summary>
    public IReadOnlyList<JobEvent>? After(string tenant, string id, JobPosition seen)
    {
        // One statement, so that the states and the rest belong together.
        List<Row> rows = database.Read(connection => connection.Query<Row>(
            $"""
            select {Columns}, s.number, s.state as was, s.attempt as attempt_then,
              (select max(number) from run_states where tenant = @tenant and run = @id) as newest
            from runs r left join run_states s on s.tenant = r.tenant and s.run = r.id and s.number > @States
            where r.tenant = @tenant and r.id = @id
            order by s.number
            """, new { tenant, id, seen.States }).AsList());
        if (rows.Count == 0) return null;
        Row now = rows[^1];
        if (now.Number is not null) return [.. rows.Select(row => row.Event(seen))];
        if (seen.States > now.Newest) return [new(new(now.Newest, now.Progressed), JobEvent.State, Job.From(now))]; // an id of another job
        bool isNews = now.State == RunState.Running && now.Progressed > seen.Progress;
        return isNews ? [new(new(now.Newest, now.Progressed), JobEvent.Progress, Job.From(now))] : [];
    }

    /// <summary>A run beside one of its states.</summary>
    private sealed class Row : RunRow
    {
        public long Progressed { get; init; }
        public long Newest { get; init; }
        public long? Number { get; init; }
        public string Was { get; init; } = "";
        public long AttemptThen { get; init; }

        public JobEvent Event(JobPosition seen) => Number == Newest
            ? new(new(Newest, Progressed), JobEvent.State, Job.From(this))
            : new(new(Number!.Value, seen.Progress), JobEvent.State, Job.From(this) with
            {
                State = Was,
                Attempt = AttemptThen,
                StartedAt = null,
                RetryAt = null,
                FinishedAt = null,
                Progress = null,
                Result = null,
                Error = null,
            });
    }
}
