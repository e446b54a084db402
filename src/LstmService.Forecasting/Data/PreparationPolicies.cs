using System.Text.Json.Serialization;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Data;

/// <summary>What becomes of grid times without a value.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<GapPolicy>))]
public enum GapPolicy
{
    /// <summary>They stay missing: the network is told by a mask, and no loss counts them.</summary>
    Keep,
    /// <summary>A line between the neighbours.</summary>
    Interpolate,
    /// <summary>The value one season before; after, where there is none before; a line where there is no season.</summary>
    Seasonal,
    /// <summary>0: nothing was sold.</summary>
    Zero,
}

/// <summary>What becomes of points that repeat a time.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DuplicatePolicy>))]
public enum DuplicatePolicy
{
    /// <summary>The last one uploaded counts.</summary>
    Last,
    /// <summary>The upload is refused.</summary>
    Error,
    /// <summary>Their mean.</summary>
    Mean,
    /// <summary>Their sum.</summary>
    Sum,
}

/// <summary>What becomes of outliers.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<OutlierPolicy>))]
public enum OutlierPolicy
{
    /// <summary>They are reported and stay.</summary>
    Keep,
    /// <summary>They are drawn in to where an outlier begins.</summary>
    Cap,
}

/// <summary>What is made of the points that fall into one step of a coarser frequency.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Aggregation>))]
public enum Aggregation
{
    /// <summary>Their sum.</summary>
    Sum,
    /// <summary>Their mean.</summary>
    Mean,
    /// <summary>The last of them.</summary>
    Last,
    /// <summary>The least.</summary>
    Min,
    /// <summary>The greatest.</summary>
    Max,
}

/// <summary>How dirty data are made regular; what is null was not said.</summary>
public sealed record PreparationPolicies
{
    /// <summary>Gaps; kept unless told, because a filled value teaches the network what nobody observed.</summary>
    public GapPolicy? Gaps { get; init; }
    /// <summary>Repeated times; the last counts unless told.</summary>
    public DuplicatePolicy? Duplicates { get; init; }
    /// <summary>The coarser frequency that points are put together to, in the spelling of <see cref="Frequency"/>; null for none.</summary>
    public string? Aggregate { get; init; }
    /// <summary>How; the sum of counts and the mean of everything else unless told.</summary>
    public Aggregation? Aggregation { get; init; }
    /// <summary>Outliers; kept unless told.</summary>
    public OutlierPolicy? Outliers { get; init; }

    /// <summary>Was nothing said?</summary>
    [JsonIgnore]
    public bool AreDefault => this == new PreparationPolicies();

    /// <summary>The frequency of <see cref="Aggregate"/>.</summary>
    [JsonIgnore]
    public Frequency? AggregateTo => Frequency.TryParse(Aggregate, out Frequency? frequency) ? frequency : null;
}

/// <summary>Writes a name as requests do.</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(System.Text.Json.JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
