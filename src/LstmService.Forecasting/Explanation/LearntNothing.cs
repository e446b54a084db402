using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Explanation;

/// <summary>Why a model has nothing that could be explained.</summary>
internal static class LearntNothing
{
    /// <summary>The reason; null where there is something.</summary>
    public static string? Of(int networks, Composition composition)
    {
        string others = string.Join(" and ", composition.Baselines());
        if (networks == 0) return $"nothing was learnt: no network could be trained, and {others} answers alone";
        return composition.LstmWeight == 0 ? $"nothing of the network is in the forecast: {others} was better and answers alone" : null;
    }
}
