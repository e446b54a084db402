namespace LstmService.Api.Training;

/// <summary>The interval levels that are answered unless others are asked for.</summary>
internal static class ForecastLevels
{
    public static IReadOnlyList<double> Default { get; } = [80, 95];
}
