namespace LstmService.Forecasting;

/// <summary>A central interval.</summary>
public readonly record struct Interval(double Lower, double Upper);

/// <summary>The forecast of one time.</summary>
/// <param name="Time">ISO 8601, or the position of a series without times.</param>
/// <param name="Value">The point forecast.</param>
/// <param name="Quantiles">Quantiles by their level, <c>"0.1"</c>; ascending, they never cross.</param>
/// <param name="Intervals">Central intervals by their level in percent, <c>"80"</c>.</param>
public sealed record ForecastPoint(
    string Time, double Value, IReadOnlyDictionary<string, double> Quantiles, IReadOnlyDictionary<string, Interval> Intervals);

/// <summary>The forecast of one series.</summary>
/// <param name="Series">The series' name.</param>
/// <param name="Frequency">The step.</param>
/// <param name="Origin">The last observed time.</param>
/// <param name="Points">One for each step of the horizon.</param>
public sealed record Forecast(string Series, string Frequency, string Origin, IReadOnlyList<ForecastPoint> Points)
{
    /// <summary>[path][step]: futures that may come; null where none were asked for.</summary>
    public IReadOnlyList<double[]>? Samples { get; init; }
}

/// <summary>Which sample paths are wanted.</summary>
/// <param name="Count">How many, 1 or more.</param>
/// <param name="Seed">The same text, series and origin give the same paths.</param>
public sealed record SampleRequest(int Count, string Seed);
