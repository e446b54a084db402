using System.Data.Common;
using Dapper;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;

namespace LstmService.Api.Training;

/// <summary>The states of running trainings, one a run, fenced by its attempt.</summary>
internal sealed class RunCheckpoints(Database database, TimeProvider clock)
{
    /// <summary>The newest state of a run; null where there is none.</summary>
    public byte[]? Find(RunRow run) => database.Read(connection => connection.QuerySingleOrDefault<byte[]>(
        "select content from run_checkpoints where tenant = @Tenant and run = @Id", run));

    /// <summary>Replaces the state of a run, and forgets the deaths before it; false where the attempt is no longer the run's.</summary>
    public bool Save(RunRow run, byte[] content) => database.Write(connection =>
    {
        int mine = connection.Execute(
            $"""
            update runs set deaths = 0
            where tenant = @Tenant and id = @Id and attempt = @Attempt and state = '{RunState.Running}'
            """, run);
        if (mine == 0) return false;
        connection.Execute(
            """
            insert into run_checkpoints (tenant, run, attempt, created_at, content)
            values (@Tenant, @Id, @Attempt, @now, @content)
            on conflict (tenant, run) do update set
              attempt = excluded.attempt, created_at = excluded.created_at, content = excluded.content
            """, new { run.Tenant, run.Id, run.Attempt, now = clock.Milliseconds(), content });
        return true;
    });

    /// <summary>Drops the state of a run that is over, inside the caller's transaction.</summary>
    public static void Delete(DbConnection connection, RunRow run) =>
        connection.Execute("delete from run_checkpoints where tenant = @Tenant and run = @Id", run);

    /// <summary>Did this attempt of the run save a state?</summary>
    public static bool IsOfAttempt(DbConnection connection, RunRow run) => connection.ExecuteScalar<long>(
        "select count(*) from run_checkpoints where tenant = @Tenant and run = @Id and attempt = @Attempt", run) > 0;
}
