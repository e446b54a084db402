using System.Globalization;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Data;

/// <summary>
/// Makes regular series of uploaded ones: sorts by time, keeps the last of duplicates, finds the frequency, lays the points on its
/// grid and leaves out what is missing at the ends. Says everything it did.
/// </summary>
public static class SeriesPreparation
{
    private const int SentencesKept = 20; // of changes and warnings each: 10,000 series need no 10,000 sentences
    private const double SureEnough = 0.5;

    /// <summary>Prepares the series of one upload, which share a frequency: the one given, or the one most points agree on.</summary>
    /// <param name="series">The series; of symbols their numbers.</param>
    /// <param name="frequency">The step; null finds it.</param>
    /// <param name="symbols">What the numbers stand for; null where they are values.</param>
    public static PreparedData Prepare(IReadOnlyList<RawSeries> series, Frequency? frequency, Vocabulary? symbols = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        List<DataProblem> problems = [];
        OrderedPoints[] ordered = [.. series.Select((s, i) => OrderedPoints.Of(s, i, problems))];
        if (problems.Count > 0) return new([], Empty, problems);

        InferredFrequency?[] inferred = [.. ordered.Select(o => o.Times is { } times ? FrequencyInference.Infer(times) : null)];
        Frequency? shared = frequency ?? MostCommon(ordered, inferred);
        List<TimeSeries> regular = [];
        List<SeriesSummary> summaries = [];
        Notes changes = new(), warnings = new();
        for (int i = 0; i < ordered.Length; i++)
        {
            Frequency own = shared ?? Frequency.Index;
            if (frequency is null && inferred[i] is { } found && CheckInferred(found, own, series[i].Id, i) is { } problem)
            {
                problems.Add(problem);
                continue;
            }
            if (GridLayout.Lay(ordered[i], own, i, series[i].Id, changes, problems) is not { } laid) continue;
            regular.Add(laid);
            double confidence = frequency is not null || ordered[i].Times is null ? 1 : inferred[i]?.Confidence ?? 0;
            summaries.Add(symbols is null
                ? Summarise(laid, confidence, ordered[i].Duplicates, warnings)
                : SymbolSummary.Of(SymbolSeries.Of(laid, symbols), Math.Round(confidence, 4), ordered[i].Duplicates, warnings));
        }
        return problems.Count > 0
            ? new([], Empty, problems)
            : new(regular, new(summaries, changes.Sentences(SentencesKept), warnings.Sentences(SentencesKept)), problems);
    }

    private static PreparationReport Empty { get; } = new([], [], []);

    private static Frequency? MostCommon(OrderedPoints[] ordered, InferredFrequency?[] inferred) =>
        inferred.Select((f, i) => (f?.Frequency, Points: ordered[i].Values.Length))
            .Where(f => f.Frequency is not null)
            .GroupBy(f => f.Frequency)
            .OrderByDescending(g => g.Sum(f => (long)f.Points))
            .Select(g => g.Key)
            .FirstOrDefault();

    private static DataProblem? CheckInferred(InferredFrequency found, Frequency shared, string id, int index)
    {
        if (found.Confidence < SureEnough)
            return new($"no regular step was found in series {id}: the most common, {found.Frequency}, explains {Percent(found.Confidence)} of its steps; give a frequency", index);
        return found.Frequency == shared
            ? null
            : new($"the series of an upload must share one frequency: series {id} steps by {found.Frequency}, most of the others by {shared}", index);
    }

    private static SeriesSummary Summarise(TimeSeries series, double confidence, int duplicates, Notes warnings)
    {
        Frequency frequency = series.Axis.Frequency;
        int points = series.Values.Count(v => !double.IsNaN(v)), missing = series.Length - points;
        IReadOnlyList<int> seasons = SeasonDetection.For(frequency, series.Values);
        string kind = SeriesCharacter.KindOf(series.Values);
        int outliers = SeriesCharacter.Outliers(series.Values, seasons.Count > 0 ? seasons[0] : 1);
        if (points == 1) warnings.Add(series.Id, "one point: its value can only be repeated");
        else if (kind == "constant") warnings.Add(series.Id, "constant: there is nothing to learn");
        else if (points < BaselineModel.ShortestSeries) warnings.Add(series.Id, $"only {points} points: too few for a network, a baseline will answer");
        foreach (int season in frequency.NaturalSeasons.Where(m => 2 * m > series.Length && m > 1 && points > 1).Take(1))
            warnings.Add(series.Id, $"too short for a season of {season} points: {series.Length} of {2 * season}");
        if (missing > 0.2 * series.Length) warnings.Add(series.Id, $"{missing} of {series.Length} times have no value");
        if (outliers > 0) warnings.Add(series.Id, $"{outliers} outlier(s) were kept");
        return new(series.Id, points, series.Axis.TimeOf(0), series.Axis.TimeOf(series.Length - 1), frequency.ToString(),
            Math.Round(confidence, 4), seasons, missing, duplicates, outliers, kind);
    }

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + "%";
}
