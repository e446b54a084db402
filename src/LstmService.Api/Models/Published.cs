using System.Text.Json;
using LstmService.Api.Jobs;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Api.Models;

/// <summary>Where a version came from.</summary>
/// <param name="DataHash">SHA-256 of the series it was trained on.</param>
/// <param name="Seed">What its randomness came from.</param>
/// <param name="Parent">The champion when it was trained; null for the first.</param>
/// <param name="Request">What the user set: options, horizon and levels.</param>
/// <param name="JobId">The job that trained it.</param>
internal sealed record Lineage(string DataHash, int Seed, long? Parent, RunRequest Request, string JobId);

/// <summary>A version of a model; its options are every choice of the training, made by the user or from the data.</summary>
internal sealed record PublishedVersion(
    long Version, DateTimeOffset CreatedAt, bool Champion, string Frequency, long Horizon, ModelEvaluation Evaluation,
    IReadOnlyDictionary<string, double> Composition, string PointForecast, Plan Options, IReadOnlyList<string> Choices, string Note,
    Lineage Lineage)
{
    public static PublishedVersion From(VersionRow row, long? champion)
    {
        Plan options = Json.Read<Plan>(row.Options);
        return new PublishedVersion(
            row.Version, Timestamps.FromMilliseconds(row.CreatedAt), row.Version == champion, row.Frequency, row.Horizon,
            Json.Read<ModelEvaluation>(row.Evaluation), Json.Read<Dictionary<string, double>>(row.Composition), row.Point,
            options, Json.Read<string[]>(row.Choices), row.Note,
            new Lineage(row.DataHash, options.Seed, row.Parent, Json.Read<RunRequest>(row.Request), row.Run));
    }
}

/// <summary>A model with its versions.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Champion">The version that forecasts unless another is asked for.</param>
/// <param name="CreatedAt">When its first upload was accepted.</param>
/// <param name="Frequency">The champion's step.</param>
/// <param name="Horizon">Steps ahead that the champion was trained for.</param>
/// <param name="Series">The first series by name; <c>GET /forecast</c> takes any.</param>
/// <param name="SeriesCount">How many series there are.</param>
/// <param name="Versions">The newest first.</param>
/// <param name="Report">What the champion's upload was understood as.</param>
internal sealed record PublishedModel(
    string Model, long Champion, DateTimeOffset CreatedAt, string Frequency, long Horizon, IReadOnlyList<string> Series,
    long SeriesCount, IReadOnlyList<PublishedVersion> Versions, JsonElement Report);

/// <summary>A line of <c>GET /models</c>.</summary>
internal sealed record ModelSummary(
    string Model, long Champion, DateTimeOffset TrainedAt, string Frequency, long Horizon, bool BeatsBaseline, string Verdict)
{
    public static ModelSummary From(VersionRow row)
    {
        ModelEvaluation evaluation = Json.Read<ModelEvaluation>(row.Evaluation);
        return new ModelSummary(
            row.Model, row.Version, Timestamps.FromMilliseconds(row.CreatedAt), row.Frequency, row.Horizon,
            evaluation.BeatsBaseline, evaluation.Verdict);
    }
}

/// <summary>One observed time.</summary>
/// <param name="Time">ISO 8601, or the position of a series without times.</param>
/// <param name="Value">The value; null where none was observed.</param>
internal sealed record ObservedPoint(string Time, double? Value);

/// <summary>The history of a series.</summary>
/// <param name="Series">The series' name.</param>
/// <param name="Frequency">The step.</param>
/// <param name="Count">How many points it has; <paramref name="Points"/> may be its last ones only.</param>
/// <param name="Points">The points, oldest first.</param>
internal sealed record SeriesHistory(string Series, string Frequency, int Count, IReadOnlyList<ObservedPoint> Points)
{
    public static SeriesHistory From(TimeSeries series, int? last)
    {
        int first = Math.Max(0, series.Length - (last ?? series.Length));
        return new SeriesHistory(
            series.Id, series.Axis.Frequency.ToString(), series.Length,
            [.. Enumerable.Range(first, series.Length - first).Select(i => new ObservedPoint(
                series.Axis.TimeOf(i), double.IsNaN(series.Values[i]) ? null : series.Values[i]))]);
    }
}
