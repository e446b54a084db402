using System.Collections.Concurrent;

namespace LstmService.Api.Storage;

/// <summary>Who listens to which <see cref="Signal"/> in this process.</summary>
internal sealed class Signals
{
    private readonly ConcurrentDictionary<string, Action<Signal>> _listeners = new();

    /// <summary>Calls <paramref name="listener"/> for every signal of a kind; it must be quick and must not throw.</summary>
    public void Listen(string kind, Action<Signal> listener) =>
        _listeners.AddOrUpdate(kind, listener, (_, others) => others + listener);

    public void Deliver(Signal signal)
    {
        if (_listeners.TryGetValue(signal.Kind, out Action<Signal>? listeners)) listeners(signal);
    }
}
