using System.Text.Json;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;

namespace LstmService.Forecasting.Search;

/// <summary>The rules of a search, each refusal with its place.</summary>
public static class SearchRules
{
    /// <summary>The most points of a search.</summary>
    public const int MostPoints = 200;

    /// <summary>How points are chosen.</summary>
    public static IReadOnlyList<string> Strategies { get; } = ["grid", "random", "halving"];

    /// <summary>Every rule that is broken; empty where none is. Names are those of <see cref="RuleViolation"/>, such as <c>search.space.hidden.0</c>.</summary>
    public static IReadOnlyList<RuleViolation> Check(SearchRequest search, TrainingOptions options, int? horizon)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(options);
        List<RuleViolation> broken = [];
        if (!Strategies.Contains(search.Strategy)) broken.Add(NotOneOf("search.strategy", "strategy", Strategies, search.Strategy));
        if (!SearchMetric.Names.Contains(search.Metric)) broken.Add(NotOneOf("search.metric", "metric", SearchMetric.Names, search.Metric));
        if (search.Trials is < 1 or > MostPoints) broken.Add(new("search.trials", $"trials must be 1..{MostPoints}, was {search.Trials}"));
        else if (search.Trials is not null && search.Strategy == "grid") broken.Add(new("search.trials", "a grid tries every point: leave trials out, or take random"));
        if (search.Space.Count == 0) broken.Add(new("search.space", "space must name at least one option with its values, was empty"));
        foreach (SearchDimension dimension in search.Space) CheckDimension(broken, search, dimension, options);
        if (broken.Count > 0) return broken;
        if (SearchSpace.IsGrid(search) && SearchSpace.GridSize(search) is { } size and > MostPoints)
            return [new("search.space", $"a grid must have 1..{MostPoints} points, has {size}: give fewer values, or take random with trials")];
        return CheckPoints(SearchSpace.Points(search), point => TrainingRules.Check(point.SetIn(options), horizon, null));
    }

    private static void CheckDimension(List<RuleViolation> broken, SearchRequest search, SearchDimension dimension, TrainingOptions options)
    {
        string place = $"search.space.{dimension.Name}";
        OptionRule? rule = TrainingRules.Options.FirstOrDefault(r => r.Name == dimension.Name);
        if (rule is null)
            broken.Add(NotOneOf(place, "a name in space", [.. TrainingRules.Options.Select(r => r.Name)], dimension.Name));
        else if (rule.Name == "warmStart")
            broken.Add(new(place, "warmStart cannot be searched: every point starts fresh, so that points can be compared"));
        else if (rule.IsSet(options))
            broken.Add(new(place, $"{rule.Name} is set in options and searched: keep one of them"));
        else if (dimension.Range is { } range) CheckRange(broken, place, search, rule, range);
        else CheckValues(broken, place, rule, dimension.Values ?? []);
    }

    private static void CheckValues(List<RuleViolation> broken, string place, OptionRule rule, IReadOnlyList<JsonElement> values)
    {
        if (values.Count == 0) broken.Add(new(place, $"{rule.Name} must have at least one value, had none"));
        HashSet<string> seen = [];
        for (int i = 0; i < values.Count; i++)
        {
            if (!IsOfKind(rule.Kind, values[i]))
                broken.Add(new($"{place}.{i}", $"{rule.Name}: expected {Expected(rule.Kind)}, found {Excerpt.Of(values[i].GetRawText())}"));
            else if (rule.Check(Alone(rule, values[i])) is { } violation) broken.Add(new($"{place}.{i}", violation.Detail));
            else if (!seen.Add(values[i].ToString())) broken.Add(new($"{place}.{i}", $"{rule.Name} has the value {values[i]} twice"));
        }
    }

    private static void CheckRange(List<RuleViolation> broken, string place, SearchRequest search, OptionRule rule, SearchRange range)
    {
        if (search.Strategy == "grid") broken.Add(new(place, "a range has no grid: list the values, or take random"));
        if (rule.Kind is not (OptionKind.Whole or OptionKind.Number)) broken.Add(new(place, $"{rule.Name} is no number: list its values"));
        else if (!(range.Min < range.Max)) broken.Add(new(place, $"min must be below max, was {range.Min} with a max of {range.Max}"));
        else if (range.Min < rule.Least || range.Max > rule.Most)
            broken.Add(new(place, $"{rule.Name} must be {rule.Least}..{rule.Most}, was {range.Min}..{range.Max}"));
        else if (rule.Kind == OptionKind.Whole && (range.Min != Math.Floor(range.Min) || range.Max != Math.Floor(range.Max)))
            broken.Add(new(place, $"{rule.Name} is a whole number, and so are min and max, was {range.Min}..{range.Max}"));
        else if (range.Log && !(range.Min > 0)) broken.Add(new(place, $"a logarithmic range must have a min above 0, was {range.Min}"));
    }

    /// <summary>The first point of a sound search whose options make no sense on these series; empty where all do.</summary>
    public static IReadOnlyList<RuleViolation> CheckData(SearchRequest search, TrainingOptions options, IReadOnlyList<TimeSeries> series)
    {
        ArgumentNullException.ThrowIfNull(search);
        return CheckPoints(SearchSpace.Points(search), point => DataRules.Check(point.SetIn(options), series));
    }

    /// <summary>Values that are sound alone may make no sense together.</summary>
    private static IReadOnlyList<RuleViolation> CheckPoints(IReadOnlyList<SearchPoint> points, Func<SearchPoint, IEnumerable<RuleViolation>> check)
    {
        foreach (SearchPoint point in points)
            if (check(point).FirstOrDefault(v => v.Name.StartsWith("options.", StringComparison.Ordinal)) is { } violation)
                return [new("search.space", $"{point}: {violation.Detail}")];
        return [];
    }

    private static TrainingOptions Alone(OptionRule rule, JsonElement value) =>
        new SearchPoint(1, new Dictionary<string, JsonElement> { [rule.Name] = value }).SetIn(new());

    private static bool IsOfKind(OptionKind kind, JsonElement value) => kind switch
    {
        OptionKind.Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        OptionKind.Number => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number),
        OptionKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.String,
    };

    private static string Expected(OptionKind kind) => kind switch
    {
        OptionKind.Whole => "a whole number",
        OptionKind.Number => "a number",
        OptionKind.Flag => "true or false",
        _ => "text",
    };

    private static RuleViolation NotOneOf(string place, string what, IReadOnlyList<string> allowed, string found) =>
        new(place, $"{what} must be one of {string.Join(", ", allowed)}, was {Excerpt.Of(found)}");
}
