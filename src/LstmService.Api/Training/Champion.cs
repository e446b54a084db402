using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Forecasting;

namespace LstmService.Api.Training;

/// <summary>The champion that a training starts from.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Predictor">Its networks.</param>
internal sealed record Champion(long Version, Predictor Predictor)
{
    /// <summary>The champion of the run's model; null where it has none yet.</summary>
    public static Champion? Of(Catalogue catalogue, RunRow run)
    {
        if (catalogue.Served(run.Tenant, run.Model, version: null) is not { } served) return null;
        if (catalogue.Artefact(run.Tenant, run.Model, served.Version) is not { } content) return null;
        using MemoryStream stream = new(content, writable: false);
        return new(served.Version, Predictor.Load(stream));
    }
}
