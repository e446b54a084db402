using System.Globalization;
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
    internal const double SureEnough = 0.5; // the share of the steps that must agree

    /// <summary>Prepares the series of one upload, which share a frequency: the one given, or the one most points agree on.</summary>
    /// <param name="series">As uploaded.</param>
    /// <param name="frequency">The step of the points as they were uploaded; null finds it.</param>
    /// <param name="policies">What becomes of dirt; null is the defaults.</param>
    /// <param name="symbols">What the numbers of the series stand for; null where they are values.</param>
    public static PreparedData Prepare(
        IReadOnlyList<RawSeries> series, Frequency? frequency, PreparationPolicies? policies = null, Vocabulary? symbols = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        policies ??= new();
        List<DataProblem> problems = [];
        if (symbols is not null && policies is not { Gaps: null or GapPolicy.Keep, Duplicates: null or DuplicatePolicy.Last or DuplicatePolicy.Error, Aggregate: null, Outliers: null or OutlierPolicy.Keep })
            return new([], Empty, [new("symbols are no numbers: gaps and outliers are kept, duplicates are last or error, and nothing is aggregated", 0)]);
        OrderedPoints[] ordered = [.. series.Select((s, i) => OrderedPoints.Of(s, policies.Duplicates ?? DuplicatePolicy.Last, i, problems))];
        if (problems.Count > 0) return new([], Empty, problems);

        Notes changes = new(), warnings = new();
        for (int i = 0; i < ordered.Length; i++) NoteOrder(ordered[i], policies, series[i].Id, changes);
        InferredFrequency?[] inferred = [.. ordered.Select(o => o.Times is { } times ? FrequencyInference.Infer(times) : null)];
        Frequency? shared = frequency ?? MostCommon(ordered, inferred);
        Aggregation? aggregation = null;
        if (policies.AggregateTo is { } coarse)
        {
            aggregation = policies.Aggregation ?? PointAggregation.KindFor(ordered.Select(o => o.Values));
            AggregateAll(ordered, series, inferred, frequency, new(coarse, aggregation.Value), changes, problems);
            if (problems.Count > 0) return new([], Empty, problems);
            shared = coarse;
        }
        List<TimeSeries> regular = [];
        List<SeriesSummary> summaries = [];
        for (int i = 0; i < ordered.Length; i++)
        {
            Frequency own = shared ?? Frequency.Index;
            bool isInferred = frequency is null && policies.Aggregate is null;
            if (isInferred && inferred[i] is { } found && CheckInferred(found, own, series[i].Id, i) is { } problem)
            {
                problems.Add(problem);
                continue;
            }
            if (GridLayout.Lay(ordered[i], own, i, series[i].Id, changes, problems) is not { } laid) continue;
            double confidence = !isInferred || ordered[i].Times is null ? 1 : inferred[i]?.Confidence ?? 0;
            if (symbols is not null)
            {
                regular.Add(laid);
                summaries.Add(SymbolSummary.Of(SymbolSeries.Of(laid, symbols), Math.Round(confidence, 4), ordered[i].Duplicates, warnings));
                continue;
            }
            (TimeSeries clean, SeriesSummary summary) = SeriesCleaning.Clean(laid, policies, confidence, ordered[i].Duplicates, changes, warnings);
            regular.Add(clean);
            summaries.Add(summary);
        }
        return problems.Count > 0
            ? new([], Empty, problems)
            : new(regular, new(summaries, changes.Sentences(SentencesKept), warnings.Sentences(SentencesKept)), problems) { Aggregation = aggregation };
    }

    private static PreparationReport Empty { get; } = new([], [], []);

    private static void NoteOrder(OrderedPoints points, PreparationPolicies policies, string id, Notes changes)
    {
        string kept = policies.Duplicates switch { DuplicatePolicy.Mean => "their mean", DuplicatePolicy.Sum => "their sum", _ => "the last value" };
        if (points.WasUnordered) changes.Add(id, "points were sorted by time");
        if (points.Duplicates > 0) changes.Add(id, $"{points.Duplicates} point(s) repeated a time: {kept} was kept");
        if (points.WasMixedOffset) changes.Add(id, "times of different offsets were turned into UTC");
    }

    private static void AggregateAll(
        OrderedPoints[] ordered, IReadOnlyList<RawSeries> series, InferredFrequency?[] inferred, Frequency? given, PointAggregation aggregation,
        Notes changes, List<DataProblem> problems)
    {
        if (given == Frequency.Index) given = null; // positions: the times say more
        for (int i = 0; i < ordered.Length; i++)
        {
            Frequency? source = given ?? (inferred[i] is { } found && found.Confidence >= SureEnough ? found.Frequency : null);
            if (WhyNot(ordered[i], source, aggregation.To) is { } wrong) problems.Add(new($"series {series[i].Id} {wrong}", i));
            else if (source != aggregation.To) ordered[i] = aggregation.Apply(ordered[i].Timed(given), source, series[i].Id, changes);
        }
    }

    private static string? WhyNot(OrderedPoints points, Frequency? source, Frequency to)
    {
        bool timed = points.Times is not null
            || (points.Start is { } start && source is not null && source.TryAdd(start.Local, points.Values.Length, out _));
        if (!timed) return $"has no times, so its points cannot be put together to {to}: give timestamps, or a start and a frequency";
        if (PointAggregation.Refusal(to) is { } refusal) return $"cannot be aggregated: {refusal}";
        return source is not null && source.AverageTicks > to.AverageTicks
            ? $"steps by {source}, which is coarser than {to}: points can only be put together to a coarser step"
            : null;
    }

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
            return new($"no regular step was found in series {id}: the most common, {found.Frequency}, explains {Percent(found.Confidence)} of its steps; give a frequency, or aggregate the points to one", index);
        return found.Frequency == shared
            ? null
            : new($"the series of an upload must share one frequency: series {id} steps by {found.Frequency}, most of the others by {shared}", index);
    }

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + "%";
}
