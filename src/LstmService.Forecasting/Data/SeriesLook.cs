using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Data;

/// <summary>What a first look at a series shows, before all series of an upload agree on a step.</summary>
internal sealed record SeriesLook
{
    public const double SureEnough = 0.5;

    public required string Id { get; init; }
    /// <summary>Points of distinct times.</summary>
    public required int Points { get; init; }
    /// <summary>Has it times of its own?</summary>
    public required bool IsTimed { get; init; }
    /// <summary>The most common step; null where there is none.</summary>
    public required InferredFrequency? Step { get; init; }
    /// <summary>Does that step explain most of the series, with one point a step?</summary>
    public required bool IsRegular { get; init; }
    /// <summary>A step that the points of an irregular series mostly fill.</summary>
    public Frequency? Usual { get; init; }
    /// <summary>Whole numbers, none negative.</summary>
    public required bool IsCount { get; init; }
    public LocalDateTime First { get; init; }
    public LocalDateTime Last { get; init; }

    /// <summary>The step it has, or, where it is irregular, can be put together to.</summary>
    public Frequency? OwnStep => Step?.Confidence >= SureEnough ? Step.Frequency : Usual;

    public static SeriesLook Of(OrderedPoints points, string id)
    {
        InferredFrequency? step = points.Times is { } times ? FrequencyInference.Infer(times) : null;
        bool isSure = step?.Confidence >= SureEnough;
        return new()
        {
            Id = id,
            Points = points.Values.Length,
            IsTimed = points.Times is not null,
            Step = step,
            IsRegular = step is { Confidence: 1 } || (isSure && GridLayout.IsOneAStep(points.Times!, step!.Frequency)),
            Usual = points.Times is { Count: > 1 } several ? FrequencyInference.UsualStep(several) : null,
            IsCount = SeriesCharacter.KindOf(points.Values) is "count" or "intermittent",
            First = points.Times is [var first, ..] ? first : default,
            Last = points.Times is [.., var last] ? last : default,
        };
    }
}
