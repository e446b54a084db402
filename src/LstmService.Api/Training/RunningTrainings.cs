using System.Collections.Concurrent;

namespace LstmService.Api.Training;

/// <summary>The trainings of this process, so that they can be asked to stop and are not taken for dead.</summary>
internal sealed class RunningTrainings
{
    private readonly ConcurrentDictionary<string, RunningTraining> _running = new();

    public IReadOnlyCollection<string> Ids => [.. _running.Keys];

    /// <summary>Registers a training until the answer is disposed; null where this process already runs it.</summary>
    public RunningTraining? Begin(string id, CancellationToken stopping)
    {
        RunningTraining training = new(this, id, stopping);
        if (_running.TryAdd(id, training)) return training;
        training.Unlink();
        return null;
    }

    /// <summary>Asks a training of this process to stop; nothing happens where it does not run here.</summary>
    public void Cancel(string id)
    {
        if (_running.TryGetValue(id, out RunningTraining? training)) training.Stop();
    }

    private void End(string id) => _running.TryRemove(id, out _);

    /// <summary>One training of this process.</summary>
    /// <remarks>
    /// A training that is left behind when the process stops still looks at its token, so the source is never disposed; it
    /// holds neither a timer nor a handle.
    /// </remarks>
    internal sealed class RunningTraining : IDisposable
    {
        private readonly RunningTrainings _owner;
        private readonly string _id;
        private readonly CancellationTokenSource _source = new();
        private readonly CancellationTokenRegistration _link;

        public RunningTraining(RunningTrainings owner, string id, CancellationToken stopping)
        {
            (_owner, _id) = (owner, id);
            _link = stopping.Register(Stop);
        }

        public CancellationToken Token => _source.Token;

        public void Stop() => _source.Cancel();

        public void Unlink() => _link.Dispose();

        public void Dispose()
        {
            Unlink();
            _owner.End(_id);
        }
    }
}
