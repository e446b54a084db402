namespace LstmService.Api.Forecasts;

/// <summary>By how much a scenario differs from the baseline at one time.</summary>
/// <param name="Time">The time.</param>
/// <param name="Value">The scenario's point forecast minus the baseline's.</param>
internal sealed record DifferencePoint(string Time, double Value);

/// <summary>What happens if: the same forecast under two futures.</summary>
/// <param name="Baseline">Under the future as it is given or stored.</param>
/// <param name="Scenario">Under the scenario's.</param>
/// <param name="Difference">Step by step.</param>
internal sealed record ScenarioBody(ForecastBody Baseline, ForecastBody Scenario, IReadOnlyList<DifferencePoint> Difference)
{
    public static ScenarioBody Of(ForecastBody baseline, ForecastBody scenario) => new(
        baseline, scenario, [.. baseline.Points.Zip(scenario.Points, (b, s) => new DifferencePoint(b.Time, s.Value - b.Value))]);
}
