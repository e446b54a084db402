using System.Globalization;

namespace LstmService.Forecasting;

/// <summary>The intervals of an answer and the quantiles that bound them, by the names they are answered by.</summary>
internal sealed class AnswerLevels
{
    public const double Median = 0.5;

    public const string MedianName = "0.5";

    private const int Digits = 6; // of a quantile's level

    /// <param name="levels">In percent, in any order.</param>
    public AnswerLevels(IReadOnlyList<double> levels)
    {
        double[] ascending = [.. levels.Order()];
        Intervals = Array.ConvertAll(ascending, level => (Name(level), Name(Lower(level)), Name(Upper(level))));
        Quantiles = [.. ascending.Select(Lower).Append(Median).Concat(ascending.Select(Upper)).Distinct().Order().Select(level => (Name(level), level))];
    }

    /// <summary>By their level in percent, the narrowest first, with their lower and upper quantile.</summary>
    public IReadOnlyList<(string Name, string Lower, string Upper)> Intervals { get; }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<(string Name, double Level)> Quantiles { get; }

    private static double Lower(double level) => Math.Round(Median - level / 200, Digits);

    private static double Upper(double level) => Math.Round(Median + level / 200, Digits);

    private static string Name(double level) => level.ToString("R", CultureInfo.InvariantCulture);
}
