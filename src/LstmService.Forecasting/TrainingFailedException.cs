using LstmService.Forecasting.Search;

namespace LstmService.Forecasting;

/// <summary>No network could be trained; the message says why and what to change.</summary>
public sealed class TrainingFailedException : Exception
{
    /// <summary>With a reason in words.</summary>
    public TrainingFailedException(string message) : base(message) { }
    /// <summary>With a reason in words and what led to it.</summary>
    public TrainingFailedException(string message, Exception inner) : base(message, inner) { }
    /// <summary>Without a reason.</summary>
    public TrainingFailedException() { }

    /// <summary>What became of the points of the search that came before; null where there was none.</summary>
    public SearchReport? Search { get; init; }

    internal static TrainingFailedException Of(IEnumerable<string> reasons) =>
        new($"no network could be trained: {reasons.First()}; lower learningRate, set clipNorm above 0, or leave both to be chosen");
}
