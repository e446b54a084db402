using System.IO.Compression;
using System.Security.Cryptography;

namespace LstmService.Api.Dashboard;

/// <summary>A file of the page, as it is sent: whole, or compressed once and kept.</summary>
internal sealed class PageFile
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".woff2"] = "font/woff2",
        [""] = "text/plain; charset=utf-8",
    };

    private readonly Lazy<byte[]> _brotli;

    public PageFile(string path, byte[] content)
    {
        Content = content;
        ContentType = ContentTypes[Path.GetExtension(path)];
        Tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
        IsCompressible = ContentType != "font/woff2"; // which is compressed already
        _brotli = new Lazy<byte[]>(Compress);
    }

    public byte[] Content { get; }

    public string ContentType { get; }

    public string Tag { get; }

    public bool IsCompressible { get; }

    public byte[] Brotli => _brotli.Value;

    private byte[] Compress()
    {
        using MemoryStream stream = new();
        using (BrotliStream brotli = new(stream, CompressionLevel.Optimal)) brotli.Write(Content);
        return stream.ToArray();
    }
}
