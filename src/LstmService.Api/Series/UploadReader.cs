using LstmService.Api.Series.Bodies;
using LstmService.Api.Series.Columns;
using LstmService.Api.Series.Csv;
using LstmService.Api.Series.Json;
using LstmService.Api.Series.Parquet;
using Microsoft.Extensions.Primitives;

namespace LstmService.Api.Series;

/// <summary>
/// Reads the body of <c>POST /train</c> and <c>POST /series/inspect</c>: JSON, CSV, Parquet, or a multipart form with a file, each
/// compressed or not. All are spooled and read as streams.
/// </summary>
public static class UploadReader
{
    /// <summary>The upload, or the problem to answer: 400, 413 or 415.</summary>
    public static Task<UploadResult> ReadAsync(HttpRequest request, UploadLimits limits, CancellationToken cancellation) =>
        ReadAsync(request, limits, new(), cancellation);

    /// <summary>The same, where something is known before of what the upload says.</summary>
    internal static async Task<UploadResult> ReadAsync(HttpRequest request, UploadLimits limits, UploadSettings known, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        UploadContent content = UploadContent.Of(request);
        if (content.Refusal is { } unsupported) return UploadResult.Refused(unsupported);
        ErrorList errors = new();
        BodyResult<UploadResult> result = await Body.ReadAsync(request, limits, async body =>
        {
            TrainUpload? upload = content.Kind switch
            {
                ContentKind.Multipart => await ReadFormAsync(request, body, content.Boundary, limits, known, errors, cancellation),
                ContentKind.Json => ReadJson(request, await SpoolAsync(), limits, known, errors),
                _ => ReadTable(request, request.Query, await SpoolAsync(), content, limits, known, errors),
            };
            return upload is not null && !errors.Any ? UploadResult.Read(upload) : UploadResult.Refused(errors.Refusal());

            async Task<Spool> SpoolAsync() => Kept(request, await Spool.FillAsync(body, limits.Directory, cancellation));
        });
        return result.Content ?? UploadResult.Refused(result.Refusal!);
    }

    private static TrainUpload? ReadJson(HttpRequest request, Spool body, UploadLimits limits, UploadSettings known, ErrorList errors)
    {
        UploadContent.RequireNoQuery(request, "the members of the body", errors);
        return JsonTrainReader.Read(body, limits, known, errors);
    }

    private static TrainUpload? ReadTable(
        HttpRequest request, IEnumerable<KeyValuePair<string, StringValues>> settings, Spool file, UploadContent content, UploadLimits limits,
        UploadSettings known, ErrorList errors)
    {
        UploadSettings read = CsvSettings.Read(settings, known, errors);
        TableOptions options = read.Table with
        {
            Delimiter = read.Table.Delimiter ?? content.Delimiter,
            Covariates = read.Covariates,
            Symbols = read.Symbols,
        };
        ColumnStore store = Kept(request, new ColumnStore(limits.Directory));
        TableSeries? table = content.Kind == ContentKind.Parquet
            ? ParquetSeriesReader.Read(file, options, store, limits, errors)
            : CsvSeriesReader.Read(file, options, store, limits, errors);
        return table is null ? null : read.With(table.Series, table.Places, table.Understood);
    }

    private static async Task<TrainUpload?> ReadFormAsync(
        HttpRequest request, Stream body, string boundary, UploadLimits limits, UploadSettings known, ErrorList errors, CancellationToken cancellation)
    {
        UploadContent.RequireNoQuery(request, "form fields", errors);
        UploadForm form = Kept(request, await UploadForm.ReadAsync(body, boundary, limits, errors, cancellation));
        return form.File is { } file && !errors.Any
            ? ReadTable(request, form.Fields, file, new(form.IsParquet ? ContentKind.Parquet : ContentKind.Csv), limits, known, errors)
            : null;
    }

    /// <summary>Keeps what lies on disk until the request is answered.</summary>
    private static T Kept<T>(HttpRequest request, T held)
        where T : IDisposable
    {
        request.HttpContext.Response.RegisterForDispose(held);
        return held;
    }
}
