using LstmService.Api.Series.Csv;
using LstmService.Api.Series.Json;
using Microsoft.Extensions.Primitives;

namespace LstmService.Api.Series;

/// <summary>Reads the body of <c>POST /train</c> and <c>POST /series/inspect</c>: JSON, CSV, or a multipart form with a CSV file.</summary>
public static class UploadReader
{
    /// <summary>The upload, or the problem to answer: 400, 413 or 415.</summary>
    public static async Task<UploadResult> ReadAsync(HttpRequest request, UploadLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        UploadContent content = UploadContent.Of(request);
        if (content.Refusal is { } unsupported) return UploadResult.Refused(unsupported);
        BodyResult body = await Body.ReadAsync(request, limits, cancellation);
        if (body.Refusal is { } refusal) return UploadResult.Refused(refusal);
        ErrorList errors = new();
        TrainUpload? upload = content.Kind switch
        {
            ContentKind.Json => ReadJson(request, body.Bytes, limits, errors),
            ContentKind.Csv => ReadCsv(request.Query, body.Bytes, content.Delimiter, limits, errors),
            _ => await ReadFormAsync(request, body.Bytes, content.Boundary, limits, errors, cancellation),
        };
        return upload is not null && !errors.Any ? UploadResult.Read(upload) : UploadResult.Refused(errors.Refusal());
    }

    private static TrainUpload? ReadJson(HttpRequest request, ReadOnlyMemory<byte> body, UploadLimits limits, ErrorList errors)
    {
        UploadContent.RequireNoQuery(request, "the members of the body", errors);
        return JsonTrainReader.Read(body, limits, errors);
    }

    private static TrainUpload? ReadCsv(
        IEnumerable<KeyValuePair<string, StringValues>> settings, ReadOnlyMemory<byte> text, char? delimiter, UploadLimits limits, ErrorList errors)
    {
        UploadSettings read = CsvSettings.Read(settings, errors);
        return CsvSeriesReader.Read(text, delimiter, limits, errors, read.Symbols, read.Covariates) is { } csv ? read.With(csv.Series, csv.Places) : null;
    }

    private static async Task<TrainUpload?> ReadFormAsync(
        HttpRequest request, ReadOnlyMemory<byte> body, string boundary, UploadLimits limits, ErrorList errors, CancellationToken cancellation)
    {
        UploadContent.RequireNoQuery(request, "form fields", errors);
        return await CsvForm.ReadAsync(body, boundary, errors, cancellation) is { } form
            ? ReadCsv(form.Fields, form.File, null, limits, errors)
            : null;
    }
}
