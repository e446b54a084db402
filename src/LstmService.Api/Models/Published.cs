using System.Text.Json.Serialization;
using LstmService.Api.Jobs;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Api.Training;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Models;

/// <summary>Where a version came from.</summary>
/// <param name="DataHash">SHA-256 of the series it was trained on.</param>
/// <param name="Seed">What its randomness came from.</param>
/// <param name="Parent">The version whose weights it started from, or the champion when it was trained; null for the first.</param>
/// <param name="Request">What the user set: options, horizon and levels.</param>
/// <param name="JobId">The job that trained it.</param>
internal sealed record Lineage(string DataHash, int Seed, long? Parent, RunRequest Request, string JobId);

/// <summary>
/// A version of a model; its options are every choice of the training, made by the user or from the data. Evaluation and options are
/// a <see cref="ModelEvaluation"/> and a <see cref="Plan"/>, of symbols a <see cref="SymbolEvaluation"/> and a <see cref="SymbolPlan"/>.
/// </summary>
internal sealed record PublishedVersion(
    long Version, DateTimeOffset CreatedAt, bool Champion, string Frequency, long Horizon, object Evaluation,
    IReadOnlyDictionary<string, double> Composition, string PointForecast, object Options, IReadOnlyList<string> Choices, string Note,
    Lineage Lineage, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SearchReport? Search)
{
    public static PublishedVersion From(VersionRow row, long? champion)
    {
        (object options, object evaluation, int seed) = row.Kind == ModelKind.Symbols
            ? Read<SymbolPlan, SymbolEvaluation>(row, plan => plan.Seed)
            : Read<Plan, ModelEvaluation>(row, plan => plan.Seed);
        return new PublishedVersion(
            row.Version, Timestamps.FromMilliseconds(row.CreatedAt), row.Version == champion, row.Frequency, row.Horizon,
            evaluation, Json.Read<Dictionary<string, double>>(row.Composition), row.Point,
            options, Json.Read<string[]>(row.Choices), row.Note,
            new Lineage(row.DataHash, seed, row.Parent, Json.Read<RunRequest>(row.Request), row.Run),
            row.Search is { } search ? Json.Read<SearchReport>(search) : null);
    }

    private static (object Options, object Evaluation, int Seed) Read<TPlan, TEvaluation>(VersionRow row, Func<TPlan, int> seed)
        where TPlan : notnull
        where TEvaluation : notnull
    {
        TPlan plan = Json.Read<TPlan>(row.Options);
        return (plan, Json.Read<TEvaluation>(row.Evaluation), seed(plan));
    }
}

/// <summary>A model with its versions.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Kind"><c>values</c> or <c>symbols</c>.</param>
/// <param name="Champion">The version that forecasts unless another is asked for.</param>
/// <param name="CreatedAt">When its first upload was accepted.</param>
/// <param name="Frequency">The champion's step.</param>
/// <param name="Horizon">Steps ahead that the champion was trained for.</param>
/// <param name="Series">The first series by name; <c>GET /models/{model}/series</c> lists all.</param>
/// <param name="SeriesCount">How many series there are.</param>
/// <param name="Versions">The newest first.</param>
/// <param name="Report">What the champion's upload was understood as.</param>
/// <param name="Live">How the champion did on points that were appended since; null where none were.</param>
/// <param name="Schedule">When it is trained anew by itself; null where it is not.</param>
internal sealed record PublishedModel(
    string Model, string Kind, long Champion, DateTimeOffset CreatedAt, string Frequency, long Horizon, IReadOnlyList<string> Series,
    long SeriesCount, IReadOnlyList<PublishedVersion> Versions, PreparationReport Report,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LiveAccuracy? Live,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PublishedSchedule? Schedule);

/// <summary>A line of <c>GET /models</c>.</summary>
internal sealed record ModelSummary(
    string Model, string Kind, long Champion, DateTimeOffset TrainedAt, string Frequency, long Horizon, bool BeatsBaseline, string Verdict)
{
    public static ModelSummary From(VersionRow row)
    {
        JudgedModel evaluation = Json.Read<JudgedModel>(row.Evaluation);
        return new ModelSummary(
            row.Model, row.Kind, row.Version, Timestamps.FromMilliseconds(row.CreatedAt), row.Frequency, row.Horizon,
            evaluation.BeatsBaseline, evaluation.Verdict);
    }

    /// <summary>What evaluations of both kinds say.</summary>
    private sealed record JudgedModel(bool BeatsBaseline, string Verdict);
}

/// <summary>One observed time.</summary>
/// <param name="Time">ISO 8601, or the position of a series without times.</param>
/// <param name="Value">The value, or the symbol; null where none was observed.</param>
internal sealed record ObservedPoint<T>(string Time, T Value);

/// <summary>The history of a series.</summary>
/// <param name="Series">The series' name.</param>
/// <param name="Frequency">The step.</param>
/// <param name="Count">How many points it has; <paramref name="Points"/> may be its last ones only.</param>
/// <param name="Points">The points, oldest first.</param>
internal sealed record SeriesHistory<T>(string Series, string Frequency, int Count, IReadOnlyList<ObservedPoint<T>> Points);

/// <summary>A line of <c>GET /models/{model}/series</c>.</summary>
/// <param name="Series">The series' name.</param>
/// <param name="Frequency">The step.</param>
/// <param name="Count">How many points it has, missing ones among them.</param>
/// <param name="Start">Its first time.</param>
/// <param name="End">Its last time.</param>
internal sealed record ListedSeries(string Series, string Frequency, int Count, string Start, string End)
{
    public static ListedSeries Of(string series, (TimeAxis Axis, int Points) extent) =>
        new(series, extent.Axis.Frequency.ToString(), extent.Points, extent.Axis.TimeOf(0), extent.Axis.TimeOf(extent.Points - 1));
}

/// <summary>Makes the histories of both kinds.</summary>
internal static class SeriesHistory
{
    public static SeriesHistory<double?> Of(TimeSeries series, int? last) =>
        Of<double?>(series.Id, series.Axis, series.Length, last, i => double.IsNaN(series.Values[i]) ? null : series.Values[i]);

    public static SeriesHistory<string?> Of(SymbolSeries series, int? last) => Of(series.Id, series.Axis, series.Length, last, series.At);

    private static SeriesHistory<T> Of<T>(string id, TimeAxis axis, int length, int? last, Func<int, T> valueAt)
    {
        int first = Math.Max(0, length - (last ?? length));
        return new(id, axis.Frequency.ToString(), length,
            [.. Enumerable.Range(first, length - first).Select(i => new ObservedPoint<T>(axis.TimeOf(i), valueAt(i)))]);
    }
}
