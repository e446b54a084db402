using System.Text.Json;
using LstmService.Api.Series.Json;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>Reads the JSON body of <c>POST /forecast</c>.</summary>
public static class HistoryReader
{
    private const string Example = "{\"model\": \"sales\", \"history\": {\"start\": \"2026-01\", \"values\": [1, 2, null]}}";

    private static readonly string[] Allowed = ["model", "version", "horizon", "levels", "series", "history"];
    private static readonly string[] AllowedInHistory = ["start", "timestamps", "values", "frequency"];

    /// <summary>The history, or the problem to answer: 400, 413 or 415.</summary>
    public static async Task<HistoryResult> ReadAsync(HttpRequest request, UploadLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        UploadContent content = UploadContent.Of(request);
        if (content.Kind != ContentKind.Json)
            return HistoryResult.Refused(content.Refusal ?? UploadContent.NotAllowed(request.ContentType, "application/json"));
        BodyResult body = await Body.ReadAsync(request, limits, cancellation);
        if (body.Refusal is { } refusal) return HistoryResult.Refused(refusal);
        ErrorList errors = new();
        UploadContent.RequireNoQuery(request, "the members of the body", errors);
        return Read(body.Bytes, limits, errors) is { } upload
            ? HistoryResult.Read(upload)
            : HistoryResult.Refused(errors.Refusal());
    }

    private static HistoryUpload? Read(ReadOnlyMemory<byte> body, UploadLimits limits, ErrorList errors)
    {
        using JsonDocument? document = JsonBody.Parse(body, Example, errors);
        if (document is null) return null;
        JsonMembers members = new(document.RootElement, "", Allowed, errors);
        string? series = members.Text("series");
        if (series is not null && SeriesIds.Check(series) is { } wrong) errors.Add(wrong, "/series");
        if (members.Find("model") is null) errors.Add("model is missing: the name of a trained model", "/model");
        if (members.Find("history") is null) errors.Add("history is missing: the values to forecast from, with their times", "/history");
        SymbolNumbers? symbols = HoldsText(members) ? new() : null;
        JsonSeriesReader reader = new(limits, errors, symbols);
        Frequency? frequency = ReadHistory(members, series, reader, errors);
        string? model = members.Text("model");
        int? version = members.Integer("version"), horizon = members.Integer("horizon");
        IReadOnlyList<double>? levels = members.Levels("levels");
        if (errors.Any || model is null || reader.Series is not [RawSeries history]) return null;
        (Vocabulary Vocabulary, IReadOnlyList<RawSeries> Series)? ordered = symbols?.Order(reader.Series);
        return new()
        {
            Model = model,
            Version = version,
            Horizon = horizon,
            Levels = levels,
            Series = series,
            History = ordered?.Series[0] ?? history,
            Symbols = ordered?.Vocabulary,
            Frequency = frequency,
            Places = reader.Places,
        };
    }

    /// <summary>Is the first value that is not missing a text? A history says by that which kind it is of.</summary>
    private static bool HoldsText(JsonMembers members)
    {
        if (members.Find("history") is not { ValueKind: JsonValueKind.Object } history) return false;
        if (!history.TryGetProperty("values", out JsonElement values) || values.ValueKind != JsonValueKind.Array) return false;
        return values.EnumerateArray().FirstOrDefault(item => item.ValueKind != JsonValueKind.Null).ValueKind == JsonValueKind.String;
    }

    private static Frequency? ReadHistory(JsonMembers members, string? series, JsonSeriesReader reader, ErrorList errors)
    {
        if (members.Find("history") is not { } element) return null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"history: expected an object with values, found {JsonText.Found(element)}", "/history");
            return null;
        }
        JsonMembers history = new(element, "/history", AllowedInHistory, errors);
        reader.ReadMembers(history, "/history", series ?? SeriesIds.Unnamed);
        reader.RequireValue("/history/values");
        return history.Frequency("frequency");
    }
}
