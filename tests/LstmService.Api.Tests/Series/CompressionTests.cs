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
        UploadResult result = await ReadAsync(Requests.Fold(Encoding.UTF8.GetBytes(Csv), encoding), encoding, "text/csv");
        Assert.Equal([1, 2], Assert.Single(Requests.Taken(result).Series).Values);
    }

    [Fact]
    public async Task JsonMayBeCompressedToo() =>
        Assert.True((await ReadAsync(Requests.Fold("""{"values": [1, 2]}"""u8.ToArray(), "gzip"), "gzip", "application/json")).IsRead);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    public async Task ABombIsCutOffWith413(string encoding)
    {
        byte[] bomb = Requests.Fold(new byte[20_000_000], encoding);
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

    [Fact]
    public async Task ADictionaryThatNobodyHasIsRefused()
    {
        byte[] folded = Requests.Fold(Encoding.UTF8.GetBytes(Csv), "deflate");
        folded[1] = 0x20; // FDICT, RFC 1950
        Assert.Contains("no whole deflate data", (await ReadAsync(folded, "deflate", "text/csv")).Refusal!.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "sales.csv.gz")]
    [InlineData("br", "sales.csv.br")]
    [InlineData("zstd", "sales.csv.zst")]
    [InlineData("identity", "sales.csv")]
    public async Task AFileInAFormIsUnfoldedByItsName(string encoding, string name)
    {
        byte[] form = Requests.FileForm(name, Requests.Fold(Encoding.UTF8.GetBytes(Csv), encoding));
        Assert.Equal([1, 2], Assert.Single(Requests.Taken(await Requests.Read(form, Requests.FormType)).Series).Values);
    }

    private static async Task<UploadResult> ReadAsync(byte[] body, string encoding, string type, UploadLimits? limits = null)
    {
        HttpRequest request = Requests.Of(body, type);
        request.Headers.ContentEncoding = encoding;
        return await UploadReader.ReadAsync(request, limits ?? Requests.Limits, CancellationToken.None);
    }
}
