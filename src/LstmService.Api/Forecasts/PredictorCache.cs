using System.Diagnostics;
using LstmService.Api.Models;
using LstmService.Api.Telemetry;
using LstmService.Forecasting;
using LstmService.Forecasting.Symbols;
using Microsoft.Extensions.Caching.Memory;

namespace LstmService.Api.Forecasts;

/// <summary>
/// Loaded models, bounded by the memory they take, each loaded once however many ask. A version is immutable and its run's id is
/// never used again, so an entry is never stale, also where a model is deleted and trained anew under its name; what nobody asks
/// for any more goes.
/// </summary>
internal sealed class PredictorCache(Catalogue catalogue, ServiceMetrics metrics) : IDisposable
{
    private const long MaxBytes = 128L * 1024 * 1024;

    // Small networks measured: weights in both orders and what a thread needs to answer, beside some objects whatever the size.
    private const int TimesOfArtefact = 4, BytesOfAny = 16 * 1024;

    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(30);

    private readonly MemoryCache _loaded = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly Lock _adding = new();

    /// <summary>The predictor of a model of values.</summary>
    /// <exception cref="ModelGoneException">The model was deleted meanwhile.</exception>
    /// <exception cref="InvalidModelException">The stored artefact is damaged.</exception>
    public Predictor Get(string tenant, ServedVersion version) => Get(tenant, version, Predictor.Load);

    /// <summary>The predictor of a model of symbols; throws as <see cref="Get(string, ServedVersion)"/> does.</summary>
    public SymbolPredictor GetSymbols(string tenant, ServedVersion version) => Get(tenant, version, SymbolPredictor.Load);

    private T Get<T>(string tenant, ServedVersion version, Func<Stream, T> load)
        where T : class
    {
        Lazy<object> entry = Entry(tenant, version, load);
        try
        {
            return (T)entry.Value;
        }
        catch
        {
            _loaded.Remove(version.Run); // a failure is not remembered
            throw;
        }
    }

    public void Dispose() => _loaded.Dispose();

    private Lazy<object> Entry(string tenant, ServedVersion version, Func<Stream, object> load)
    {
        bool isHit = _loaded.TryGetValue(version.Run, out Lazy<object>? known);
        metrics.Lookup(ServiceMetrics.ModelCache, isHit);
        if (isHit) return known!;
        lock (_adding)
        {
            if (_loaded.TryGetValue(version.Run, out known)) return known!;
            Lazy<object> loading = new(() =>
            {
                long started = Stopwatch.GetTimestamp();
                byte[] artefact = catalogue.Artefact(tenant, version.Model, version.Version) ?? throw new ModelGoneException(version.Model);
                using MemoryStream stream = new(artefact, writable: false);
                object loaded = load(stream);
                metrics.Loaded(Stopwatch.GetElapsedTime(started));
                return loaded;
            });
            return _loaded.Set(version.Run, loading, new MemoryCacheEntryOptions
            {
                Size = BytesOfAny + TimesOfArtefact * version.ArtefactBytes,
                SlidingExpiration = Unused,
            });
        }
    }
}
