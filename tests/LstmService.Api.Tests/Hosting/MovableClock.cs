namespace LstmService.Api.Tests.Hosting;

/// <summary>A clock that is set ahead or back while it runs; what it measures is not touched.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public void Move(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
