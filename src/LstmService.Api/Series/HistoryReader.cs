using System.Text.Json;
using LstmService.Api.Series.Covariates;
using LstmService.Api.Series.Json;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>Reads the JSON body of <c>POST /forecast</c> and <c>POST /explain</c>.</summary>
public static class HistoryReader
{
    private const string Example = "{\"model\": \"sales\", \"history\": {\"start\": \"2026-01\", \"values\": [1, 2, null]}}";

    /// <summary>The members of a body that asks for an explanation.</summary>
    public static IReadOnlyList<string> Explaining { get; } = ["model", "version", "step", "method", "symbol", "series", "history", "future", .. TableSettings.OfTimes];

    private static readonly string[] Forecasting = ["model", "version", "horizon", "levels", "samples", "seed", "series", "history", "future", "scenario", .. TableSettings.OfTimes];
    private static readonly string[] AllowedInHistory = ["start", "timestamps", "values", "frequency"];

    /// <summary>The history, or the problem to answer: 400, 413 or 415.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="covariatesOf">The covariates of a model's version, which stand in the history; null knows of none.</param>
    /// <param name="allowed">The members the body may have; null are those of a forecast.</param>
    public static async Task<HistoryResult> ReadAsync(
        HttpRequest request, UploadLimits limits, CancellationToken cancellation, Func<string, int?, CovariateNames>? covariatesOf = null,
        IReadOnlyList<string>? allowed = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        BodyResult<HistoryUpload> body = await JsonBody.ReadAsync(
            request, limits, Example, allowed ?? Forecasting, (members, errors) => Read(members, limits, errors, covariatesOf), cancellation);
        return body.Content is { } upload ? HistoryResult.Read(upload) : HistoryResult.Refused(body.Refusal!);
    }

    private static HistoryUpload? Read(JsonMembers members, UploadLimits limits, ErrorList errors, Func<string, int?, CovariateNames>? covariatesOf)
    {
        string? series = members.Text("series");
        if (series is not null && SeriesIds.Check(series) is { } wrong) errors.Add(wrong, "/series");
        if (members.Find("model") is null) errors.Add("model is missing: the name of a trained model", "/model");
        bool stored = members.Find("history") is null && (members.Find("future") is not null || members.Find("scenario") is not null);
        if (members.Find("history") is null && !stored) errors.Add("history is missing: the values to forecast from, with their times", "/history");
        SymbolNumbers? symbols = HoldsText(members) ? new() : null;
        string? model = members.Text("model");
        int? version = members.Integer("version"), horizon = members.Integer("horizon");
        CovariateNames names = model is null || covariatesOf is null ? CovariateNames.None : covariatesOf(model, version);
        JsonSeriesReader reader = new(limits, errors, symbols, names) { Notation = TableSettings.NotationOf(members, errors) };
        (RawSeries? given, Frequency? frequency) = ReadHistory(members, series, names, reader, errors);
        JsonCovariateReader ahead = new(limits, errors);
        IReadOnlyList<Covariate> future = members.Find("future") is { } told ? ahead.ReadFuture(told, "/future", names.Known) : [];
        IReadOnlyList<Covariate>? scenario = members.Find("scenario") is { } changed ? ahead.ReadFuture(changed, "/scenario", names.Known) : null;
        int? samples = members.Integer("samples"), seed = members.Integer("seed"), step = members.Integer("step");
        string? method = members.Text("method"), symbol = members.Text("symbol");
        IReadOnlyList<double>? levels = members.Levels("levels");
        RawSeries? history = stored ? new() { Id = series ?? SeriesIds.Unnamed, Values = [] } : given;
        if (errors.Any || model is null || history is null) return null;
        (Vocabulary Vocabulary, IReadOnlyList<RawSeries> Series)? ordered = symbols?.Order([history]);
        return new()
        {
            Model = model,
            Version = version,
            Horizon = horizon,
            Levels = levels,
            Samples = samples,
            Seed = seed,
            Step = step,
            Method = method,
            Symbol = symbol,
            Series = series,
            Future = future,
            Scenario = scenario,
            FromStored = stored,
            History = ordered?.Series[0] ?? history,
            Symbols = ordered?.Vocabulary,
            Frequency = frequency,
            Places = new JsonPlaces(reader.Places),
        };
    }

    /// <summary>Is the first value that is not missing a text? A history says by that which kind it is of.</summary>
    private static bool HoldsText(JsonMembers members)
    {
        if (members.Find("history") is not { ValueKind: JsonValueKind.Object } history) return false;
        if (!history.TryGetProperty("values", out JsonElement values) || values.ValueKind != JsonValueKind.Array) return false;
        return values.EnumerateArray().FirstOrDefault(item => item.ValueKind != JsonValueKind.Null).ValueKind == JsonValueKind.String;
    }

    private static (RawSeries? Series, Frequency? Frequency) ReadHistory(
        JsonMembers members, string? series, CovariateNames names, JsonSeriesReader reader, ErrorList errors)
    {
        if (members.Find("history") is not { } element) return default;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"history: expected an object with values, found {JsonText.Found(element)}", "/history");
            return default;
        }
        JsonMembers history = new(element, "/history", [.. AllowedInHistory, .. names.All().Select(n => n.Name)], errors);
        RawSeries? read = reader.Read(history, "/history", series ?? SeriesIds.Unnamed);
        reader.RequireValue("/history/values");
        return (read, history.Frequency("frequency"));
    }
}
