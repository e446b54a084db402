using System.Text.Json;

namespace LstmService.Forecasting.Search;

/// <summary>What became of a search.</summary>
/// <param name="Strategy">How points were chosen.</param>
/// <param name="Metric">What was made small.</param>
/// <param name="Fold">On which data, in words.</param>
/// <param name="Points">Every point, in order.</param>
/// <param name="Best">The number of the best point; null where none could be judged.</param>
public sealed record SearchReport(string Strategy, string Metric, string Fold, IReadOnlyList<PointReport> Points, int? Best);

/// <summary>What became of a point.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Options">The options it tried.</param>
/// <param name="Score">Its error on the fold; of a point that was stopped, after the epochs it had; null where it failed.</param>
/// <param name="Epochs">Epochs that each of its networks was trained for.</param>
/// <param name="Seconds">What training and judging it took, by the clock.</param>
/// <param name="State"><c>finished</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="Rung">The rung it was stopped at, from 1; null elsewhere.</param>
/// <param name="Reason">Why it failed or was stopped; null where it finished.</param>
public sealed record PointReport(
    int Number, IReadOnlyDictionary<string, JsonElement> Options, double? Score, int Epochs, double Seconds, string State, int? Rung,
    string? Reason);

/// <summary>No point of a search could be judged.</summary>
public sealed class SearchFailedException : Exception
{
    /// <summary>With the reason in words.</summary>
    public SearchFailedException(string message) : base(message) { }
    /// <summary>With the reason in words and what led to it.</summary>
    public SearchFailedException(string message, Exception inner) : base(message, inner) { }
    /// <summary>Without a reason.</summary>
    public SearchFailedException() { }
    /// <summary>With the reason and what became of the points.</summary>
    public SearchFailedException(string message, SearchReport report) : base(message) => Report = report;

    /// <summary>What became of the points; null where none was tried.</summary>
    public SearchReport? Report { get; }
}
