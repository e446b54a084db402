namespace LstmService.Forecasting.Time;

/// <summary>What people call a season and the steps it is made of.</summary>
public static class SeasonNames
{
    /// <summary><c>a yearly season: 14 of 24 months</c>, for a series of <paramref name="length"/> points that is too short for one.</summary>
    public static string Shortage(Frequency frequency, int season, int length)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        string name = NameOf(frequency, season) is { } period ? $"a {period} season" : $"a season of {season} points";
        return $"too short for {name}: {length} of {2 * season} {StepsOf(frequency)}";
    }

    private static string? NameOf(Frequency frequency, int season)
    {
        long steps = (long)season * frequency.Count;
        return (frequency.Unit, steps) switch
        {
            (FrequencyUnit.Second, 60) => "minutely",
            (FrequencyUnit.Second, 3600) or (FrequencyUnit.Minute, 60) => "hourly",
            (FrequencyUnit.Minute, 1440) or (FrequencyUnit.Hour, 24) => "daily",
            (FrequencyUnit.Minute, 7 * 1440) or (FrequencyUnit.Hour, 168) or (FrequencyUnit.Day, 7) or (FrequencyUnit.BusinessDay, 5) => "weekly",
            (FrequencyUnit.Day, 364 or 365) or (FrequencyUnit.Month, 12) => "yearly",
            _ => null,
        };
    }

    private static string StepsOf(Frequency frequency) => (frequency.Unit, frequency.Count) switch
    {
        (FrequencyUnit.Second, 1) => "seconds",
        (FrequencyUnit.Minute, 1) => "minutes",
        (FrequencyUnit.Hour, 1) => "hours",
        (FrequencyUnit.Day, 1) => "days",
        (FrequencyUnit.Day, 7) => "weeks",
        (FrequencyUnit.BusinessDay, 1) => "business days",
        (FrequencyUnit.Month, 1) => "months",
        (FrequencyUnit.Month, 3) => "quarters",
        _ => "points",
    };
}
