using LstmService.Api.Telemetry;
using Microsoft.Extensions.Caching.Memory;

namespace LstmService.Api.Forecasts;

/// <summary>Forecasts as they were answered, by their entity tag, bounded by their bytes.</summary>
internal sealed class AnswerCache(ServiceMetrics metrics) : IDisposable
{
    private const long MaxBytes = 32L * 1024 * 1024;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    public byte[] GetOrAdd(string tag, Func<byte[]> answer)
    {
        bool isHit = _answers.TryGetValue(tag, out byte[]? known);
        metrics.Lookup(ServiceMetrics.AnswerCache, isHit);
        if (isHit) return known!;
        byte[] made = answer();
        return _answers.Set(tag, made, new MemoryCacheEntryOptions { Size = made.Length + tag.Length });
    }

    public void Dispose() => _answers.Dispose();
}
