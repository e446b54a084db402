using System.Text.Unicode;
using LstmService.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace LstmService.Api.Series;

/// <summary>Reads a body into memory, no more of it than the limit.</summary>
internal static class BoundedBody
{
    private const int Chunk = 81_920;

    /// <summary>The bytes, or the refusal of a body that is empty or larger than <paramref name="maxBytes"/>.</summary>
    public static async Task<(byte[] Bytes, ProblemHttpResult? Refusal)> ReadAsync(HttpRequest request, long maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes) return ([], TooLarge(maxBytes));
        // the limit is counted here, with a message of ours; the server's own must not cut in before
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        using MemoryStream body = new();
        byte[] chunk = new byte[Chunk];
        try
        {
            for (int read; (read = await request.Body.ReadAsync(chunk, cancellation)) > 0;)
            {
                if (body.Length + read > maxBytes) return ([], TooLarge(maxBytes));
                body.Write(chunk, 0, read);
            }
        }
        catch (BadHttpRequestException e)
        {
            return ([], e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLarge(maxBytes)
                : Problem.Invalid("the body could not be read to its end: it is shorter than announced, or its transfer encoding is broken"));
        }
        return body.Length == 0 ? ([], Problem.Invalid("the body is empty: send JSON, or CSV with a header line")) : (body.ToArray(), null);
    }

    /// <summary>The media type of the body in lower case, without its parameters; empty where none is given.</summary>
    public static string MediaTypeOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) ? type.MediaType.ToString().ToLowerInvariant() : "";

    /// <summary>The refusal of bytes that are no UTF-8; null for text.</summary>
    public static ProblemHttpResult? CheckText(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return null;
        int line = 1, start = 0;
        while (bytes[start..].IndexOf((byte)'\n') is >= 0 and int length && Utf8.IsValid(bytes.Slice(start, length)))
            (line, start) = (line + 1, start + length + 1);
        return Problem.Invalid("the body is not UTF-8 text", new InputError($"line {line} holds bytes that are not UTF-8: save the file as UTF-8", Row: line));
    }

    /// <summary>The bytes behind a UTF-8 byte-order mark.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;

    private static ProblemHttpResult TooLarge(long maxBytes) =>
        Problem.TooLarge($"the body may hold {maxBytes} bytes (MaxUploadBytes) and holds more: send fewer series or points, or raise the limit");
}
