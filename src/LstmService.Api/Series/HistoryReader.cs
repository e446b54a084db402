using System.Text.Json;
using LstmService.Api.Problems;
using LstmService.Forecasting.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>Reads what <c>POST /forecast</c> takes: JSON with a fresh history.</summary>
public static class HistoryReader
{
    private static readonly string[] Members = ["model", "version", "horizon", "levels", "series", "history"];
    private static readonly string[] HistoryMembers = ["start", "timestamps", "values", "frequency"];

    /// <summary>Reads the body; whatever is wrong with it is in the refusal.</summary>
    public static async Task<HistoryResult> ReadAsync(HttpRequest request, UploadLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        if (BoundedBody.MediaTypeOf(request) != "application/json")
            return new(null, Problem.UnsupportedMediaType("send application/json"));
        (byte[] bytes, ProblemHttpResult? refusal) = await BoundedBody.ReadAsync(request, limits.MaxBytes, cancellation);
        return refusal is null ? Read(bytes, limits) : new(null, refusal);
    }

    private static HistoryResult Read(byte[] bytes, UploadLimits limits)
    {
        if (JsonFields.Parse(bytes, out JsonDocument? document) is { } refusal) return new(null, refusal);
        using (document)
        {
            List<InputError> errors = [];
            JsonElement root = document!.RootElement;
            HistoryUpload upload = new() { Model = "", History = new() { Id = "value", Values = [] }, Places = new JsonUpload.Places(["/history"]) };
            if (JsonFields.IsObject(root, "", Members, errors))
                upload = upload with
                {
                    Model = JsonFields.Text(root, "model", "", errors) ?? "",
                    Version = JsonFields.Whole(root, "version", "", errors),
                    Horizon = JsonFields.Whole(root, "horizon", "", errors),
                    Levels = JsonFields.Levels(root, errors),
                    Series = JsonFields.Text(root, "series", "", errors),
                };
            if (errors.Count == 0) upload = WithHistory(upload, root, limits, errors);
            return errors.Count == 0
                ? new(upload, null)
                : new(null, Problem.Invalid($"the body breaks {errors.Count} rule(s): {errors[0].Detail}", errors));
        }
    }

    private static HistoryUpload WithHistory(HistoryUpload upload, JsonElement root, UploadLimits limits, List<InputError> errors)
    {
        if (upload.Model.Length == 0) errors.Add(new("model is missing: the name of a trained model", "/model"));
        if (!JsonFields.Has(root, "history", out JsonElement element))
            errors.Add(new("history is missing: {timestamps, values}, which the forecast goes on from", "/history"));
        else if (JsonFields.IsObject(element, "/history", HistoryMembers, errors))
        {
            upload = upload with { Frequency = JsonFields.FrequencyOf(element, "/history", errors) };
            JsonSeries history = JsonSeries.Read(element, "/history", errors);
            if (errors.Count == 0 && !history.HasValue) errors.Add(new("there is no point at all: values is empty, or every value is null", "/history/values"));
            if (history.Count > limits.MaxPoints) errors.Add(new($"there may be {limits.MaxPoints} points, were {history.Count}", "/history/values"));
            if (upload.Series is { } id && SeriesId.Problem(id) is { } problem) errors.Add(new(problem, "/series"));
            if (errors.Count > 0) return upload;
            RawSeries raw = history.ToRaw(upload.Series ?? "value", TimeColumn.ReadingOf(history.Times is { } times ? [times] : []));
            return upload with { History = raw };
        }
        return upload;
    }
}
