using System.Text.Json;
using LstmService.Engine;
using LstmService.Forecasting.Options;

namespace LstmService.Forecasting.Search;

/// <summary>
/// The points of a search: every point of a grid in order, or draws without repeating (random search, Bergstra and Bengio 2012).
/// </summary>
internal static class SearchSpace
{
    private const int DefaultTrials = 20;
    private const int MostDraws = 100; // for one point that is new

    /// <summary>Points of the whole grid; null where a range makes them endless.</summary>
    public static double? GridSize(SearchRequest search) => search.Space.All(d => d.Values is not null)
        ? search.Space.Aggregate(1.0, (product, dimension) => product * dimension.Values!.Count)
        : null;

    /// <summary>Is every point of the grid taken?</summary>
    public static bool IsGrid(SearchRequest search) =>
        search.Strategy == "grid" || (search.Strategy == "halving" && search.Trials is null && GridSize(search) is not null);

    /// <summary>The points; the same for the same search. Fewer than the trials where the space has no more.</summary>
    public static IReadOnlyList<SearchPoint> Points(SearchRequest search) => IsGrid(search) ? Grid(search.Space) : Draws(search);

    private static SearchPoint[] Grid(IReadOnlyList<SearchDimension> space)
    {
        IEnumerable<Dictionary<string, JsonElement>> points = [[]];
        foreach (SearchDimension dimension in space)
            points = points.SelectMany(point => dimension.Values!.Select(value => new Dictionary<string, JsonElement>(point) { [dimension.Name] = value }));
        return [.. points.Select((values, i) => new SearchPoint(i + 1, values))];
    }

    private static List<SearchPoint> Draws(SearchRequest search)
    {
        Xoshiro256 random = new((ulong)search.Seed);
        HashSet<string> seen = [];
        List<SearchPoint> points = [];
        int wanted = (int)Math.Min(search.Trials ?? DefaultTrials, GridSize(search) ?? int.MaxValue);
        for (int left = wanted * MostDraws; left > 0 && points.Count < wanted; left--)
        {
            Dictionary<string, JsonElement> values = [];
            foreach (SearchDimension dimension in search.Space) values[dimension.Name] = Draw(dimension, ref random);
            if (seen.Add(string.Join('|', values.Values))) points.Add(new(points.Count + 1, values));
        }
        return points;
    }

    private static JsonElement Draw(SearchDimension dimension, ref Xoshiro256 random)
    {
        if (dimension.Range is not { } range) return dimension.Values![random.NextInt(dimension.Values.Count)];
        bool whole = TrainingRules.Options.Single(rule => rule.Name == dimension.Name).Kind == OptionKind.Whole;
        // whole numbers are drawn from half below to half above, so that both ends are as likely as what lies between
        double half = whole ? 0.5 : 0, share = random.NextDouble();
        double value = range.Log
            ? Math.Exp(Between(Math.Log(Math.Max(range.Min - half, double.Epsilon)), Math.Log(range.Max + half), share))
            : Between(range.Min - half, range.Max + half, share);
        return whole
            ? JsonSerializer.SerializeToElement((int)Math.Clamp(Math.Round(value), range.Min, range.Max))
            : JsonSerializer.SerializeToElement(Math.Clamp(value, range.Min, range.Max));
    }

    private static double Between(double from, double to, double share) => from + share * (to - from);
}
