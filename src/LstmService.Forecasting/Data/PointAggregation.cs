using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Time;
using NodaTime;
using NodaTime.Text;

namespace LstmService.Forecasting.Data;

/// <summary>
/// Puts the points that fall into one step of a coarser frequency together. Steps begin where the calendar begins them: a week on
/// its Monday, a month on its first. A step at either end that the data do not fill is left out, and one with less than half of
/// the points that fill a step, or that the series usually has in one, is missing. A sum over more than half of those that fill
/// it is scaled to all of them.
/// </summary>
internal sealed class PointAggregation(Frequency to, Aggregation kind)
{
    private const double LeastShare = 0.5;
    private static readonly LocalDateTime Monday = new(2000, 1, 3, 0, 0); // a calendar step of whole weeks begins on one

    public const string Allowed = "PT1M, PT1H, P1D, P7D, P1M, P3M, P1Y and others of their kind";

    /// <summary>Why points cannot be put together to <paramref name="frequency"/>; null where they can.</summary>
    public static string? Refusal(Frequency frequency) => frequency.Unit is FrequencyUnit.Index or FrequencyUnit.BusinessDay
        ? $"points are put together to a calendar's steps, {Allowed}, not to {frequency}"
        : null;

    /// <summary>The points as one for each step, where they fill every step that they touch; null, with the reason, where they do not.</summary>
    /// <param name="points">In order, with times.</param>
    /// <param name="source">The step they have.</param>
    /// <param name="problem">What is wrong; null where nothing is.</param>
    public OrderedPoints? ApplyToWhole(OrderedPoints points, Frequency source, out string? problem)
    {
        IReadOnlyList<LocalDateTime> times = points.Times!;
        List<int> starts = StepsOf(times);
        int cut = Enumerable.Range(0, starts.Count - 1)
            .FirstOrDefault(step => SharesStep(times[starts[step]], source, -1) || SharesStep(times[starts[step + 1] - 1], source, 1), -1);
        problem = cut < 0 ? null
            : $"the points of {source} do not fill the step of {to} that {LocalDateTimePattern.GeneralIso.Format(times[starts[cut]])} lies in: give whole steps, null where nothing was observed";
        return cut < 0 ? Combine(points, points.Values, starts, source) : null;
    }

    // Does a neighbour of the source's own step lie in the same coarser one?
    private bool SharesStep(LocalDateTime time, Frequency source, int steps) =>
        source.TryAdd(time, steps, out LocalDateTime neighbour) && StartOf(neighbour) == StartOf(time);

    /// <summary>The points as one for each step.</summary>
    /// <param name="points">In order, with times.</param>
    /// <param name="source">The step they have; null where it is not regular.</param>
    /// <param name="id">The series.</param>
    /// <param name="changes">Told what was done.</param>
    public OrderedPoints Apply(OrderedPoints points, Frequency? source, string id, Notes changes)
    {
        List<int> starts = StepsOf(points.Times!);
        (int first, int last, double[] values) = Filled(points, starts, source, id, changes);
        changes.Add(id, $"the points were put together to {to}: the {Named} of each step");
        return Combine(points, values, starts[first..(last + 1)], source);
    }

    /// <summary>Where each step begins among the points, and where the last one ends.</summary>
    private List<int> StepsOf(IReadOnlyList<LocalDateTime> times)
    {
        List<int> starts = [];
        LocalDateTime? step = null;
        for (int i = 0; i < times.Count; i++)
        {
            LocalDateTime own = StartOf(times[i]);
            if (own != step) starts.Add(i);
            step = own;
        }
        starts.Add(times.Count);
        return starts;
    }

    private OrderedPoints Combine(OrderedPoints points, double[] values, List<int> starts, Frequency? source)
    {
        LocalDateTime[] steps = [.. starts.SkipLast(1).Select(i => StartOf(points.Times![i]))];
        double[] counts = [.. steps.Select((_, b) => (double)values[starts[b]..starts[b + 1]].Count(v => !double.IsNaN(v))).Where(count => count > 0)];
        double usual = counts.Length == 0 ? 0 : RobustSpread.Median(counts);
        double[] combined = [.. steps.Select((step, b) => Combine(values.AsSpan(starts[b]..starts[b + 1]), Expected(step, source), usual))];
        return points.Aggregated(
            steps, combined, [.. starts.SkipLast(1).Select(points.SourceOf)], [.. points.Covariates.Select(c => Combine(c, starts))]);
    }

    /// <summary>The steps that count, and the values that do; a step that is only partly covered at an end does not, unless it is all there is.</summary>
    private (int First, int Last, double[] Values) Filled(
        OrderedPoints points, List<int> starts, Frequency? source, string id, Notes changes)
    {
        int first = 0, last = starts.Count - 1;
        double[] values = points.Values;
        if (source is null || last < 3) return (first, last, values);
        IReadOnlyList<LocalDateTime> times = points.Times!;
        int lastValue = Array.FindLastIndex(points.Values, v => !double.IsNaN(v));
        if (SharesStep(times[0], source, -1)) first++;
        // rows without a value at the end are the future of the covariates: the step that holds the last value is what counts
        if (lastValue >= 0 && SharesStep(times[lastValue], source, 1))
        {
            int bucket = starts.FindLastIndex(s => s <= lastValue);
            values = [.. values];
            Array.Fill(values, double.NaN, starts[bucket], starts[bucket + 1] - starts[bucket]);
            changes.Add(id, $"the last step of {to} is not full and was left out");
        }
        if (first > 0) changes.Add(id, $"the first step of {to} is not full and was left out");
        return (first, last, values);
    }

    private double Combine(ReadOnlySpan<double> values, double? expected, double usual)
    {
        int known = 0;
        double sum = 0, least = double.PositiveInfinity, most = double.NegativeInfinity, last = double.NaN;
        foreach (double v in values)
        {
            if (double.IsNaN(v)) continue;
            (known, sum, least, most, last) = (known + 1, sum + v, Math.Min(least, v), Math.Max(most, v), v);
        }
        double needed = expected is null ? 0 : kind == Aggregation.Sum ? expected.Value : Math.Min(expected.Value, usual);
        if (known == 0 || known < LeastShare * needed) return double.NaN;
        return kind switch
        {
            Aggregation.Sum => expected > known ? sum * expected.Value / known : sum,
            Aggregation.Mean => sum / known,
            Aggregation.Last => last,
            Aggregation.Min => least,
            _ => most,
        };
    }

    /// <summary>Numbers as their mean, of text the most common.</summary>
    private static Covariate Combine(Covariate covariate, List<int> starts)
    {
        if (covariate.Role == CovariateRole.Static) return covariate;
        int count = starts.Count - 1;
        double[]? numbers = covariate.Numbers is null ? null : new double[count];
        string?[]? texts = covariate.Texts is null ? null : new string?[count];
        for (int b = 0; b < count; b++)
        {
            IEnumerable<int> rows = Enumerable.Range(starts[b], starts[b + 1] - starts[b]).Where(i => i < covariate.Length && covariate.IsGiven(i));
            if (numbers is not null) numbers[b] = rows.Select(i => covariate.Numbers![i]).DefaultIfEmpty(double.NaN).Average();
            if (texts is not null) texts[b] = rows.GroupBy(i => covariate.Texts![i]).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key;
        }
        return covariate with { Numbers = numbers, Texts = texts };
    }

    /// <summary>Where the step begins that <paramref name="time"/> lies in.</summary>
    public LocalDateTime StartOf(LocalDateTime time)
    {
        if (to.Unit is FrequencyUnit.Month or FrequencyUnit.Year)
        {
            int months = to.Unit == FrequencyUnit.Year ? 12 * to.Count : to.Count;
            int month = 12 * time.Year + time.Month - 1;
            month -= month % months;
            return new(month / 12, month % 12 + 1, 1, 0, 0);
        }
        return to.Add(Monday, TimeGrid.FloorStep(Monday, to, time));
    }

    /// <summary>How many points fill the step; null where the source's own steps differ in length or are not known.</summary>
    private double? Expected(LocalDateTime start, Frequency? source) =>
        source is null || source.Unit is FrequencyUnit.Month or FrequencyUnit.Year or FrequencyUnit.BusinessDay
            ? null
            : to.TryAdd(start, 1, out LocalDateTime next) ? TimeGrid.StepsBetween(start, next, source) : null;

    private string Named => kind switch
    {
        Aggregation.Sum => "sum",
        Aggregation.Mean => "mean",
        Aggregation.Last => "last",
        Aggregation.Min => "least",
        _ => "greatest",
    };
}
