using System.Diagnostics.CodeAnalysis;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>An upload, or why it was refused.</summary>
public sealed record UploadResult(TrainUpload? Upload, ProblemHttpResult? Refusal)
{
    /// <summary>Was it read?</summary>
    [MemberNotNullWhen(true, nameof(Upload))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsRead => Upload is not null;
}

/// <summary>A <c>POST /forecast</c>.</summary>
public sealed record HistoryUpload
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }
    /// <summary>The version; null is the champion.</summary>
    public int? Version { get; init; }
    /// <summary>Steps ahead.</summary>
    public int? Horizon { get; init; }
    /// <summary>Interval levels in percent.</summary>
    public IReadOnlyList<double>? Levels { get; init; }
    /// <summary>The series' name, of the model or new to it.</summary>
    public string? Series { get; init; }
    /// <summary>The history, which replaces the stored one.</summary>
    public required RawSeries History { get; init; }
    /// <summary>The step of the history, where it was given.</summary>
    public Frequency? Frequency { get; init; }
    /// <summary>Where each point stands in the body, for messages.</summary>
    public required IUploadPlaces Places { get; init; }
}

/// <summary>A <c>POST /forecast</c>, or why it was refused.</summary>
public sealed record HistoryResult(HistoryUpload? Upload, ProblemHttpResult? Refusal)
{
    /// <summary>Was it read?</summary>
    [MemberNotNullWhen(true, nameof(Upload))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsRead => Upload is not null;
}
