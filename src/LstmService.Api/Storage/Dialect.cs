using System.Data.Common;
using DbUp.Builder;

namespace LstmService.Api.Storage;

/// <summary>
/// What differs between the embedded store and the shared one; all else is SQL that both understand (see README.md here).
/// </summary>
internal abstract class Dialect
{
    /// <summary>May other processes work on the same database?</summary>
    public abstract bool IsShared { get; }

    /// <summary>What the store is called in messages; never with a password.</summary>
    public abstract string Name { get; }

    /// <summary>Is the store where it was? A SQLite file that was moved still answers those who have it open.</summary>
    public abstract bool IsInPlace { get; }

    /// <summary>A closed connection as Quartz wants it: what Quartz writes may lose its last moments, for the reconciler makes it anew.</summary>
    public abstract DbConnection CreateForQuartz();

    public abstract DbConnection OpenForQuartz();

    public abstract DbConnection Open();

    /// <summary>Waits until no other process writes; the turn ends with the transaction.</summary>
    public abstract void AwaitTurn(DbConnection connection);

    /// <summary>Tells other processes when the transaction commits.</summary>
    public abstract void Tell(DbConnection connection, Signal signal);

    /// <summary>Takes or reaches the store, before its schema is brought up to date.</summary>
    /// <exception cref="Configuration.StartupFailure">It cannot be used, and an operator can do something about it.</exception>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Runs <paramref name="migrate"/> while no other process does.</summary>
    public abstract void MigrateAlone(Action<Func<UpgradeEngineBuilder>, string> migrate);

    /// <summary>Can the same work succeed later: the server is gone, the disk is full, another transaction was in the way?</summary>
    public abstract bool CanPass(DbException failure);

    public abstract bool IsDiskFull(DbException failure);

    /// <summary>Was a text refused that this store cannot hold?</summary>
    public abstract bool IsUnstorableText(Exception failure);
}
