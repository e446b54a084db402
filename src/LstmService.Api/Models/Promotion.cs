using LstmService.Api.Series;
using LstmService.Api.Series.Json;

namespace LstmService.Api.Models;

/// <summary>The body of <c>PUT /models/{model}/champion</c>.</summary>
/// <param name="Version">The version that is to be the champion.</param>
internal sealed record Promotion(int Version)
{
    private const string Name = "version";

    public static Task<BodyResult<Promotion>> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        JsonBody.ReadAsync(request, JsonBody.Small, "{\"version\": 1}", [Name], Read, cancellation);

    private static Promotion? Read(JsonMembers members, ErrorList errors)
    {
        int? version = members.Integer(Name);
        if (version is >= 1) return new(version.Value);
        if (!errors.Any) errors.Add($"{Name} must be an integer from 1, was {version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}", members.At(Name));
        return null;
    }
}
