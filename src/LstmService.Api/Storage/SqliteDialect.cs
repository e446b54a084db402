using System.Data.Common;
using DbUp;
using DbUp.Builder;
using LstmService.Api.Configuration;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Storage;

/// <summary>The embedded store: one file, one process, and nothing to install.</summary>
internal sealed class SqliteDialect(DataDirectory directory) : Dialect, IDisposable
{
    private const int Busy = 5, Locked = 6, InputOutput = 10, Full = 13, CannotOpen = 14;
    private const int WriteFailed = InputOutput | 3 << 8; // a quota, a limit of the file's size

    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(20);

    public override bool IsShared => false;

    public override string Name => directory.DatabaseFile;

    public override bool IsInPlace => File.Exists(directory.DatabaseFile);

    private string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = directory.DatabaseFile,
        ForeignKeys = true,
        Pooling = true,
        DefaultTimeout = (int)BusyTimeout.TotalSeconds,
    }.ToString();

    public override DbConnection CreateForQuartz() => new SqliteConnection(ConnectionString);

    // synchronous=NORMAL: the file stays sound, the last triggers may be lost.
    public override DbConnection OpenForQuartz() => Open("normal");

    // synchronous=FULL: a commit that was answered survives the power cord.
    public override DbConnection Open() => Open("full");

    /// <remarks>"begin immediate" has taken the turn; Quartz writes through connections of its own, and we wait in <c>busy_timeout</c>.</remarks>
    public override void AwaitTurn(DbConnection connection)
    {
    }

    /// <remarks>There is no other process.</remarks>
    public override void Tell(DbConnection connection, Signal signal)
    {
    }

    public override Task PrepareAsync(CancellationToken cancellationToken)
    {
        directory.Take();
        try
        {
            using DbConnection connection = Open();
            using DbCommand command = connection.CreateCommand();
            command.CommandText = "pragma journal_mode = wal";
            command.ExecuteNonQuery();
        }
        catch (SqliteException broken)
        {
            throw new StartupFailure($"the database {Name} cannot be opened: {broken.Message}", broken);
        }
        return Task.CompletedTask;
    }

    public override void MigrateAlone(Action<Func<UpgradeEngineBuilder>, string> migrate) =>
        migrate(() => DeployChanges.To.SqliteDatabase(ConnectionString), ".Storage.Sqlite.");

    public override bool CanPass(DbException failure) =>
        failure is SqliteException { SqliteErrorCode: Busy or Locked or InputOutput or Full or CannotOpen };

    public override bool IsDiskFull(DbException failure) =>
        failure is SqliteException { SqliteErrorCode: Full } or SqliteException { SqliteExtendedErrorCode: WriteFailed };

    public override bool IsUnstorableText(Exception failure) => false;

    public void Dispose() => SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));

    private SqliteConnection Open(string synchronous)
    {
        SqliteConnection connection = new(ConnectionString);
        connection.Open();
        using SqliteCommand pragmas = connection.CreateCommand();
        pragmas.CommandText = $"pragma busy_timeout = {BusyTimeout.TotalMilliseconds:F0}; pragma synchronous = {synchronous};";
        pragmas.ExecuteNonQuery();
        return connection;
    }
}
