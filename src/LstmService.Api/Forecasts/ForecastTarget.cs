using System.Security.Cryptography;
using System.Text;
using LstmService.Api.Models;

namespace LstmService.Api.Forecasts;

/// <summary>One forecast that is asked for.</summary>
internal sealed record ForecastTarget(ServedVersion Version, ServedSeries Series, ForecastShape Shape, ForecastFormat Format)
{
    /// <summary>A strong entity tag: equal tags, equal bytes. The run's id stands for the version for ever.</summary>
    public string Tag { get; } = TagOf(
        $"{Version.Run}|{Series.Revision}|{Shape.Horizon}|{ForecastQuery.Written(Shape.Levels)}|{Shape.Samples}|{Shape.Seed}|{Format}|{Series.Series}");

    private static string TagOf(string key) => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}\"";
}
