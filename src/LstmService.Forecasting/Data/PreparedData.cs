using System.Text.Json.Serialization;

namespace LstmService.Forecasting.Data;

/// <summary>What one series was understood as.</summary>
/// <param name="Id">The series' name.</param>
/// <param name="Points">Times that carry a value.</param>
/// <param name="Start">The first time.</param>
/// <param name="End">The last time.</param>
/// <param name="Frequency">The step, an ISO 8601 duration, <c>B</c> or <c>index</c>.</param>
/// <param name="FrequencyConfidence">The share of steps that agree with the frequency, 0 to 1; 1 where it was given.</param>
/// <param name="Seasons">Season lengths in points, the shortest first.</param>
/// <param name="Missing">Grid times without a value.</param>
/// <param name="Duplicates">Points that repeated a time; the last value was kept.</param>
/// <param name="Outliers">Points far from their neighbours; they are kept.</param>
/// <param name="Kind"><c>continuous</c>, <c>count</c>, <c>intermittent</c> or <c>constant</c>; <c>symbols</c> where it is of those.</param>
public sealed record SeriesSummary(
    string Id, int Points, string Start, string End, string Frequency, double FrequencyConfidence,
    IReadOnlyList<int> Seasons, int Missing, int Duplicates, int Outliers, string Kind)
{
    /// <summary>How many different symbols there are, of kind <c>symbols</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Symbols { get; init; }

    /// <summary>The most frequent symbols, the first the most, with the share of the points that each has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SymbolShare>? MostFrequent { get; init; }
}

/// <summary>A symbol and its share of the points.</summary>
public sealed record SymbolShare(string Symbol, double Share);

/// <summary>What an upload was understood as.</summary>
/// <param name="Series">A summary for each series.</param>
/// <param name="Changes">What was changed, in words.</param>
/// <param name="Warnings">What the user should know, in words.</param>
public sealed record PreparationReport(
    IReadOnlyList<SeriesSummary> Series, IReadOnlyList<string> Changes, IReadOnlyList<string> Warnings);

/// <summary>A reason why data cannot be used, with the place in the upload.</summary>
/// <param name="Detail">The rule and the value, in words.</param>
/// <param name="Series">The number of the series, from 0.</param>
/// <param name="Point">The number of the point in its series as uploaded, from 0; null for the series as a whole.</param>
public sealed record DataProblem(string Detail, int Series, int? Point = null);

/// <summary>The regular series of an upload and the report, or the problems.</summary>
public sealed record PreparedData(
    IReadOnlyList<TimeSeries> Series, PreparationReport Report, IReadOnlyList<DataProblem> Problems);
