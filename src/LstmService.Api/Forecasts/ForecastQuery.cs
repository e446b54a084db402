using System.Globalization;
using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Forecasting.Options;
using Microsoft.Net.Http.Headers;

namespace LstmService.Api.Forecasts;

/// <summary>How a forecast is written.</summary>
internal enum ForecastFormat
{
    Json,
    Csv,
    Lines,
}

/// <summary>What <c>GET /forecast</c> was asked for.</summary>
internal sealed record ForecastQuery(
    string Model, string? Series, int? Horizon, IReadOnlyList<double>? Levels, int? Version, int? Samples,
    int? Seed, ForecastFormat Format)
{
    public const string Csv = "text/csv";
    public const string Lines = "application/x-ndjson";

    /// <summary>The query; null where <paramref name="errors"/> say what is wrong with it.</summary>
    public static ForecastQuery? From(HttpRequest request, out IReadOnlyList<InputError> errors)
    {
        QueryReader query = new(request.Query);
        string? model = query.Required("model");
        ForecastQuery made = new(
            model ?? "", query.Text("series"), query.Integer("horizon", 1, TrainingRules.MaxHorizon), query.Numbers("levels"),
            query.Integer("version", 1, int.MaxValue),
            query.Integer("samples", 1, TrainingRules.MaxSamples), query.Integer("seed", int.MinValue, int.MaxValue), Accepted(request));
        query.Errors.AddRange(CheckLevels(made.Levels, "levels"));
        if (made is { Samples: not null, Format: ForecastFormat.Csv })
            query.Errors.Add(new InputError($"samples are answered as application/json or {Lines}: a row of {Csv} is a step and has no room for paths", "samples"));
        errors = query.Errors;
        return query.IsValid ? made : null;
    }

    public static IEnumerable<InputError> CheckLevels(IReadOnlyList<double>? levels, string pointer)
    {
        List<RuleViolation> broken = [];
        TrainingRules.CheckLevels(broken, levels);
        return broken.Select(violation => new InputError(violation.Detail, pointer));
    }

    // The best of what the client takes and we write; JSON where it takes anything or nothing of ours.
    private static ForecastFormat Accepted(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return ForecastFormat.Json;
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted)) return ForecastFormat.Json;
        foreach (MediaTypeHeaderValue type in accepted.OrderByDescending(type => type.Quality ?? 1))
        {
            if (type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase)) return ForecastFormat.Csv;
            if (type.MediaType.Equals(Lines, StringComparison.OrdinalIgnoreCase)) return ForecastFormat.Lines;
            if (type.MatchesMediaType("application/json")) return ForecastFormat.Json;
        }
        return ForecastFormat.Json;
    }

    /// <summary>The levels as one text, for tags.</summary>
    public static string Written(IReadOnlyList<double> levels) =>
        string.Join(',', levels.Select(level => level.ToString("R", CultureInfo.InvariantCulture)));
}
