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
        if (!"negativeBinomial".Equals(options.Loss, StringComparison.OrdinalIgnoreCase)) return [];
        foreach (TimeSeries one in series)
        {
            int at = Array.FindIndex(one.Values, v => v < 0 || (v != Math.Floor(v) && !double.IsNaN(v)));
            if (at >= 0)
                return [new("options.loss", $"negativeBinomial counts: every value must be whole and not negative, series {one.Id} has "
                    + $"{one.Values[at].ToString("R", CultureInfo.InvariantCulture)} at {one.Axis.TimeOf(at)}")];
        }
        return [];
    }
}
