using System.Data.Common;
using Dapper;
using LstmService.Api.Configuration;
using LstmService.Api.Storage;
using LstmService.Api.Training;
using LstmService.Forecasting;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Jobs;

/// <summary>
/// The record of every job, and its fence: a worker takes a run with <c>attempt + 1</c> and keeps that number; whatever it
/// writes afterwards is written only while the number is still its own. A write that changes no row tells it to stop.
/// </summary>
internal sealed class Runs(Database database, IOptions<ServiceOptions> options, TimeProvider clock)
{
    private const string Taken = $"('{RunState.Running}', '{RunState.Cancelling}')";

    public RunRow? Find(string tenant, string id) => database.Read(connection => Find(connection, tenant, id));

    public static RunRow? Find(DbConnection connection, string tenant, string id) => connection.QuerySingleOrDefault<RunRow>(
        "select * from runs where tenant = @tenant and id = @id", new { tenant, id });

    /// <summary>The newest first, from the one after <paramref name="after"/> on.</summary>
    public IReadOnlyList<RunRow> List(string tenant, JobFilter filter, string? after, int count) => database.Read(connection => connection.Query<RunRow>(
        """
        select * from runs
        where tenant = @tenant and (@after is null or id < @after) and (@Search is null or model like @Search escape '\')
          and (@Model is null or model = @Model) and (@State is null or state = @State)
        order by id desc limit @count
        """, new { tenant, filter.Search, filter.Model, filter.State, after, count }).AsList());

    /// <summary>Of one tenant, or of all.</summary>
    public static long CountUnfinished(DbConnection connection, string? tenant) => connection.ExecuteScalar<long>(
        $"select count(*) from runs where {(tenant is null ? "" : "tenant = @tenant and ")}state in {RunState.Unfinished}", new { tenant });

    public static void Insert(DbConnection connection, RunRow run) => connection.Execute(
        """
        insert into runs (tenant, id, model, state, priority, created_at, revision, request, report, data_hash, trace)
        values (@Tenant, @Id, @Model, @State, @Priority, @CreatedAt, @Revision, @Request, @Report, @DataHash, @Trace)
        """, run);

    /// <summary>The run whose turn it is; null where none may start now.</summary>
    public RunKey? Next() => database.Read(Next);

    /// <summary>How many workers have to be woken, because there is more to start than there are triggers to come.</summary>
    public long CountUnwoken() => database.Read(connection =>
        Turns.CountDue(connection, clock.Milliseconds(), options.Value.TenantConcurrentTrainings) - CountTriggers(connection));

    /// <summary>How many triggers are to come.</summary>
    public long CountTriggers() => database.Read(CountTriggers);

    /// <summary>Takes a waiting run; null where it is not, or no longer, its turn.</summary>
    public Task<RunRow?> StartAsync(string tenant, string id, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            if (Next(connection) != new RunKey(tenant, id)) return null;
            Turns.Take(connection, tenant);
            return Told(Start(connection, tenant, id));
        }, cancellationToken);

    /// <summary>Shows other nodes that an attempt lives: its run's state, null where it is no longer the run's.</summary>
    public Task<string?> BeatAsync(RunRow run, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteScalar<string?>(
            $"""
            update runs set beat = beat + 1
            where tenant = @Tenant and id = @Id and attempt = @Attempt and state in {Taken}
            returning state
            """, run), cancellationToken);

    /// <summary>Records progress; false where the attempt is no longer the run's.</summary>
    public bool Progress(RunRow run, TrainingProgress progress, double? secondsLeft) =>
        database.Write(connection => Told(run, Progress(connection, run, progress, secondsLeft)));

    /// <summary>Puts a running run back into the queue, as this attempt's last write.</summary>
    public Task<bool> PutBackAsync(RunRow run, CancellationToken cancellationToken) => database.WriteAsync(connection => Told(run, connection.Execute(
        $"""
        update runs set state = '{RunState.Queued}', stage = null, seconds_left = null
        where tenant = @Tenant and id = @Id and attempt = @Attempt and state = '{RunState.Running}'
        """, run)), cancellationToken);

    /// <summary>
    /// Lets a run wait for another try, as this attempt's last write, and says meanwhile why: <paramref name="error"/> is a problem in
    /// JSON. False where it may have no more, or is another's.
    /// </summary>
    public Task<bool> RetryAsync(RunRow run, string error, CancellationToken cancellationToken) => database.WriteAsync(connection => Told(run, connection.Execute(
        $"""
        update runs set state = '{RunState.Queued}', stage = null, seconds_left = null, retries = retries + 1, retry_at = @at,
          error = @error
        where tenant = @Tenant and id = @Id and attempt = @Attempt and state = '{RunState.Running}' and retries < {RetryRule.Most}
        """, new { run.Tenant, run.Id, run.Attempt, error, at = clock.Milliseconds() + (long)RetryRule.Wait(run.Retries).TotalMilliseconds })), cancellationToken);

    /// <summary>Ends a run that was asked to stop.</summary>
    public Task<bool> EndCancelledAsync(RunRow run, CancellationToken cancellationToken) => database.WriteAsync(connection =>
    {
        bool mine = Told(run, connection.Execute(
            $"""
            update runs set state = '{RunState.Cancelled}', finished_at = @now, seconds_left = null
            where tenant = @Tenant and id = @Id and attempt = @Attempt and state = '{RunState.Cancelling}'
            """, new { run.Tenant, run.Id, run.Attempt, now = clock.Milliseconds() }));
        if (mine) Tidy(connection, run);
        return mine;
    }, cancellationToken);

    /// <summary>Ends a run that cannot succeed; <paramref name="error"/> is a problem in JSON, <paramref name="search"/> what became of its points.</summary>
    public Task<bool> FailAsync(RunRow run, string error, string? search, CancellationToken cancellationToken) => database.WriteAsync(connection =>
    {
        bool mine = Told(run, connection.Execute(
            $"""
            update runs set state = case state when '{RunState.Cancelling}' then '{RunState.Cancelled}' else '{RunState.Failed}' end,
              finished_at = @now, seconds_left = null, error = case state when '{RunState.Cancelling}' then null else @error end, search = @search
            where tenant = @Tenant and id = @Id and attempt = @Attempt and state in {Taken}
            """, new { run.Tenant, run.Id, run.Attempt, error, search, now = clock.Milliseconds() }));
        if (mine) Tidy(connection, run);
        return mine;
    }, cancellationToken);

    /// <summary>Marks the run finished inside the transaction that publishes, as far as it came; false where the attempt is no longer the run's.</summary>
    public bool Finish(DbConnection connection, RunRow run, long version, string note, string? search, TrainingProgress? progress = null)
    {
        if (progress is not null) Progress(connection, run, progress, secondsLeft: 0);
        bool mine = Told(run, connection.Execute(
            $"""
            update runs set state = '{RunState.Succeeded}', finished_at = @now, done = 1, seconds_left = 0, version = @version, note = @note,
              search = @search
            where tenant = @Tenant and id = @Id and attempt = @Attempt and state = '{RunState.Running}'
            """, new { run.Tenant, run.Id, run.Attempt, version, note, search, now = clock.Milliseconds() }));
        if (mine) RunCheckpoints.Delete(connection, run);
        return mine;
    }

    /// <summary>Asks a run to stop: its new state, its old one if it was over, null where there is none.</summary>
    public Task<CancelOutcome?> CancelAsync(string tenant, string id, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            RunRow? before = Find(connection, tenant, id);
            return before is null ? (CancelOutcome?)null : new CancelOutcome(before.State, Cancel(connection, before));
        }, cancellationToken);

    /// <summary>Asks every unfinished run of a model to stop, inside the caller's transaction; how many there were.</summary>
    public int CancelAll(DbConnection connection, string tenant, string model)
    {
        List<RunRow> unfinished = connection.Query<RunRow>(
            $"select * from runs where tenant = @tenant and model = @model and state in {RunState.Unfinished}", new { tenant, model }).AsList();
        foreach (RunRow run in unfinished) Cancel(connection, run);
        return unfinished.Count;
    }

    /// <summary>Runs that a worker has, dead or alive.</summary>
    public IReadOnlyList<RunRow> ListTaken() => database.Read(connection =>
        connection.Query<RunRow>($"select * from runs where state in {Taken} order by created_at, id").AsList());

    /// <summary>
    /// Puts runs back whose worker died, as they were last seen: one that shows life meanwhile is left alone. Such an attempt
    /// counts as a death only if it saved no checkpoint, which forgets those before it; a run with
    /// <paramref name="maxAttempts"/> deaths is given up.
    /// </summary>
    public Task<IReadOnlyList<RunRow>> RecoverAsync(
        IReadOnlyList<RunRow> dead, int maxAttempts, string givenUp, CancellationToken cancellationToken) => database.WriteAsync(
        connection => (IReadOnlyList<RunRow>)[.. dead.Select(run => Recover(connection, run, maxAttempts, givenUp)).OfType<RunRow>()],
        cancellationToken);

    private static int Progress(DbConnection connection, RunRow run, TrainingProgress progress, double? secondsLeft) => connection.Execute(
        $"""
        update runs set progressed = progressed + 1, stage = @Stage, epoch = @Epoch, epochs = @Epochs, point = @Point, points = @Points, train_loss = @TrainLoss,
          validation_loss = @ValidationLoss, done = @Done, seconds_left = @secondsLeft
        where tenant = @Tenant and id = @Id and attempt = @Attempt and state = '{RunState.Running}'
        """,
        new
        {
            progress.Stage,
            progress.Epoch,
            progress.Epochs,
            progress.Point,
            progress.Points,
            TrainLoss = Finite(progress.TrainLoss),
            ValidationLoss = Finite(progress.ValidationLoss),
            Done = Math.Clamp(progress.Done, 0, 1),
            secondsLeft,
            run.Tenant,
            run.Id,
            run.Attempt,
        });

    private RunKey? Next(DbConnection connection) => Turns.Next(connection, clock.Milliseconds(), options.Value.TenantConcurrentTrainings);

    private static long CountTriggers(DbConnection connection) => connection.ExecuteScalar<long>(
        $"select count(*) from QRTZ_TRIGGERS where SCHED_NAME = '{TrainingQueue.Scheduler}' and TRIGGER_STATE not in ('ERROR', 'COMPLETE')");

    private RunRow? Start(DbConnection connection, string tenant, string id) => connection.QuerySingleOrDefault<RunRow>(
        $"""
        update runs set state = '{RunState.Running}', attempt = attempt + 1, started_at = @now, retry_at = null, error = null, stage = 'preparing', done = 0,
          epoch = null, epochs = null, point = null, points = null, train_loss = null, validation_loss = null, seconds_left = null
        where tenant = @tenant and id = @id and state = '{RunState.Queued}'
        returning *
        """, new { tenant, id, now = clock.Milliseconds() });

    /// <summary>
    /// Removes what a run that published nothing leaves: its checkpoint, the series of its upload unless a version was published
    /// from them or forecasts or another run still need them, and its model where that holds nothing else.
    /// </summary>
    private static void Tidy(DbConnection connection, RunRow run)
    {
        RunCheckpoints.Delete(connection, run);
        connection.Execute(
            $"""
            delete from series where tenant = @Tenant and model = @Model and revision = @Revision
              and not exists (select 1 from versions v where v.tenant = @Tenant and v.model = @Model and v.revision = @Revision)
              and not exists (select 1 from models m where m.tenant = @Tenant and m.model = @Model and m.revision = @Revision)
              and not exists (
                select 1 from runs r where r.tenant = @Tenant and r.model = @Model and r.revision = @Revision and r.state in {RunState.Unfinished});
            """, run);
        connection.Execute(
            $"""
            delete from models where tenant = @Tenant and model = @Model and champion is null
              and not exists (select 1 from runs where tenant = @Tenant and model = @Model and state in {RunState.Unfinished});
            """, run);
    }

    private string Cancel(DbConnection connection, RunRow run)
    {
        string state = connection.ExecuteScalar<string>(
            $"""
            update runs set
              finished_at = case state when '{RunState.Queued}' then @now else finished_at end, error = null,
              state = case state when '{RunState.Queued}' then '{RunState.Cancelled}' else '{RunState.Cancelling}' end
            where tenant = @Tenant and id = @Id and state in {RunState.Unfinished}
            returning state
            """, new { run.Tenant, run.Id, now = clock.Milliseconds() }) ?? run.State;
        if (run.State == RunState.Queued) Tidy(connection, run);
        else database.Raise(new Signal(SignalKind.Cancel, run.Tenant, run.Id));
        Tell(run);
        return state;
    }

    private RunRow? Recover(DbConnection connection, RunRow seen, int maxAttempts, string givenUp)
    {
        RunRow? run = connection.QuerySingleOrDefault<RunRow>(
            $"select * from runs where tenant = @Tenant and id = @Id and attempt = @Attempt and beat = @Beat and state in {Taken}", seen);
        if (run is null) return null;
        bool stopped = run.State == RunState.Cancelling;
        long deaths = run.Deaths + (RunCheckpoints.IsOfAttempt(connection, run) ? 0 : 1);
        string state = stopped ? RunState.Cancelled : deaths >= maxAttempts ? RunState.Failed : RunState.Queued;
        RunRow after = connection.QuerySingle<RunRow>(
            """
            update runs set state = @state, deaths = @deaths, stage = null, seconds_left = null,
              finished_at = case @state when 'queued' then null else @now end,
              error = case @state when 'failed' then @givenUp else null end
            where tenant = @Tenant and id = @Id
            returning *
            """, new { run.Tenant, run.Id, state, deaths, givenUp, now = clock.Milliseconds() });
        if (state != RunState.Queued) Tidy(connection, run);
        return Told(after);
    }

    // Tells those who follow a run that it changed, when the write that calls this commits.
    private void Tell(RunRow run) => database.Raise(new Signal(SignalKind.Job, run.Tenant, run.Id));

    private bool Told(RunRow run, int rows)
    {
        if (rows == 1) Tell(run);
        return rows == 1;
    }

    private RunRow? Told(RunRow? run)
    {
        if (run is not null) Tell(run);
        return run;
    }

    private static double? Finite(double? value) => value is { } some && double.IsFinite(some) ? some : null;
}

/// <summary>What became of a request to stop.</summary>
internal readonly record struct CancelOutcome(string Before, string After)
{
    public bool WasOver => RunState.IsOver(Before);
}
