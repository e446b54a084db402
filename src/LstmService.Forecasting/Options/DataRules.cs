using System.Globalization;
using LstmService.Forecasting.Data;

namespace LstmService.Forecasting.Options;

/// <summary>Options that are sound alone and do not suit the data.</summary>
public static class DataRules
{
    /// <summary>Every rule that the options break on prepared series; empty where none is.</summary>
    public static IReadOnlyList<RuleViolation> Check(TrainingOptions options, IReadOnlyList<TimeSeries> series)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(series);
        List<RuleViolation> broken = [];
        if ("negativeBinomial".Equals(options.Loss, StringComparison.OrdinalIgnoreCase))
            Require(broken, "loss", "negativeBinomial counts: every value must be whole and not negative", series, IsCount);
        if (options.Counts is true)
            Require(broken, "counts", "counts: every value must be whole and not negative", series, IsCount);
        if (options.Floor is { } floor)
            Require(broken, "floor", $"no value may lie below the floor {Written(floor)}", series, v => v >= floor);
        if (options.Ceiling is { } ceiling)
            Require(broken, "ceiling", $"no value may lie above the ceiling {Written(ceiling)}", series, v => v <= ceiling);
        return broken;
    }

    /// <summary>Adds a violation that names the first value against the rule; what is missing keeps every rule.</summary>
    private static void Require(
        List<RuleViolation> broken, string option, string rule, IReadOnlyList<TimeSeries> series, Func<double, bool> keeps)
    {
        foreach (TimeSeries one in series)
        {
            int at = Array.FindIndex(one.Values, v => !double.IsNaN(v) && !keeps(v));
            if (at < 0) continue;
            broken.Add(new($"options.{option}", $"{rule}, series {one.Id} has {Written(one.Values[at])} at {one.Axis.TimeOf(at)}"));
            return;
        }
    }

    private static bool IsCount(double value) => value >= 0 && value == Math.Floor(value);

    private static string Written(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
