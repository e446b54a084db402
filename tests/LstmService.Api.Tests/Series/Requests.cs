using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LstmService.Api.Problems;
using LstmService.Api.Series;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Tests.Series;

/// <summary>Reads bodies as the service would, without a host.</summary>
internal static class Requests
{
    public const string Boundary = "xYzZY";

    public static readonly UploadLimits Limits = new(8 * 1024 * 1024);

    public static HttpRequest Of(byte[] body, string? contentType, string query = "")
    {
        DefaultHttpContext context = new();
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentType = contentType;
        context.Request.ContentLength = body.Length;
        context.Request.QueryString = new QueryString(query);
        return context.Request;
    }

    public static async Task<UploadResult> Read(byte[] body, string? contentType, string query = "", UploadLimits? limits = null) =>
        await UploadReader.ReadAsync(Of(body, contentType, query), limits ?? Limits, CancellationToken.None);

    public static async Task<TrainUpload> Json(string body) => Taken(await Read(Encoding.UTF8.GetBytes(body), "application/json"));

    public static async Task<TrainUpload> Csv(string body, string query = "", string type = "text/csv") =>
        Taken(await Read(Encoding.UTF8.GetBytes(body), type, query));

    public static async Task<InputError[]> JsonErrors(string body) =>
        Errors((await Read(Encoding.UTF8.GetBytes(body), "application/json")).Refusal);

    public static async Task<InputError[]> CsvErrors(string body, string query = "") =>
        Errors((await Read(Encoding.UTF8.GetBytes(body), "text/csv", query)).Refusal);

    public static async Task<HistoryResult> History(string body, string contentType = "application/json") =>
        await HistoryReader.ReadAsync(Of(Encoding.UTF8.GetBytes(body), contentType), Limits, CancellationToken.None);

    /// <summary>A multipart body; a part with a file name is a file.</summary>
    public static byte[] Form(params (string Name, string? FileName, string Content)[] parts)
    {
        StringBuilder body = new();
        foreach ((string name, string? fileName, string content) in parts)
        {
            string file = fileName is null ? "" : $"; filename=\"{fileName}\"\r\nContent-Type: text/csv";
            body.Append($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n");
        }
        return Encoding.UTF8.GetBytes(body.Append($"--{Boundary}--\r\n").ToString());
    }

    /// <summary>A multipart body of one file.</summary>
    public static byte[] FileForm(string name, byte[] content) =>
    [
        .. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"),
        .. content,
        .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"),
    ];

    /// <summary>A body compressed as its Content-Encoding says.</summary>
    public static byte[] Fold(byte[] content, string encoding)
    {
        using MemoryStream folded = new();
        using (Stream? encoder = encoding.ToUpperInvariant() switch
        {
            "GZIP" => new GZipStream(folded, CompressionLevel.Optimal, leaveOpen: true),
            "BR" => new BrotliStream(folded, CompressionLevel.Fastest, leaveOpen: true),
            "DEFLATE" => new ZLibStream(folded, CompressionLevel.Optimal, leaveOpen: true),
            "ZSTD" => new ZstdSharp.CompressionStream(folded, leaveOpen: true),
            _ => null,
        })
        {
            if (encoder is null) return content;
            encoder.Write(content);
        }
        return folded.ToArray();
    }

    public static string FormType => $"multipart/form-data; boundary={Boundary}";

    public static TrainUpload Taken(UploadResult result)
    {
        Assert.True(result.IsRead, result.Refusal is { } refusal ? JsonSerializer.Serialize(refusal.ProblemDetails) : null);
        Assert.Null(result.Refusal);
        return result.Upload;
    }

    public static InputError[] Errors(ProblemHttpResult? refusal, int status = 400)
    {
        Assert.NotNull(refusal);
        Assert.Equal(status, refusal.StatusCode);
        Assert.False(string.IsNullOrWhiteSpace(refusal.ProblemDetails.Detail));
        return refusal.ProblemDetails.Extensions.TryGetValue("errors", out object? errors) ? Assert.IsType<InputError[]>(errors) : [];
    }
}
