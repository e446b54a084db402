using System.Globalization;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting;

/// <summary>The intervals of an answer and the quantiles that bound them, by the names they are answered by.</summary>
internal sealed class AnswerLevels
{
    private const double Median = 0.5;
    private const int Digits = 6; // of a quantile's level

    private readonly double[] _asked;
    private readonly string[] _quantiles, _intervals; // their names
    private readonly double[] _scores;
    private readonly (int Lower, int Upper)[] _bounds; // of the intervals, among the quantiles
    private readonly int _median;

    /// <param name="levels">In percent, in any order.</param>
    public AnswerLevels(IReadOnlyList<double> levels)
    {
        _asked = [.. levels];
        double[] ascending = [.. levels.Order()];
        double[] quantiles = [.. ascending.Select(Lower).Append(Median).Concat(ascending.Select(Upper)).Distinct().Order()];
        _quantiles = Array.ConvertAll(quantiles, Name);
        _scores = Array.ConvertAll(quantiles, NormalQuantile.Of);
        _median = Array.IndexOf(quantiles, Median);
        double[] distinct = [.. ascending.Distinct()];
        _intervals = Array.ConvertAll(distinct, Name);
        _bounds = Array.ConvertAll(distinct, level => (Array.IndexOf(quantiles, Lower(level)), Array.IndexOf(quantiles, Upper(level))));
    }

    /// <summary>Were exactly these asked for?</summary>
    public bool AreOf(IReadOnlyList<double> levels) => levels.SequenceEqual(_asked);

    /// <summary>[quantile]: their normal scores, ascending; 0 at the median.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>The answer of one step: quantiles ascending, intervals by their level, the narrowest first.</summary>
    /// <param name="time">When it is.</param>
    /// <param name="quantiles">[quantile]: the value at each of <see cref="Scores"/>; kept.</param>
    public ForecastPoint Point(string time, double[] quantiles)
    {
        Interval[] intervals = new Interval[_bounds.Length];
        for (int i = 0; i < intervals.Length; i++) intervals[i] = new(quantiles[_bounds[i].Lower], quantiles[_bounds[i].Upper]);
        return new(time, quantiles[_median], new NamedValues<double>(_quantiles, quantiles), new NamedValues<Interval>(_intervals, intervals));
    }

    private static double Lower(double level) => Math.Round(Median - level / 200, Digits);

    private static double Upper(double level) => Math.Round(Median + level / 200, Digits);

    private static string Name(double level) => level.ToString("R", CultureInfo.InvariantCulture);
}
