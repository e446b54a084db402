using System.Collections.Concurrent;

namespace LstmService.Api.Training;

/// <summary>The trainings of this process, so that they can be asked to stop and are not taken for dead.</summary>
internal sealed class RunningTrainings
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();

    public IReadOnlyCollection<string> Ids => [.. _running.Keys];

    /// <summary>Registers a training until the answer is disposed; null where this process already runs it.</summary>
    public RunningTraining? Begin(string id, CancellationToken stopping)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (_running.TryAdd(id, source)) return new RunningTraining(this, id, source);
        source.Dispose();
        return null;
    }

    public void Cancel(string id)
    {
        if (!_running.TryGetValue(id, out CancellationTokenSource? source)) return;
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return; // it ended in this very moment, and its last write has already met the new state
        }
    }

    /// <summary>One training of this process.</summary>
    internal sealed class RunningTraining(RunningTrainings owner, string id, CancellationTokenSource source) : IDisposable
    {
        public CancellationToken Token => source.Token;

        public void Stop() => source.Cancel();

        public void Dispose()
        {
            owner._running.TryRemove(id, out _);
            source.Dispose();
        }
    }
}
