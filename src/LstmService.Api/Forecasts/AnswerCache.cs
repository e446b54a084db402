using Microsoft.Extensions.Caching.Memory;

namespace LstmService.Api.Forecasts;

/// <summary>Forecasts as they were answered, by their entity tag, bounded by their bytes.</summary>
internal sealed class AnswerCache : IDisposable
{
    private const long MaxBytes = 32L * 1024 * 1024;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    public byte[] GetOrAdd(string tag, Func<byte[]> answer)
    {
        if (_answers.TryGetValue(tag, out byte[]? known)) return known!;
        byte[] made = answer();
        return _answers.Set(tag, made, new MemoryCacheEntryOptions { Size = made.Length + tag.Length });
    }

    public void Dispose() => _answers.Dispose();
}
