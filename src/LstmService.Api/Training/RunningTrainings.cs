using System.Collections.Concurrent;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;

namespace LstmService.Api.Training;

/// <summary>The trainings of this process, so that they can be asked to stop and are not taken for dead.</summary>
internal sealed class RunningTrainings
{
    private readonly ConcurrentDictionary<(string Tenant, string Id), RunningTraining> _running = new();

    public RunningTrainings(Signals signals) => signals.Listen(SignalKind.Cancel, signal => Cancel(signal.Tenant, signal.Key));

    /// <summary>Those that have taken their run.</summary>
    public IEnumerable<RunningTraining> All => _running.Values.Where(training => training.Run is not null);

    public bool Has(RunRow run) => _running.ContainsKey((run.Tenant, run.Id));

    /// <summary>Registers a training until the answer is disposed; null where this process already runs it.</summary>
    public RunningTraining? Begin(string tenant, string id, CancellationToken stopping)
    {
        RunningTraining training = new(this, (tenant, id), stopping);
        if (_running.TryAdd((tenant, id), training)) return training;
        training.Unlink();
        return null;
    }

    private void Cancel(string tenant, string id)
    {
        if (_running.TryGetValue((tenant, id), out RunningTraining? training)) training.Stop();
    }

    /// <summary>One training of this process.</summary>
    /// <remarks>
    /// A training that is left behind when the process stops still looks at its token, so the source is never disposed; it
    /// holds neither a timer nor a handle.
    /// </remarks>
    internal sealed class RunningTraining : IDisposable
    {
        private readonly RunningTrainings _owner;
        private readonly (string Tenant, string Id) _key;
        private readonly CancellationTokenSource _source = new();
        private readonly CancellationTokenRegistration _link;

        public RunningTraining(RunningTrainings owner, (string Tenant, string Id) key, CancellationToken stopping)
        {
            (_owner, _key) = (owner, key);
            _link = stopping.Register(Stop);
        }

        /// <summary>The run as it was taken; null until then.</summary>
        public RunRow? Run { get; set; }

        /// <summary>Values it trains on; 0 until they were read.</summary>
        public long Values { get; set; }

        public CancellationToken Token => _source.Token;

        public void Stop() => _source.Cancel();

        public void Unlink() => _link.Dispose();

        public void Dispose()
        {
            Unlink();
            _owner._running.TryRemove(_key, out _);
        }
    }
}
