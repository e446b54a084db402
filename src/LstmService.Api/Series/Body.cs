using LstmService.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>The bytes of a body, or why they were refused.</summary>
internal readonly record struct BodyResult(ReadOnlyMemory<byte> Bytes, ProblemHttpResult? Refusal);

/// <summary>Buffers a request's body up to a bound, whether or not its length was announced.</summary>
internal static class Body
{
    private const int FirstBuffer = 64 * 1024; // an announced length is no reason to believe in it

    public static async Task<BodyResult> ReadAsync(HttpRequest request, UploadLimits limits, CancellationToken cancellation)
    {
        if (request.ContentLength > limits.MaxBytes) return TooLarge(limits);
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return new(default, Problem.UnsupportedMediaType($"Content-Encoding {Excerpt.Of(encoding)} is not read: send the body uncompressed"));
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = limits.MaxBytes; // the server's own bound may be the lower one
        try
        {
            return await BufferAsync(request.Body, limits, cancellation);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(limits);
        }
        catch (BadHttpRequestException)
        {
            return new(default, Problem.Invalid("the body broke off or its framing is wrong: send it again, whole"));
        }
    }

    private static async Task<BodyResult> BufferAsync(Stream body, UploadLimits limits, CancellationToken cancellation)
    {
        int most = (int)Math.Min(limits.MaxBytes, Array.MaxLength - 1);
        byte[] buffer = new byte[Math.Min(FirstBuffer, most + 1)];
        int length = 0;
        while (true)
        {
            if (length == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, most + 1L));
            int read = await body.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0) return new(buffer.AsMemory(0, length), null);
            length += read;
            if (length > most) return TooLarge(limits);
        }
    }

    private static BodyResult TooLarge(UploadLimits limits) => new(default, Problem.TooLarge(
        $"an upload must be at most {limits.MaxBytes} bytes: split it, or raise MaxUploadBytes"));

    /// <summary>The text behind a byte order mark, if there is one.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>Is there nothing but white space?</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
