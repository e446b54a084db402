using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Data;

/// <summary>
/// Puts the points that fall into one step of a coarser frequency together. Steps begin where the calendar begins them: a week on
/// its Monday, a month on its first. A step at either end that the data do not fill is left out, and one with less than half of
/// its points is missing; a sum over more than half of them is scaled to all of them.
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

    /// <summary>The points as one for each step.</summary>
    /// <param name="points">In order, with times.</param>
    /// <param name="source">The step they have; null where it is not regular.</param>
    /// <param name="id">The series.</param>
    /// <param name="changes">Told what was done.</param>
    public OrderedPoints Apply(OrderedPoints points, Frequency? source, string id, Notes changes)
    {
        LocalDateTime[] times = points.Times!;
        List<int> starts = [0];
        LocalDateTime[] buckets = [.. times.Select(StartOf)];
        for (int i = 1; i < buckets.Length; i++)
            if (buckets[i] != buckets[i - 1]) starts.Add(i);
        starts.Add(times.Length);
        (int first, int last) = Filled(points, buckets, starts, source, id, changes);
        int count = last - first;
        double[] values = new double[count];
        for (int b = 0; b < count; b++)
        {
            int from = starts[first + b], end = starts[first + b + 1];
            values[b] = Combine(points.Values.AsSpan(from, end - from), Expected(buckets[from], source));
        }
        changes.Add(id, $"the points were put together to {to}: the {Named} of each step");
        return points.Aggregated(
            [.. starts[first..last].Select(i => buckets[i])], values, [.. starts[first..last].Select(i => points.Sources[i])],
            [.. points.Covariates.Select(c => Combine(c, starts, first, last))]);
    }

    /// <summary>The steps that count; one that is only partly covered at an end does not, unless it is all there is.</summary>
    private (int First, int Last) Filled(
        OrderedPoints points, LocalDateTime[] buckets, List<int> starts, Frequency? source, string id, Notes changes)
    {
        int first = 0, last = starts.Count - 1;
        if (source is null || last < 3) return (first, last);
        LocalDateTime[] times = points.Times!;
        int lastValue = Array.FindLastIndex(points.Values, v => !double.IsNaN(v));
        if (source.TryAdd(times[0], -1, out LocalDateTime before) && before >= buckets[0]) first++;
        // rows without a value at the end are the future of the covariates: the step that holds the last value is what counts
        if (lastValue >= 0 && source.TryAdd(times[lastValue], 1, out LocalDateTime after) && StartOf(after) == buckets[lastValue])
        {
            int bucket = starts.FindLastIndex(s => s <= lastValue);
            Array.Fill(points.Values, double.NaN, starts[bucket], starts[bucket + 1] - starts[bucket]);
            changes.Add(id, $"the last step of {to} is not full and was left out");
        }
        if (first > 0) changes.Add(id, $"the first step of {to} is not full and was left out");
        return (first, last);
    }

    private double Combine(ReadOnlySpan<double> values, double? expected)
    {
        int known = 0;
        double sum = 0, least = double.PositiveInfinity, most = double.NegativeInfinity, last = double.NaN;
        foreach (double v in values)
        {
            if (double.IsNaN(v)) continue;
            (known, sum, least, most, last) = (known + 1, sum + v, Math.Min(least, v), Math.Max(most, v), v);
        }
        if (known == 0 || known < LeastShare * (expected ?? 0)) return double.NaN;
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
    private static Covariate Combine(Covariate covariate, List<int> starts, int first, int last)
    {
        if (covariate.Role == CovariateRole.Static) return covariate;
        int count = last - first;
        double[]? numbers = covariate.Numbers is null ? null : new double[count];
        string?[]? texts = covariate.Texts is null ? null : new string?[count];
        for (int b = 0; b < count; b++)
        {
            IEnumerable<int> rows = Enumerable.Range(starts[first + b], starts[first + b + 1] - starts[first + b]).Where(i => i < covariate.Length && covariate.IsGiven(i));
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
