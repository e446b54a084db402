using System.Text.Json;

namespace LstmService.Forecasting.Search;

/// <summary>A search over training options.</summary>
/// <param name="Strategy">One of <see cref="SearchRules.Strategies"/>.</param>
/// <param name="Space">The options that are searched; the other options of the request stay.</param>
/// <param name="Metric">What is made small, one of <see cref="SearchMetric.Names"/>.</param>
/// <param name="Trials">Points that are drawn; null takes every point of a grid, or a default number of draws.</param>
/// <param name="Seed">What the draws come from.</param>
public sealed record SearchRequest(string Strategy, IReadOnlyList<SearchDimension> Space, string Metric, int? Trials, int Seed);

/// <summary>One option of a search: values to choose from, or a range to draw from.</summary>
/// <param name="Name">The option.</param>
/// <param name="Values">The values; null where there is a range.</param>
/// <param name="Range">The range; null where there are values.</param>
public sealed record SearchDimension(string Name, IReadOnlyList<JsonElement>? Values, SearchRange? Range);

/// <summary>Numbers to draw from, both ends included.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Log">Is every factor as likely as another, instead of every difference?</param>
public sealed record SearchRange(double Min, double Max, bool Log);
