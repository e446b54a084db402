using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Data;

/// <summary>A time as it was written: local, with the offset if one was given.</summary>
/// <param name="Local">The time on the clock it was written by.</param>
/// <param name="Offset">Its offset from UTC, if it said so.</param>
public readonly record struct RawTime(LocalDateTime Local, Offset? Offset);

/// <summary>A series as it was uploaded: any order, duplicates, gaps, missing values.</summary>
public sealed class RawSeries
{
    /// <summary>The series' name.</summary>
    public required string Id { get; init; }

    /// <summary>A time for each value; null for a series without times.</summary>
    public IReadOnlyList<RawTime>? Times { get; init; }

    /// <summary>The number of each point where the time column holds positions (1, 2, 3 ...); null otherwise.</summary>
    public IReadOnlyList<long>? Positions { get; init; }

    /// <summary>The time of the first value, for a series that gives only that and a frequency.</summary>
    public RawTime? Start { get; init; }

    /// <summary>The values; <see cref="double.NaN"/> is a missing one.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Where the series lies that these points go on with; null for a series of its own.</summary>
    public TimeAxis? Continues { get; private init; }

    /// <summary>The same points as those that go on with a series.</summary>
    public RawSeries GoingOn(TimeAxis? axis) =>
        new() { Id = Id, Times = Times, Positions = Positions, Start = Start, Values = Values, Covariates = Covariates, Continues = axis };

    /// <summary>The same times with other values, one for each.</summary>
    public RawSeries With(IReadOnlyList<double> values) =>
        new() { Id = Id, Times = Times, Positions = Positions, Start = Start, Values = values, Covariates = Covariates };

    /// <summary>What is known beside the values, a value for each of them; what goes on after the last lies in the future.</summary>
    public IReadOnlyList<Covariate> Covariates { get; init; } = [];
}
