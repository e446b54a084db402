using LstmService.Api.Models;
using LstmService.Forecasting;
using Microsoft.Extensions.Caching.Memory;

namespace LstmService.Api.Forecasts;

/// <summary>
/// Loaded models, bounded by the bytes of their artefacts, each loaded once however many ask. A version is immutable and its
/// run's id is never used again, so an entry is never stale, also where a model is deleted and trained anew under its name.
/// </summary>
internal sealed class PredictorCache(Catalogue catalogue) : IDisposable
{
    private const long MaxBytes = 128L * 1024 * 1024;

    private readonly MemoryCache _loaded = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly Lock _adding = new();

    /// <exception cref="ModelGoneException">The model was deleted meanwhile.</exception>
    /// <exception cref="InvalidModelException">The stored artefact is damaged.</exception>
    public Predictor Get(string tenant, ServedVersion version)
    {
        Lazy<Predictor> entry = Entry(tenant, version);
        try
        {
            return entry.Value;
        }
        catch
        {
            _loaded.Remove(version.Run); // a failure is not remembered
            throw;
        }
    }

    public void Dispose() => _loaded.Dispose();

    private Lazy<Predictor> Entry(string tenant, ServedVersion version)
    {
        if (_loaded.TryGetValue(version.Run, out Lazy<Predictor>? known)) return known!;
        lock (_adding)
        {
            if (_loaded.TryGetValue(version.Run, out known)) return known!;
            Lazy<Predictor> loading = new(() =>
            {
                byte[] artefact = catalogue.Artefact(tenant, version.Model, version.Version) ?? throw new ModelGoneException(version.Model);
                using MemoryStream stream = new(artefact, writable: false);
                return Predictor.Load(stream);
            });
            return _loaded.Set(version.Run, loading, new MemoryCacheEntryOptions { Size = Math.Max(1, version.ArtefactBytes) });
        }
    }
}
