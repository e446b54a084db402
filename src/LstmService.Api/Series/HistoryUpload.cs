using System.Diagnostics.CodeAnalysis;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>A <c>POST /forecast</c> or <c>POST /explain</c>: which model, and the history to go on from.</summary>
public sealed record HistoryUpload
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }
    /// <summary>The version; null takes the champion.</summary>
    public int? Version { get; init; }
    /// <summary>Steps ahead.</summary>
    public int? Horizon { get; init; }
    /// <summary>Interval levels in percent.</summary>
    public IReadOnlyList<double>? Levels { get; init; }
    /// <summary>Sample paths.</summary>
    public int? Samples { get; init; }
    /// <summary>What the sample paths are drawn from.</summary>
    public int? Seed { get; init; }
    /// <summary>The step ahead that is to be explained.</summary>
    public int? Step { get; init; }
    /// <summary>How it is to be explained.</summary>
    public string? Method { get; init; }
    /// <summary>The symbol that is to be explained.</summary>
    public string? Symbol { get; init; }
    /// <summary>The series of the model that the history continues or replaces; it may be one the model never saw.</summary>
    public string? Series { get; init; }
    /// <summary>What the known covariates will be, from the first step of the future on.</summary>
    public IReadOnlyList<Covariate> Future { get; init; } = [];
    /// <summary>What some of them would be, if; null where no scenario is asked for.</summary>
    public IReadOnlyList<Covariate>? Scenario { get; init; }
    /// <summary>Is the stored history meant, because only a future or a scenario was given?</summary>
    public bool FromStored { get; init; }
    /// <summary>The history as it was uploaded; empty where the stored one is meant.</summary>
    public required RawSeries History { get; init; }
    /// <summary>What the values stand for, where they were written as text; null where they are numbers.</summary>
    public Vocabulary? Symbols { get; init; }
    /// <summary>The step of the history, where the user gave it.</summary>
    public Frequency? Frequency { get; init; }
    /// <summary>Where each point stands in the upload, for messages.</summary>
    public required IUploadPlaces Places { get; init; }
}

/// <summary>A history, or why it was refused: exactly one of the two.</summary>
public sealed record HistoryResult
{
    /// <summary>What was read; null where it was refused.</summary>
    public HistoryUpload? Upload { get; private init; }

    /// <summary>What to answer instead; null where the upload was read.</summary>
    public ProblemHttpResult? Refusal { get; private init; }

    /// <summary>Was it read?</summary>
    [MemberNotNullWhen(true, nameof(Upload))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsRead => Upload is not null;

    internal static HistoryResult Read(HistoryUpload upload) => new() { Upload = upload };

    internal static HistoryResult Refused(ProblemHttpResult refusal) => new() { Refusal = refusal };
}
