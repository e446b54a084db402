using System.Globalization;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Data;

/// <summary>Treats the outliers and gaps of a regular series by the policies, and says what it is and what is odd about it.</summary>
internal static class SeriesCleaning
{
    private const double ManyMissing = 0.2;

    public static (TimeSeries Series, SeriesSummary Summary) Clean(
        TimeSeries series, PreparationPolicies policies, double confidence, int duplicates, Notes changes, Notes warnings)
    {
        Frequency frequency = series.Axis.Frequency;
        int points = series.Values.Count(v => !double.IsNaN(v)), missing = series.Length - points;
        IReadOnlyList<int> seasons = SeasonDetection.For(frequency, series.Values);
        int season = seasons.Count > 0 ? seasons[0] : 1;
        string kind = SeriesCharacter.KindOf(series.Values);
        IReadOnlyList<int> outliers = Outliers.Find(series.Values, season);
        Warn(series, points, kind, confidence, season, warnings);
        if (outliers.Count > 0) NoteOutliers(series, outliers, policies.Outliers, changes, warnings);
        SeriesSummary summary = new(
            series.Id, points, series.Axis.TimeOf(0), series.Axis.TimeOf(series.Length - 1), frequency.ToString(), Math.Round(confidence, 4),
            seasons, missing, duplicates, outliers.Count, kind)
        {
            Gaps = Gaps(series.Values),
            Scale = ValueScale.Of(series.Values),
            Covariates = series.Covariates.Count == 0 ? null : [.. series.Covariates.Select(c => CovariateSummary.Of(c, series.Length))],
        };
        if (GapFilling.Said(policies.Gaps ?? GapPolicy.Keep, missing) is { } filled) changes.Add(series.Id, filled);
        return (Treat(series, policies, season, outliers), summary);
    }

    /// <summary>What <see cref="Clean"/> makes of a series, without a word about it.</summary>
    public static TimeSeries Treat(TimeSeries series, PreparationPolicies policies)
    {
        if (policies is { Gaps: null or GapPolicy.Keep, Outliers: null or OutlierPolicy.Keep }) return series;
        IReadOnlyList<int> seasons = SeasonDetection.For(series.Axis.Frequency, series.Values);
        int season = seasons.Count > 0 ? seasons[0] : 1;
        return Treat(series, policies, season, policies.Outliers == OutlierPolicy.Cap ? Outliers.Find(series.Values, season) : []);
    }

    private static TimeSeries Treat(TimeSeries series, PreparationPolicies policies, int season, IReadOnlyList<int> outliers)
    {
        double[] values = policies.Outliers == OutlierPolicy.Cap && outliers.Count > 0 ? Outliers.Cap(series.Values, season, outliers) : series.Values;
        return series with { Values = GapFilling.Fill(values, policies.Gaps ?? GapPolicy.Keep, season) };
    }

    private static void Warn(TimeSeries series, int points, string kind, double confidence, int season, Notes warnings)
    {
        Frequency frequency = series.Axis.Frequency;
        int missing = series.Length - points;
        if (points == 1) warnings.Add(series.Id, "one point: its value can only be repeated");
        else if (kind == "constant") warnings.Add(series.Id, "constant: there is nothing to learn");
        else if (points < BaselineModel.ShortestSeries) warnings.Add(series.Id, $"only {points} points: too few for a network, a baseline will answer");
        foreach (int wanted in frequency.NaturalSeasons.Where(m => 2 * m > series.Length && m > 1 && points > 1).Take(1))
            warnings.Add(series.Id, SeasonNames.Shortage(frequency, wanted, series.Length));
        if (missing > ManyMissing * series.Length) warnings.Add(series.Id, $"{missing} of {series.Length} times have no value");
        if (confidence < 1 && points > 1)
            warnings.Add(series.Id, string.Create(CultureInfo.InvariantCulture, $"its steps are not all regular: {100 * confidence:0.#}% of them are whole steps of {frequency}"));
        if (kind == "constant") return;
        foreach (string finding in SeriesFindings.Of(series, season)) warnings.Add(series.Id, finding);
    }

    private static void NoteOutliers(TimeSeries series, IReadOnlyList<int> outliers, OutlierPolicy? policy, Notes changes, Notes warnings)
    {
        int largest = outliers.MaxBy(t => Math.Abs(series.Values[t]));
        string which = string.Create(CultureInfo.InvariantCulture, $"the largest {series.Values[largest]:G6} at {series.Axis.TimeOf(largest)}");
        if (policy == OutlierPolicy.Cap) changes.Add(series.Id, $"{outliers.Count} outlier(s) were capped, {which}");
        else warnings.Add(series.Id, $"{outliers.Count} outlier(s) were kept, {which}; outliers=cap draws them in");
    }

    /// <summary>Stretches without a value, and how long the longest is.</summary>
    private static GapSummary Gaps(double[] values)
    {
        int count = 0, longest = 0, length = 0;
        foreach (double v in values)
        {
            length = double.IsNaN(v) ? length + 1 : 0;
            if (length == 1) count++;
            longest = Math.Max(longest, length);
        }
        return new(count, longest);
    }
}
