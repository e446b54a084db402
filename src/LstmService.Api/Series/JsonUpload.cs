using System.Text.Json;
using LstmService.Api.Problems;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;

namespace LstmService.Api.Series;

/// <summary>Reads a training or an inspection from a JSON body.</summary>
internal static class JsonUpload
{
    private static readonly string[] Members =
        ["model", "sample", "frequency", "horizon", "levels", "options", "series", "id", "start", "timestamps", "values"];

    /// <summary>The upload, or its refusal.</summary>
    public static UploadResult Read(byte[] bytes, UploadLimits limits)
    {
        if (JsonFields.Parse(bytes, out JsonDocument? document) is { } refusal) return new(null, refusal);
        using (document)
        {
            List<InputError> errors = [];
            JsonElement root = document!.RootElement;
            if (!JsonFields.IsObject(root, "", Members, errors)) return Refused(errors);
            TrainUpload upload = new()
            {
                Model = JsonFields.Text(root, "model", "", errors),
                Sample = JsonFields.Text(root, "sample", "", errors),
                Frequency = JsonFields.FrequencyOf(root, "", errors),
                Horizon = JsonFields.Whole(root, "horizon", "", errors),
                Levels = JsonFields.Levels(root, errors),
                Options = JsonFields.Has(root, "options", out JsonElement options) ? OptionFields.FromJson(options, "/options", errors) : new TrainingOptions(),
                Series = [],
                Places = new Places([]),
            };
            if (upload.Sample is not null) return WithSample(upload, root, errors);
            List<JsonSeries> series = ReadSeries(root, errors);
            CheckSeries(series, limits, errors);
            if (errors.Count > 0) return Refused(errors);
            return new(upload with { Series = Named(series), Places = new Places([.. series.Select(s => s.Location)]) }, null);
        }
    }

    private static UploadResult WithSample(TrainUpload upload, JsonElement root, List<InputError> errors)
    {
        if (root.TryGetProperty("series", out _) || root.TryGetProperty("values", out _))
            errors.Add(new("a sample and series of your own cannot be trained together: leave one of them out", "/sample"));
        if (!SampleCatalogue.TryGet(upload.Sample!, out TrainUpload? sample))
            errors.Add(new($"there is no sample {TimeColumn.Shown(upload.Sample)}; there is {string.Join(", ", SampleCatalogue.Names)}", "/sample"));
        if (errors.Count > 0) return Refused(errors);
        return new(upload with
        {
            Model = upload.Model ?? sample!.Model,
            Frequency = upload.Frequency ?? sample!.Frequency,
            Series = sample!.Series,
            Places = sample.Places,
        }, null);
    }

    private static List<JsonSeries> ReadSeries(JsonElement root, List<InputError> errors)
    {
        bool top = root.TryGetProperty("values", out _);
        if (!JsonFields.Has(root, "series", out JsonElement series))
        {
            if (top) return [JsonSeries.Read(root, "", errors)];
            errors.Add(new("there is no series: give series, an array of {id, timestamps, values}, or sample", "/series"));
            return [];
        }
        if (top || root.TryGetProperty("id", out _) || root.TryGetProperty("timestamps", out _) || root.TryGetProperty("start", out _))
            errors.Add(new("id, start, timestamps and values belong into series where series is given", "/series"));
        if (series.ValueKind == JsonValueKind.Object) return ReadOne(series, "/series", errors);
        if (series.ValueKind != JsonValueKind.Array)
        {
            errors.Add(new($"series must be an array of {{id, timestamps, values}}, was {JsonFields.Found(series)}", "/series"));
            return [];
        }
        List<JsonSeries> all = [];
        int index = 0;
        foreach (JsonElement item in series.EnumerateArray()) all.AddRange(ReadOne(item, $"/series/{index++}", errors));
        return all;
    }

    private static List<JsonSeries> ReadOne(JsonElement item, string pointer, List<InputError> errors) =>
        JsonFields.IsObject(item, pointer, JsonSeries.Members, errors) ? [JsonSeries.Read(item, pointer, errors)] : [];

    private static void CheckSeries(List<JsonSeries> series, UploadLimits limits, List<InputError> errors)
    {
        if (errors.Count > 0) return;
        HashSet<string> ids = [];
        foreach (JsonSeries s in series)
            if (s.Id is not null && !ids.Add(s.Id)) errors.Add(new($"series {s.Id} is given twice", $"{s.Location}/id"));
        if (series.Count > limits.MaxSeries) errors.Add(new($"there may be {limits.MaxSeries} series, were {series.Count}", "/series"));
        if (series.Sum(s => (long)s.Count) > limits.MaxPoints) errors.Add(new($"there may be {limits.MaxPoints} points in all series, were {series.Sum(s => (long)s.Count)}", "/series"));
        if (series.Count == 0) errors.Add(new("there is no series in it", "/series"));
        foreach (JsonSeries s in series.Where(s => !s.HasValue)) errors.Add(new("there is no point at all: values is empty, or every value is null", $"{s.Location}/values"));
    }

    private static List<RawSeries> Named(List<JsonSeries> series)
    {
        TimeColumn.Reading reading = TimeColumn.ReadingOf(series.Select(s => s.Times).OfType<TimeColumn>());
        return [.. series.Select((s, i) => s.ToRaw(series.Count == 1 ? "value" : $"series-{i + 1}", reading))];
    }

    private static UploadResult Refused(List<InputError> errors) =>
        new(null, Problem.Invalid($"the body breaks {errors.Count} rule(s): {errors[0].Detail}", errors));

    internal sealed class Places(IReadOnlyList<string> locations) : IUploadPlaces
    {
        public InputError At(string detail, int series, int? point) =>
            new(detail, point is null ? locations[series] : $"{locations[series]}/timestamps/{point}");
    }
}
