using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Data;

/// <summary>A series that was gone on with.</summary>
/// <param name="Series">The series with the new points on its grid; gaps are as they are.</param>
/// <param name="Appended">Points at times that had no place in it before.</param>
/// <param name="Corrected">Points at times it had, with another value.</param>
/// <param name="Shift">Points that now lie before what was its first.</param>
public sealed record ContinuedSeries(TimeSeries Series, int Appended, int Corrected, int Shift);

/// <summary>Goes on with a stored series, or corrects it, by points of the same step.</summary>
public static class SeriesContinuation
{
    private const int SmallGrid = 10_000;
    private const int LargestStretch = 50;

    /// <summary>The series with the new points, or why not.</summary>
    /// <param name="stored">The series so far.</param>
    /// <param name="more">The new points, prepared at the series' frequency.</param>
    /// <param name="follows">Have the new points no times of their own, so that they follow the last?</param>
    /// <param name="problem">What is wrong; null where nothing is.</param>
    public static ContinuedSeries? Join(TimeSeries stored, TimeSeries more, bool follows, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(more);
        long first = 0;
        problem = follows ? null : WhyNot(stored.Axis, more.Axis) ?? Place(stored.Axis, more, out first);
        if (follows) first = stored.Length;
        long shift = Math.Max(0, -first), length = Math.Max(stored.Length, first + more.Length) + shift;
        if (problem is null && length > Math.Max(SmallGrid, (long)LargestStretch * (stored.Length + more.Length)))
            problem = $"the new points of series {stored.Id} begin {Math.Abs(first)} steps from its first: they leave too large a gap";
        problem ??= WhyNot(stored, more);
        return problem is null ? Join(stored, more, (int)(first + shift), (int)shift, (int)length) : null;
    }

    /// <summary>
    /// Points of a finer step put together to the series' as those before them were, where they fill whole steps; points that
    /// lie one in a step are the series' own and stay. Null, with the reason, where they cannot be.
    /// </summary>
    /// <param name="more">As uploaded.</param>
    /// <param name="policies">Of the model.</param>
    /// <param name="problem">What is wrong; null where nothing is.</param>
    public static RawSeries? PutTogether(RawSeries more, PreparationPolicies? policies, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(more);
        problem = null;
        if (policies?.AggregateTo is not { } to || more.Times is null) return more;
        PointAggregation aggregation = new(to, policies.Aggregation ?? default);
        var points = OrderedPoints.Of(more, policies.Duplicates ?? DuplicatePolicy.Last, 0, []);
        if (points.Times!.Select(aggregation.StartOf).Distinct().Count() == points.Times!.Count) return more;
        InferredFrequency? step = FrequencyInference.Infer(points.Times!);
        if (policies.Aggregation is null) problem = $"how its points were put together to {to} was not kept: give points of that step, or train it anew by POST /train";
        else if (step is not { Confidence: >= SeriesLook.SureEnough }) problem = $"no regular step was found among its points, so whether they fill steps of {to} cannot be told: give points of that step";
        else if (aggregation.ApplyToWhole(points, step.Frequency, out problem) is { } whole) return Of(whole, more.Id);
        return null;
    }

    private static RawSeries Of(OrderedPoints points, string id) => new()
    {
        Id = id,
        Times = [.. points.Times!.Select(time => new RawTime(time, points.Offset))],
        Values = points.Values,
        Covariates = points.Covariates,
    };

    /// <summary>Treats the gaps of a continued series by the policy of its model.</summary>
    /// <param name="series">The series.</param>
    /// <param name="policies">Of the model.</param>
    public static TimeSeries Fill(TimeSeries series, PreparationPolicies? policies) => policies?.Gaps is null or GapPolicy.Keep
        ? series
        : SeriesCleaning.Clean(series, new() { Gaps = policies.Gaps }, 1, 0, new(), new()).Series;

    /// <summary>What stored series are understood as.</summary>
    public static PreparationReport Report(IEnumerable<TimeSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        Notes changes = new(), warnings = new();
        SummaryList summaries = new();
        foreach (TimeSeries one in series) summaries.Add(SeriesCleaning.Clean(one, new(), 1, 0, changes, warnings).Summary);
        return summaries.Report([], []);
    }

    private static string? WhyNot(TimeAxis stored, TimeAxis more)
    {
        if (stored.Start is null != more.Start is null)
            return stored.Start is null ? "the series has positions and no times: give positions, or values alone, which follow the last" : "the series has times: give timestamps, a start, or values alone, which follow the last";
        return stored.Offset is null != more.Offset is null
            ? $"the times of the series are written {(stored.Offset is null ? "without" : "with")} an offset from UTC: write these so too"
            : null;
    }

    private static string? Place(TimeAxis stored, TimeSeries more, out long first)
    {
        first = more.Axis.StartIndex - stored.StartIndex;
        if (stored.Start is not { } start) return null;
        TimeGrid grid = new(stored.Frequency, start);
        if (StepOf(0) is not { } begin || StepOf(more.Length - 1) is not { } end)
            return $"{more.Axis.TimeOf(0)} to {more.Axis.TimeOf(more.Length - 1)} are no times of the series, which steps by {stored.Frequency} from {stored.TimeOf(0)}";
        first = begin - stored.StartIndex;
        return end - begin == more.Length - 1 ? null : $"the new points do not step by {stored.Frequency} as the series does from {stored.TimeOf(0)}";

        long? StepOf(int point)
        {
            LocalDateTime time = more.Axis.Frequency.Add(more.Axis.Start!.Value, more.Axis.StartIndex + point);
            if (stored.Offset is { } offset && more.Axis.Offset is { } own) time = time.PlusSeconds(offset.Seconds - own.Seconds);
            long step = grid.NearestStep(time, out bool exact, out _);
            return exact ? step : null;
        }
    }

    private static string? WhyNot(TimeSeries stored, TimeSeries more)
    {
        foreach (Covariate covariate in stored.Covariates)
        {
            if (more.Covariates.FirstOrDefault(c => c.Name == covariate.Name) is not { } given)
            {
                if (covariate.Role != CovariateRole.Static) return $"{covariate.Name} is missing: the model reads it beside every value";
            }
            else if (given.Numbers is null != covariate.Numbers is null)
            {
                return $"{covariate.Name} holds {(covariate.Numbers is null ? "categories" : "numbers")} in the series so far, and here it does not";
            }
        }
        return null;
    }

    private static ContinuedSeries Join(TimeSeries stored, TimeSeries more, int first, int shift, int length)
    {
        double[] values = new double[length];
        Array.Fill(values, double.NaN);
        stored.Values.CopyTo(values, shift);
        int appended = 0, corrected = 0;
        for (int i = 0; i < more.Length; i++)
        {
            if (double.IsNaN(more.Values[i])) continue;
            int at = first + i;
            if (at < shift || at >= shift + stored.Length) appended++;
            else if (values[at] != more.Values[i]) corrected++;
            values[at] = more.Values[i];
        }
        TimeSeries joined = new(stored.Id, stored.Axis.From(-shift), values);
        return new(joined with { Covariates = [.. stored.Covariates.Select(c => Join(c, more, first, shift, joined))] }, appended, corrected, shift);
    }

    private static Covariate Join(Covariate stored, TimeSeries series, int first, int shift, TimeSeries joined)
    {
        Covariate? more = series.Covariates.FirstOrDefault(c => c.Name == stored.Name);
        if (stored.Role == CovariateRole.Static) return more is { Length: > 0 } && more.IsGiven(0) ? more : stored;
        int length = stored.Role == CovariateRole.Past ? joined.Length
            : Math.Max(joined.Length, Math.Max(stored.Length + shift, first + more!.Length));
        Covariate both = stored with
        {
            Numbers = stored.Numbers is { } numbers ? [.. numbers, .. more!.Numbers!] : null,
            Texts = stored.Texts is { } texts ? [.. texts, .. more!.Texts!] : null,
        };
        Covariate laid = both.Pick(length, i =>
            i - first is var added && added >= 0 && added < more!.Length && more.IsGiven(added) ? stored.Length + added
            : i - shift is var before && before >= 0 && before < stored.Length ? before
            : -1);
        return CovariateLayout.Fill(laid, joined.Id, new());
    }
}
