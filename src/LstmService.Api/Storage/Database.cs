using System.Collections.Concurrent;
using System.Data.Common;

namespace LstmService.Api.Storage;

/// <summary>
/// The one way to the database. Readers open a connection each and never wait for a writer. Writers take turns, in this
/// process and among all nodes: every write sees all writes before it, as if it were alone.
/// </summary>
/// <remarks>
/// Group commit: whoever gets the turn carries out everything that waits, each in a savepoint of its own, in one
/// transaction, for what takes long is the disk's answer at its end. A write that fails leaves the others alone; an answer
/// comes after the commit.
/// </remarks>
internal sealed class Database(Dialect dialect, Signals signals) : IDisposable
{
    private const int MostTogether = 64;
    private const string Savepoint = "one";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentQueue<PendingWrite> _waiting = new();
    private readonly List<Signal> _raised = [];
    private long _writes;

    /// <summary>
    /// How often was written; null where other processes write too. It rises after a write can be read and before whoever wrote
    /// is answered: what was read at a number stands while the number does.
    /// </summary>
    public long? Writes => dialect.IsShared ? null : Interlocked.Read(ref _writes);

    /// <summary>Is the store there and does it answer?</summary>
    public bool IsReachable()
    {
        if (!dialect.IsInPlace) return false;
        try
        {
            using DbConnection connection = dialect.Open();
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
        using DbConnection connection = dialect.Open();
        return work(connection);
    }

    /// <summary>Writes in one transaction, which is on disk when this returns.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken)
    {
        PendingWrite<T> write = new(work);
        _waiting.Enqueue(write);
        try
        {
            await _turn.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!write.Withdraw())
        {
            return await write.Result; // somebody is carrying it out
        }
        WriteWaiting(write);
        return await write.Result;
    }

    /// <summary>The same, for a thread that may wait.</summary>
    public T Write<T>(Func<DbConnection, T> work)
    {
        PendingWrite<T> write = new(work);
        _waiting.Enqueue(write);
        _turn.Wait();
        WriteWaiting(write);
        return write.Result.GetAwaiter().GetResult();
    }

    /// <summary>Raises a signal when the write that calls this commits.</summary>
    public void Raise(Signal signal) => _raised.Add(signal);

    public void Dispose() => _turn.Dispose();

    // Has the turn, and gives it back when its own write is through, which another turn may have seen to.
    private void WriteWaiting(PendingWrite own)
    {
        try
        {
            while (own.IsWaiting) WriteTogether(Take());
        }
        finally
        {
            _turn.Release();
        }
    }

    private List<PendingWrite> Take()
    {
        List<PendingWrite> writes = [];
        while (writes.Count < MostTogether && _waiting.TryDequeue(out PendingWrite? write))
            if (write.Begin()) writes.Add(write);
        return writes;
    }

    private void WriteTogether(List<PendingWrite> writes)
    {
        _raised.Clear();
        try
        {
            using DbConnection connection = dialect.Open();
            // SQLite's "begin immediate": the write lock is taken before the first read, so no read in here is stale when we write.
            using DbTransaction transaction = connection.BeginTransaction();
            dialect.AwaitTurn(connection);
            foreach (PendingWrite write in writes) WriteOne(connection, transaction, write, alone: writes.Count == 1);
            foreach (Signal signal in _raised) dialect.Tell(connection, signal);
            transaction.Commit();
        }
        catch (Exception failure)
        {
            Interlocked.Increment(ref _writes); // a commit that failed may have been made
            foreach (PendingWrite write in writes) write.Fail(failure);
            return;
        }
        Interlocked.Increment(ref _writes);
        foreach (PendingWrite write in writes) write.Succeed();
        foreach (Signal signal in _raised) signals.Deliver(signal);
    }

    private void WriteOne(DbConnection connection, DbTransaction transaction, PendingWrite write, bool alone)
    {
        if (alone)
        {
            write.Work(connection);
            return;
        }
        int raised = _raised.Count;
        transaction.Save(Savepoint);
        try
        {
            write.Work(connection);
            transaction.Release(Savepoint);
        }
        catch (Exception failure)
        {
            transaction.Rollback(Savepoint); // throws where the connection is lost, which all of them have to hear
            _raised.RemoveRange(raised, _raised.Count - raised);
            write.Fail(failure);
        }
    }
}
