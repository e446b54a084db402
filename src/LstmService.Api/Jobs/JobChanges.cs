using System.Collections.Concurrent;
using System.Threading.Channels;
using LstmService.Api.Configuration;
using LstmService.Api.Storage;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Jobs;

/// <summary>Wakes those who follow a job when it changed, on whichever node; how many may follow at a time is bounded, of all tenants and of each.</summary>
internal sealed class JobChanges
{
    private readonly ConcurrentDictionary<Following, (string Tenant, string Id)> _following = new();
    private readonly Lock _placing = new();
    private readonly int _most, _mostOfTenant;

    public JobChanges(Signals signals, IOptions<ServiceOptions> options)
    {
        (_most, _mostOfTenant) = (options.Value.EventStreams, options.Value.TenantEventStreams);
        signals.Listen(SignalKind.Job, signal => Wake((signal.Tenant, signal.Key)));
    }

    /// <summary>Follows a job until the answer is disposed; null where too many follow already.</summary>
    public Following? Follow(string tenant, string id)
    {
        Following following = new(this);
        lock (_placing)
        {
            if (_following.Count >= _most || _following.Values.Count(followed => followed.Tenant == tenant) >= _mostOfTenant) return null;
            _following[following] = (tenant, id);
        }
        return following;
    }

    private void Wake((string Tenant, string Id) job)
    {
        foreach ((Following following, (string Tenant, string Id) followed) in _following)
            if (followed == job) following.Wake();
    }

    /// <summary>One who follows a job.</summary>
    internal sealed class Following(JobChanges owner) : IDisposable
    {
        // One mark is enough: whoever is woken reads all there is.
        private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public void Wake() => _changed.Writer.TryWrite(true);

        /// <summary>Returns when the job changed, or after <paramref name="longest"/>: a change may go unheard.</summary>
        public async Task WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
        {
            using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task change = _changed.Reader.WaitToReadAsync(ended.Token).AsTask();
            await Task.WhenAny(change, Task.Delay(longest, clock, ended.Token));
            _changed.Reader.TryRead(out _);
            await ended.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        public void Dispose() => owner._following.TryRemove(this, out _);
    }
}
