using System.Text.Json.Serialization;
using LstmService.Forecasting.Covariates;

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
/// <param name="Duplicates">Points that repeated a time.</param>
/// <param name="Outliers">Points far from their neighbours; they are kept unless the policy says otherwise.</param>
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

    /// <summary>The stretches without a value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GapSummary? Gaps { get; init; }

    /// <summary>How large the values are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueScale? Scale { get; init; }

    /// <summary>What is known beside the values; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CovariateSummary>? Covariates { get; init; }
}

/// <summary>A symbol and its share of the points.</summary>
public sealed record SymbolShare(string Symbol, double Share);

/// <summary>The stretches without a value.</summary>
/// <param name="Count">How many.</param>
/// <param name="Longest">Times in the longest.</param>
public sealed record GapSummary(int Count, int Longest);

/// <summary>How large the values of a series are.</summary>
/// <param name="Lowest">The least.</param>
/// <param name="Median">As many lie below as above.</param>
/// <param name="Highest">The greatest.</param>
public sealed record ValueScale(double Lowest, double Median, double Highest)
{
    /// <summary>Of the values that are not missing, at least one.</summary>
    public static ValueScale Of(double[] values)
    {
        double[] known = Array.FindAll(values, double.IsFinite);
        return new(known.Min(), RobustSpread.Median(known), known.Max());
    }
}

/// <summary>What one covariate of a series was understood as.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">When it is known.</param>
/// <param name="Kind"><c>number</c> or <c>category</c>.</param>
/// <param name="Ahead">Values beyond the last of the series.</param>
public sealed record CovariateSummary(string Name, CovariateRole Role, string Kind, int Ahead)
{
    internal static CovariateSummary Of(Covariate covariate, int points) => new(
        covariate.Name, covariate.Role, covariate.Texts is null ? "number" : "category",
        covariate.Role == CovariateRole.Known ? covariate.Length - points : 0);
}

/// <summary>What an upload was understood as.</summary>
/// <param name="Series">A summary for each series; of more than <see cref="MostSeries"/> for the first ones.</param>
/// <param name="Changes">What was changed, in words.</param>
/// <param name="Warnings">What the user should know, in words.</param>
public sealed record PreparationReport(
    IReadOnlyList<SeriesSummary> Series, IReadOnlyList<string> Changes, IReadOnlyList<string> Warnings)
{
    /// <summary>The most series that a report tells of one by one.</summary>
    public const int MostSeries = 1_000;

    /// <summary>Of all series together; reports that were written without them hold every series.</summary>
    public SeriesTotals Totals { get => field ?? Series.Aggregate(SeriesTotals.None, (sum, one) => sum.With(one)); init; }
}

/// <summary>What all series of an upload add up to.</summary>
/// <param name="Series">How many series there are.</param>
/// <param name="Points">Times that carry a value.</param>
/// <param name="Missing">Grid times without a value.</param>
/// <param name="Duplicates">Points that repeated a time.</param>
/// <param name="Outliers">Points far from their neighbours.</param>
public sealed record SeriesTotals(int Series, long Points, long Missing, long Duplicates, long Outliers)
{
    /// <summary>Of no series.</summary>
    public static SeriesTotals None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>With one series more.</summary>
    public SeriesTotals With(SeriesSummary one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return new(Series + 1, Points + one.Points, Missing + one.Missing, Duplicates + one.Duplicates, Outliers + one.Outliers);
    }
}

/// <summary>Gathers the summaries of a report: the first ones, and the totals of all.</summary>
internal sealed class SummaryList
{
    private readonly List<SeriesSummary> _first = [];
    private SeriesTotals _totals = SeriesTotals.None;

    public void Add(SeriesSummary one)
    {
        if (_first.Count < PreparationReport.MostSeries) _first.Add(one);
        _totals = _totals.With(one);
    }

    public PreparationReport Report(IReadOnlyList<string> changes, IReadOnlyList<string> warnings) => new(_first, changes, warnings) { Totals = _totals };
}

/// <summary>A reason why data cannot be used, with the place in the upload.</summary>
/// <param name="Detail">The rule and the value, in words.</param>
/// <param name="Series">The number of the series, from 0.</param>
/// <param name="Point">The number of the point in its series as uploaded, from 0; null for the series as a whole.</param>
public sealed record DataProblem(string Detail, int Series, int? Point = null);

/// <summary>The regular series of an upload and the report, or the problems.</summary>
public sealed record PreparedData(
    IReadOnlyList<TimeSeries> Series, PreparationReport Report, IReadOnlyList<DataProblem> Problems)
{
    /// <summary>What became of dirt: what the user said, and the step and the way that points were put together where these had to be chosen.</summary>
    public PreparationPolicies Policies { get; init; } = new();
}
