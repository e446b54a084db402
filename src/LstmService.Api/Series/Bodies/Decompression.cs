using System.IO.Compression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace LstmService.Api.Series.Bodies;

/// <summary>The bytes are not what their compression says; answered as 400.</summary>
internal sealed class BrokenCompressionException(string encoding, Exception inner)
    : Exception($"the body is no whole {encoding} data: compress it again, or send it uncompressed", inner);

/// <summary>Unfolds compressed bodies and files: gzip, deflate, Brotli and Zstandard.</summary>
internal static class Decompression
{
    /// <summary>The encodings that <see cref="TryOpen"/> takes, for messages.</summary>
    public const string Allowed = "gzip, br, zstd or deflate";

    private const int LargestZstdWindowLog = 23; // 8 MiB, what RFC 9659 lets a body ask of its reader

    /// <summary>The stream unfolded; null where the encoding is unknown. <c>identity</c> and nothing leave it as it is.</summary>
    public static Stream? TryOpen(Stream body, string encoding) => encoding.Trim().ToLowerInvariant() switch
    {
        "" or "identity" => body,
        "gzip" or "x-gzip" => new Checked(new GZipStream(body, CompressionMode.Decompress), "gzip"),
        "deflate" => new Checked(new ZLibStream(body, CompressionMode.Decompress), "deflate"),
        "br" => new Checked(new BrotliStream(body, CompressionMode.Decompress), "Brotli"),
        "zstd" => new Checked(Zstd(body), "Zstandard"),
        _ => null,
    };

    /// <summary>The encoding that the name of a file says: <c>.gz</c>, <c>.br</c>, <c>.zst</c>; empty for any other.</summary>
    public static string OfFile(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".gz" or ".gzip" => "gzip",
        ".br" => "br",
        ".zst" or ".zstd" => "zstd",
        _ => "",
    };

    private static DecompressionStream Zstd(Stream body)
    {
        DecompressionStream stream = new(body);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestZstdWindowLog);
        return stream;
    }

    /// <summary>Every decoder says in its own way that its input is broken.</summary>
    private sealed class Checked(Stream decoder, string encoding) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await decoder.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException or ZstdException or EndOfStreamException || IsOfDecoder(broken))
            {
                throw new BrokenCompressionException(encoding, broken);
            }
        }

        // zlib's own exception, such as of a dictionary that is asked for, is an IOException that has no public name
        private static bool IsOfDecoder(Exception broken) => broken is IOException && broken.GetType().Assembly == typeof(ZLibStream).Assembly;

        protected override void Dispose(bool disposing)
        {
            if (disposing) decoder.Dispose();
            base.Dispose(disposing);
        }
    }
}
