using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Storage;

/// <summary>
/// The one place that knows which database this is. Readers open a connection each and never wait for a writer (WAL);
/// writers take turns, so that none of them meets a busy database.
/// </summary>
/// <remarks>
/// Everything else is written against <see cref="DbConnection"/> in SQL that SQLite and PostgreSQL share. Quartz writes
/// through connections of its own; a write of ours that meets one of its waits in <c>busy_timeout</c>.
/// </remarks>
internal sealed class Database(DataDirectory directory) : IDisposable
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _writer = new(1, 1);

    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = directory.DatabaseFile,
        ForeignKeys = true,
        Pooling = true,
        DefaultTimeout = (int)BusyTimeout.TotalSeconds,
    }.ToString();

    /// <summary>Is the file there and does it answer?</summary>
    public bool IsReachable()
    {
        if (!File.Exists(directory.DatabaseFile)) return false;
        try
        {
            using DbConnection connection = Open();
            using DbCommand command = connection.CreateCommand();
            command.CommandText = "select count(*) from models where tenant = ''";
            return command.ExecuteScalar() is long;
        }
        catch (DbException)
        {
            return false;
        }
    }

    /// <summary>Reads; what it reads is one consistent state a statement.</summary>
    public T Read<T>(Func<DbConnection, T> work)
    {
        using DbConnection connection = Open();
        return work(connection);
    }

    /// <summary>Writes in one transaction, which is on disk when this returns.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return WriteNow(work);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>The same, for a thread that may wait.</summary>
    public T Write<T>(Func<DbConnection, T> work)
    {
        _writer.Wait();
        try
        {
            return WriteNow(work);
        }
        finally
        {
            _writer.Release();
        }
    }

    public DbConnection Create() => new SqliteConnection(ConnectionString);

    public DbConnection Open()
    {
        SqliteConnection connection = new(ConnectionString);
        connection.Open();
        using SqliteCommand pragmas = connection.CreateCommand();
        // synchronous=FULL: a commit that was answered survives the power cord.
        pragmas.CommandText = $"pragma busy_timeout = {BusyTimeout.TotalMilliseconds:F0}; pragma synchronous = full;";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    public void Dispose()
    {
        SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        _writer.Dispose();
    }

    private T WriteNow<T>(Func<DbConnection, T> work)
    {
        using DbConnection connection = Open();
        // "begin immediate": the write lock is taken before the first read, so no read in here is stale when we write.
        using DbTransaction transaction = connection.BeginTransaction();
        T result = work(connection);
        transaction.Commit();
        return result;
    }
}
