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

    /// <summary>
    /// The same for a request that is about one series: where the version has many, the refusal says <paramref name="missing"/> of
    /// the place <paramref name="pointer"/>.
    /// </summary>
    /// <exception cref="ModelGoneException">The version has no series any more.</exception>
    public static (ServedSeries? Series, ProblemHttpResult? Refusal) One(
        Catalogue catalogue, string tenant, ServedVersion version, string? name, string missing, string pointer)
    {
        (ServedSeries? series, ProblemHttpResult? refusal) = Of(catalogue, tenant, version, name);
        return series is null ? (null, refusal ?? Problem.Invalid(missing, new InputError(missing, pointer))) : (series, null);
    }
}
