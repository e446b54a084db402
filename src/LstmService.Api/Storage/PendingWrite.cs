using System.Data.Common;

namespace LstmService.Api.Storage;

/// <summary>A write that waits for its turn, and what became of it.</summary>
internal abstract class PendingWrite
{
    private const int Waiting = 0, Begun = 1, Withdrawn = 2;

    private int _state = Waiting;

    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>Takes it out of the queue's hands; false where whoever asked no longer wants it.</summary>
    public bool Begin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    /// <summary>No longer wanted; false where it has begun.</summary>
    public bool Withdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting;

    public abstract void Work(DbConnection connection);

    /// <summary>Its transaction is on disk; does nothing where the write itself had failed.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception failure);
}

/// <inheritdoc cref="PendingWrite"/>
internal sealed class PendingWrite<T>(Func<DbConnection, T> work) : PendingWrite
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _made = default!;

    public Task<T> Result => _result.Task;

    public override void Work(DbConnection connection) => _made = work(connection);

    public override void Succeed() => _result.TrySetResult(_made);

    public override void Fail(Exception failure) => _result.TrySetException(failure);
}
