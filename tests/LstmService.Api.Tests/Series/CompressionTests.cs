using System.IO.Compression;
using System.Text;
using LstmService.Api.Series;
using Microsoft.AspNetCore.Http;

namespace LstmService.Api.Tests.Series;

public class CompressionTests
{
    private const string Csv = "time,value\n2020-01-01,1\n2020-01-02,2\n";

    public static TheoryData<string> Encodings => ["gzip", "br", "zstd", "deflate", "GZIP", "identity"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task ACompressedBodyIsReadAsWhatItUnfoldsTo(string encoding)
    {
        UploadResult result = await ReadAsync(Fold(Encoding.UTF8.GetBytes(Csv), encoding), encoding, "text/csv");
        Assert.Equal([1, 2], Assert.Single(Requests.Taken(result).Series).Values);
    }

    [Fact]
    public async Task JsonMayBeCompressedToo() =>
        Assert.True((await ReadAsync(Fold("""{"values": [1, 2]}"""u8.ToArray(), "gzip"), "gzip", "application/json")).IsRead);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    public async Task ABombIsCutOffWith413(string encoding)
    {
        byte[] bomb = Fold(new byte[20_000_000], encoding);
        Assert.True(bomb.Length < 100_000);
        UploadResult result = await ReadAsync(bomb, encoding, "text/csv", new UploadLimits(1_000_000));
        Requests.Errors(result.Refusal, 413);
        Assert.Contains("1000000 bytes", result.Refusal!.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    public async Task BrokenCompressionIsRefused(string encoding)
    {
        byte[] noise = Encoding.UTF8.GetBytes("this was never compressed, and is longer than any header of a compressed body would be");
        Requests.Errors((await ReadAsync(noise, encoding, "text/csv")).Refusal);
    }

    [Theory]
    [InlineData("gzip", "sales.csv.gz")]
    [InlineData("br", "sales.csv.br")]
    [InlineData("zstd", "sales.csv.zst")]
    [InlineData("identity", "sales.csv")]
    public async Task AFileInAFormIsUnfoldedByItsName(string encoding, string name)
    {
        byte[] content = Fold(Encoding.UTF8.GetBytes(Csv), encoding);
        byte[] form =
        [
            .. Encoding.UTF8.GetBytes($"--{Requests.Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"),
            .. content,
            .. Encoding.UTF8.GetBytes($"\r\n--{Requests.Boundary}--\r\n"),
        ];
        Assert.Equal([1, 2], Assert.Single(Requests.Taken(await Requests.Read(form, Requests.FormType)).Series).Values);
    }

    private static async Task<UploadResult> ReadAsync(byte[] body, string encoding, string type, UploadLimits? limits = null)
    {
        HttpRequest request = Requests.Of(body, type);
        request.Headers.ContentEncoding = encoding;
        return await UploadReader.ReadAsync(request, limits ?? Requests.Limits, CancellationToken.None);
    }

    private static byte[] Fold(byte[] content, string encoding)
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
}
