using System.Collections.Concurrent;

namespace LstmService.Api.Storage;

/// <summary>
/// What was read from the store and still stands, because nothing was written since. Where other processes write too nothing is
/// known to stand, and everything is read.
/// </summary>
internal sealed class Unchanged(Database database)
{
    private const int Most = 10_000;

    private volatile Answers _answers = new(-1);

    /// <summary>What <paramref name="read"/> gives, or gave since the last write.</summary>
    public T GetOrRead<TKey, T>(TKey key, Func<TKey, T> read)
        where TKey : struct
    {
        if (database.Writes is not { } writes) return read(key);
        Answers answers = _answers;
        if (answers.Writes != writes) _answers = answers = new(writes);
        if (answers.Known.TryGetValue(key, out object? known)) return (T)known!;
        T made = read(key);
        if (made is not null && answers.Known.Count < Most) answers.Known[key] = made; // of what is not there is no end
        return made;
    }

    /// <summary>Answers of the time when so many writes had been made.</summary>
    private sealed record Answers(long Writes)
    {
        public ConcurrentDictionary<object, object?> Known { get; } = new();
    }
}
