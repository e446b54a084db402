using System.Text.Json;
using System.Text.Json.Serialization;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting.Search;

namespace LstmService.Api.Jobs;

/// <summary>How far a job is; the point is that of a search, and there are so many.</summary>
internal sealed record JobProgress(
    string Stage, long? Epoch, long? Epochs, double? TrainLoss, double? ValidationLoss, double? SecondsLeft,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Point,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Points);

/// <summary>What a job made.</summary>
/// <param name="Model">The model.</param>
/// <param name="Version">The version it published.</param>
/// <param name="Note">Why the version is champion, or why the old one stays.</param>
/// <param name="Search">What became of every point, where options were searched.</param>
internal sealed record JobResult(
    string Model, long Version, string? Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SearchReport? Search);

/// <summary>A training, from the moment it was accepted; one that failed of something that can pass (<c>Error</c>) waits until <c>RetryAt</c>.</summary>
internal sealed record Job(
    string Id, string Model, string State, long Attempt, DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Priority,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? StartedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? RetryAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FinishedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobProgress? Progress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobResult? Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Error)
{
    public static Job From(RunRow row) => new(
        row.Id, row.Model, row.State, row.Attempt, Timestamps.FromMilliseconds(row.CreatedAt), row.Priority,
        Timestamps.FromMilliseconds(row.StartedAt), Timestamps.FromMilliseconds(row.RetryAt), Timestamps.FromMilliseconds(row.FinishedAt),
        row.Stage is { } stage
            ? new JobProgress(stage, row.Epoch, row.Epochs, row.TrainLoss, row.ValidationLoss, row.SecondsLeft, row.Point, row.Points)
            : null,
        row.Version is { } version ? new JobResult(row.Model, version, row.Note, row.Search is { } search ? Json.Read<SearchReport>(search) : null) : null,
        row.Error is { } error ? Json.Read<JsonElement>(error) : null);
}
