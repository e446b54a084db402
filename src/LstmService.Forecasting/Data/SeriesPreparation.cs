using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Data;

/// <summary>
/// Makes regular series of uploaded ones: sorts by time, makes one point of duplicates, finds the frequency, puts points together
/// to a coarser one where that is wanted, lays them on the grid and leaves out what is missing at the ends, and treats outliers
/// and gaps by the policies. Says everything it did.
/// </summary>
public static class SeriesPreparation
{
    private const int SentencesKept = 20; // of changes and warnings each: 10,000 series need no 10,000 sentences

    /// <summary>
    /// Prepares the series of one upload, which share a frequency: the one given, or the one they agree on. Each is gone through
    /// twice, to look at it and to make it regular, so that of a large upload one series is in memory at a time.
    /// </summary>
    /// <param name="series">As uploaded.</param>
    /// <param name="frequency">The step of the points as they were uploaded; null finds it.</param>
    /// <param name="policies">What becomes of dirt; null is the defaults.</param>
    /// <param name="symbols">What the numbers of the series stand for; null where they are values.</param>
    /// <param name="most">How many regular series are kept; the report is of all.</param>
    public static PreparedData Prepare(
        IReadOnlyList<RawSeries> series, Frequency? frequency, PreparationPolicies? policies = null, Vocabulary? symbols = null, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(series);
        policies ??= new();
        List<DataProblem> problems = [];
        if (symbols is not null && policies is not { Gaps: null or GapPolicy.Keep, Duplicates: null or DuplicatePolicy.Last or DuplicatePolicy.Error, Aggregate: null, Outliers: null or OutlierPolicy.Keep })
            return Refused(new DataProblem("symbols are no numbers: gaps and outliers are kept, duplicates are last or error, and nothing is aggregated", 0));
        Notes changes = new(), warnings = new();
        List<SeriesLook> looks = [];
        for (int i = 0; i < series.Count; i++)
        {
            RawSeries one = series[i];
            OrderedPoints points = Order(one, i, policies, problems);
            if (problems.Count > 0) continue;
            looks.Add(SeriesLook.Of(points, one.Id));
            NoteOrder(points, policies, one.Id, changes);
        }
        if (problems.Count > 0) return Refused([.. problems]);
        SharedStep shared = SharedStep.Of(looks, frequency, policies, symbols is not null);
        if (shared.Problem is { } none) return Refused(none);
        Aggregating? aggregating = shared.Policies.AggregateTo is { } coarse ? Aggregating.Of(coarse, shared.Policies.Aggregation, looks, frequency) : null;
        List<TimeSeries> regular = [];
        SummaryList summaries = new();
        for (int i = 0; i < series.Count; i++)
        {
            OrderedPoints points = Order(series[i], i, policies, problems);
            if (aggregating?.Apply(points, looks[i], i, changes, problems) is { } together) points = together;
            else if (aggregating is not null) continue;
            if (GridLayout.Lay(points, shared.Step ?? Frequency.Index, i, looks[i].Id, changes, problems) is not { } laid) continue;
            double confidence = frequency is not null || aggregating is not null || !looks[i].IsTimed ? 1 : looks[i].Step?.Confidence ?? 0;
            (TimeSeries clean, SeriesSummary summary) = symbols is null
                ? SeriesCleaning.Clean(laid, policies, confidence, points.Duplicates, changes, warnings)
                : (laid, SymbolSummary.Of(SymbolSeries.Of(laid, symbols), Math.Round(confidence, 4), points.Duplicates, warnings));
            if (regular.Count < most) regular.Add(clean);
            summaries.Add(summary);
        }
        if (problems.Count > 0) return Refused([.. problems]);
        string[] said = shared.Said is { } chosen ? [chosen] : [];
        return new(regular, summaries.Report([.. said, .. changes.Sentences(SentencesKept)], warnings.Sentences(SentencesKept)), problems) { Policies = shared.Policies with { Aggregation = aggregating?.Kind ?? policies.Aggregation } };
    }

    /// <summary>
    /// Prepares one series as <see cref="Prepare"/> does, without a report of it: what a forecast goes on from, whose step is known.
    /// </summary>
    /// <param name="series">As it came.</param>
    /// <param name="frequency">Its step.</param>
    /// <param name="policies">What becomes of dirt; nothing is put together to a coarser step.</param>
    public static PreparedData PrepareHistory(RawSeries series, Frequency frequency, PreparationPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(policies);
        List<DataProblem> problems = [];
        OrderedPoints points = Order(series, 0, policies, problems);
        if (problems.Count > 0 || GridLayout.Lay(points, frequency, 0, series.Id, new Notes(), problems) is not { } laid) return Refused([.. problems]);
        return new([SeriesCleaning.Treat(laid, policies)], new([], [], []), []) { Policies = policies };
    }

    private static PreparedData Refused(params IReadOnlyList<DataProblem> problems) => new([], new([], [], []), problems);

    private static OrderedPoints Order(RawSeries series, int index, PreparationPolicies policies, List<DataProblem> problems) =>
        OrderedPoints.Of(series, policies.Duplicates ?? DuplicatePolicy.Last, index, problems);

    private static void NoteOrder(OrderedPoints points, PreparationPolicies policies, string id, Notes changes)
    {
        string kept = policies.Duplicates switch { DuplicatePolicy.Mean => "their mean", DuplicatePolicy.Sum => "their sum", _ => "the last value" };
        if (points.WasUnordered) changes.Add(id, "points were sorted by time");
        if (points.Duplicates > 0) changes.Add(id, $"{points.Duplicates} point(s) repeated a time: {kept} was kept");
        if (points.WasMixedOffset) changes.Add(id, "times of different offsets were turned into UTC");
    }
}
