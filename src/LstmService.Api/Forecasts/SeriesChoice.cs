using LstmService.Api.Models;
using LstmService.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Forecasts;

/// <summary>Which series of a model a request asks about.</summary>
internal static class SeriesChoice
{
    /// <summary>
    /// The series <paramref name="name"/> of a version, or its only one where the name was left out: neither a series nor a
    /// refusal where it has many.
    /// </summary>
    /// <exception cref="ModelGoneException">The version has no series any more.</exception>
    public static (ServedSeries? Series, ProblemHttpResult? Refusal) Of(Catalogue catalogue, string tenant, ServedVersion version, string? name)
    {
        if (name is not null)
            return catalogue.ServedSeries(tenant, version, name) is { } named
                ? (named, null)
                : (null, Problem.NotFound($"model '{version.Model}' has no series {Excerpt.Of(name)}"));
        return (catalogue.OnlySeries(tenant, version), null);
    }
}
