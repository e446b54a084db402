using LstmService.Api.Problems;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace LstmService.Api.Series;

/// <summary>Reads what <c>POST /train</c> and <c>POST /series/inspect</c> take: JSON, a CSV body or a multipart CSV file.</summary>
public static class UploadReader
{
    /// <summary>The content types, for messages.</summary>
    public const string Allowed = "application/json, text/csv, text/tab-separated-values, text/plain (CSV) or multipart/form-data with one CSV file";

    private static readonly string[] Parameters = ["model", "frequency", "horizon", "levels"];

    /// <summary>Reads the body; whatever is wrong with it is in the refusal.</summary>
    public static async Task<UploadResult> ReadAsync(HttpRequest request, UploadLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        string name = BoundedBody.MediaTypeOf(request);
        bool json = name is "application/json" || name.EndsWith("+json", StringComparison.Ordinal);
        bool csv = name is "text/csv" or "application/csv" or "text/tab-separated-values" or "text/plain";
        if (!json && !csv && name != "multipart/form-data")
            return new(null, Problem.UnsupportedMediaType($"the content type was {(name.Length == 0 ? "missing" : TimeColumn.Shown(name))}; send {Allowed}"));
        (byte[] bytes, ProblemHttpResult? refusal) = await BoundedBody.ReadAsync(request, limits.MaxBytes, cancellation);
        if (refusal is not null) return new(null, refusal);
        if (json) return RefuseQuery(request.Query) ?? JsonUpload.Read(bytes, limits);
        if (csv) return FromCsv(bytes, request.Query, limits);
        return await FromFormAsync(request, bytes, limits, cancellation);
    }

    /// <summary>A JSON body holds its own options: a query beside it would be dropped in silence.</summary>
    private static UploadResult? RefuseQuery(IQueryCollection query) => query.Count == 0
        ? null
        : new(null, Problem.Invalid("with a JSON body the options stand in the body, not in the query",
            [.. query.Keys.Select(k => new InputError($"move {TimeColumn.Shown(k)} into the body", k))]));

    private static UploadResult FromCsv(byte[] bytes, IEnumerable<KeyValuePair<string, StringValues>> fields, UploadLimits limits)
    {
        List<InputError> errors = [];
        TrainUpload upload = ReadFields(fields, errors);
        if (errors.Count > 0) return new(null, Problem.Invalid($"the parameters break {errors.Count} rule(s): {errors[0].Detail}", errors));
        (var series, IUploadPlaces places, ProblemHttpResult? refusal) = CsvUpload.Read(bytes, limits);
        return refusal is null ? new(upload with { Series = series, Places = places }, null) : new(null, refusal);
    }

    private static async Task<UploadResult> FromFormAsync(HttpRequest request, byte[] bytes, UploadLimits limits, CancellationToken cancellation)
    {
        // the body is in memory and within its limit: nothing goes to a temporary file
        FormOptions options = new() { MemoryBufferThreshold = int.MaxValue, MultipartBodyLengthLimit = limits.MaxBytes, ValueCountLimit = 64 };
        request.Body = new MemoryStream(bytes, writable: false);
        IFormCollection form;
        try
        {
            form = await new FormFeature(request, options).ReadFormAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return new(null, Problem.Invalid("the multipart body is broken: its boundary is missing or does not match, or it ends too early"));
        }
        if (form.Files.Count != 1)
            return new(null, Problem.Invalid($"one CSV file was expected, found {form.Files.Count}: send it as the field file", new InputError("exactly one file is needed", "file")));
        using MemoryStream file = new();
        await form.Files[0].CopyToAsync(file, cancellation);
        if (file.Length == 0) return new(null, Problem.Invalid("the file is empty: send CSV with a header line", new InputError("the file has no bytes", "file")));
        return FromCsv(file.ToArray(), form.Concat(request.Query), limits);
    }

    private static TrainUpload ReadFields(IEnumerable<KeyValuePair<string, StringValues>> fields, List<InputError> errors)
    {
        TrainUpload upload = new() { Series = [], Places = new JsonUpload.Places([]) };
        TrainingOptions options = new();
        HashSet<string> seen = [];
        foreach ((string name, StringValues values) in fields)
        {
            if (values.Count != 1 || !seen.Add(name))
            {
                errors.Add(new($"{TimeColumn.Shown(name)} is given more than once", name));
                continue;
            }
            string text = values[0] ?? "";
            upload = name switch
            {
                "model" => upload with { Model = text },
                "frequency" => upload with { Frequency = ReadFrequency(text, errors) },
                "horizon" => upload with { Horizon = ReadWhole(name, text, errors) },
                "levels" => upload with { Levels = LevelText.Parse(text, name, errors) },
                _ => upload,
            };
            if (!Parameters.Contains(name) && !OptionFields.TrySet(options, name, text, errors))
                errors.Add(new($"there is no parameter {TimeColumn.Shown(name)}; allowed are {string.Join(", ", Parameters.Concat(OptionFields.Names))}", name));
        }
        return upload with { Options = options };
    }

    private static Frequency? ReadFrequency(string text, List<InputError> errors)
    {
        if (Frequency.TryParse(text, out Frequency? frequency)) return frequency;
        errors.Add(new($"frequency must be one of {Frequency.Allowed}, was {TimeColumn.Shown(text)}", "frequency"));
        return null;
    }

    private static int? ReadWhole(string name, string text, List<InputError> errors)
    {
        if (int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int value)) return value;
        errors.Add(new($"{name} must be a whole number, was {TimeColumn.Shown(text)}", name));
        return null;
    }
}
