using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Data;

/// <summary>A regular series: one value a step, <see cref="double.NaN"/> where none was observed.</summary>
/// <param name="Id">The series' name, 1 to 200 characters.</param>
/// <param name="Axis">Where the points lie.</param>
/// <param name="Values">The values, oldest first.</param>
public sealed record TimeSeries(string Id, TimeAxis Axis, double[] Values)
{
    /// <summary>What is known beside the values, from the first point on; of known ones also what follows the last.</summary>
    public IReadOnlyList<Covariate> Covariates { get; init; } = [];

    /// <summary>Grid times, missing ones among them.</summary>
    public int Length => Values.Length;

    /// <summary>The first <paramref name="count"/> points.</summary>
    public TimeSeries Head(int count) => this with { Values = Values[..count] };
}
