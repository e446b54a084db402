using LstmService.Api.Problems;
using LstmService.Api.Series.Bodies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>What was made of a body, or why it was refused.</summary>
internal readonly record struct BodyResult<T>(T? Content, ProblemHttpResult? Refusal)
    where T : class;

/// <summary>Opens a request's body, unfolded and bounded, whether or not its length was announced.</summary>
internal static class Body
{
    private const int FirstBuffer = 4 * 1024; // most bodies are short, and an announced length is no reason to believe in it

    /// <summary>Has <paramref name="read"/> read the body, and says what was wrong with its bytes: 400, 413 or 415.</summary>
    public static async Task<BodyResult<T>> ReadAsync<T>(HttpRequest request, UploadLimits limits, Func<Stream, Task<T>> read)
        where T : class
    {
        if (request.ContentLength > limits.MaxBytes) return new(null, Problem.TooLarge(new UploadTooLargeException(limits.MaxBytes).Message));
        string encoding = request.Headers.ContentEncoding.ToString();
        if (Decompression.TryOpen(request.Body, encoding) is not { } body)
            return new(null, Problem.UnsupportedMediaType($"Content-Encoding {Excerpt.Of(encoding)} is not read: send {Decompression.Allowed}, or the body uncompressed"));
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = limits.MaxBytes; // the server's own bound may be the lower one
        try
        {
            return new(await read(new LimitedStream(body, limits.MaxBytes)), null);
        }
        catch (UploadTooLargeException tooLarge)
        {
            return new(null, Problem.TooLarge(tooLarge.Message));
        }
        catch (BrokenCompressionException broken)
        {
            return new(null, Problem.Invalid(broken.Message));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new(null, Problem.TooLarge(new UploadTooLargeException(limits.MaxBytes).Message));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return new(null, Problem.TooSlow("the body came too slowly: send it again, compressed if the line is slow"));
        }
        catch (BadHttpRequestException)
        {
            return new(null, Problem.Invalid("the body broke off or its framing is wrong: send it again, whole"));
        }
    }

    /// <summary>The whole of a JSON body in memory.</summary>
    /// <param name="body">The body.</param>
    /// <param name="announced">The bytes it is said to have; null where nothing was said.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<byte[]> BufferJsonAsync(Stream body, long? announced, UploadLimits limits, CancellationToken cancellation)
    {
        int most = (int)Math.Min(Math.Min(limits.MaxBytes, limits.MaxJsonBytes), Array.MaxLength - 1);
        byte[] buffer = new byte[Math.Min(announced + 1 ?? FirstBuffer, Math.Min(FirstBuffer, most + 1))];
        int length = 0;
        while (true)
        {
            if (length == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, most + 1L));
            int read = await body.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0) return buffer.AsSpan(0, length).ToArray();
            length += read;
            if (length > most) throw UploadTooLargeException.OfJson("this JSON", most);
        }
    }

    /// <summary>The text behind a byte order mark, if there is one.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>Is there nothing but white space?</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
