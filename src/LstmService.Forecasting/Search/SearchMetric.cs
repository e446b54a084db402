using LstmService.Forecasting.Evaluation;

namespace LstmService.Forecasting.Search;

/// <summary>The measures a search may make small, by the names that an evaluation gives them.</summary>
public static class SearchMetric
{
    /// <summary>The measure of a search that names none.</summary>
    public const string Default = "mase";

    private static readonly Dictionary<string, Func<Accuracy, double?>> ByName = new(StringComparer.Ordinal)
    {
        [Default] = a => a.Mase,
        ["mae"] = a => a.Mae,
        ["rmse"] = a => a.Rmse,
        ["rmsse"] = a => a.Rmsse,
        ["smape"] = a => a.Smape,
        ["mape"] = a => a.Mape,
        ["wape"] = a => a.Wape,
        ["wql"] = a => a.Wql,
        ["crps"] = a => a.Crps,
        ["msis"] = a => a.Msis,
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The measure; null where the data do not define it.</summary>
    internal static double? Of(string name, Accuracy accuracy) => ByName[name](accuracy) is { } value && double.IsFinite(value) ? value : null;
}
