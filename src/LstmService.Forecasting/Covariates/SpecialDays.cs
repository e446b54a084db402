using System.Text.Json.Serialization;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Covariates;

/// <summary>Special days by name: holidays, sales, matches. Days are counted from 1970-01-01.</summary>
/// <param name="Days">[name]: its days, ascending.</param>
public sealed record SpecialDays(IReadOnlyDictionary<string, int[]> Days)
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    private Dictionary<int, List<int>>? _byDay;

    /// <summary>The names in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Names { get; } = [.. Days.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Of dates and names in any order; a date given twice under a name counts once.</summary>
    public static SpecialDays Of(IEnumerable<(LocalDate Date, string Name)> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return new(new SortedDictionary<string, int[]>(
            days.GroupBy(d => d.Name).ToDictionary(g => g.Key, g => g.Select(d => DayOf(d.Date)).Distinct().Order().ToArray()), StringComparer.Ordinal));
    }

    /// <summary>
    /// Marks the special days that step <paramref name="t"/> of an axis holds, or that lie near it. Steps of a day or less have
    /// neighbours by day; longer ones hold their days, and have none.
    /// </summary>
    /// <param name="axis">With times.</param>
    /// <param name="t">The step.</param>
    /// <param name="around">Days before and after.</param>
    /// <param name="marks">[name, day from -around on]: receives whether a day of that name is there.</param>
    public void Mark(TimeAxis axis, int t, int around, Span<bool> marks)
    {
        ArgumentNullException.ThrowIfNull(axis);
        _byDay ??= ByDay();
        marks.Clear();
        int first = DayOf(axis.DateOf(t)), last = Math.Max(first, DayOf(axis.DateOf(t + 1)) - 1), width = 1 + 2 * around;
        bool withinOne = last - first < 1 || axis.Frequency.Unit == FrequencyUnit.BusinessDay;
        if (withinOne) last = first;
        for (int day = first - (withinOne ? around : 0); day <= last + (withinOne ? around : 0); day++)
        {
            if (!_byDay.TryGetValue(day, out List<int>? names)) continue;
            // a mark before the middle: the special day lies ahead
            int offset = withinOne ? around - (day - first) : around;
            foreach (int name in names) marks[name * width + offset] = true;
        }
    }

    private Dictionary<int, List<int>> ByDay()
    {
        Dictionary<int, List<int>> byDay = [];
        for (int name = 0; name < Names.Count; name++)
            foreach (int day in Days[Names[name]])
            {
                if (!byDay.TryGetValue(day, out List<int>? names)) byDay[day] = names = [];
                names.Add(name);
            }
        return byDay;
    }

    private static int DayOf(LocalDate date) => Period.DaysBetween(Epoch, date);
}
