using System.Text;
using LstmService.Api.Problems;
using LstmService.Api.Series;
using Microsoft.AspNetCore.Http;

namespace LstmService.Api.Tests.Series;

public class ContentTests
{
    private const string Csv = "time,value\n2020-01-01,1\n";

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/csv; charset=utf-8")]
    [InlineData("TEXT/CSV; header=present")]
    [InlineData("text/plain")]
    [InlineData("application/csv")]
    public async Task EveryNameOfCsvIsRead(string type) => Assert.Single((await Requests.Csv(Csv, type: type)).Series);

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/vnd.series+json")]
    public async Task EveryNameOfJsonIsRead(string type) =>
        Assert.True((await Requests.Read("{\"values\": [1]}"u8.ToArray(), type)).IsRead);

    [Fact]
    public async Task TabSeparatedValuesAreDividedByTabs() =>
        Assert.Equal(["a,b", "c"], (await Requests.Csv("time\ta,b\tc\n2020-01\t1\t2\n", type: "text/tab-separated-values")).Series.Select(s => s.Id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    [InlineData("text/csv; charset=utf-16")]
    public async Task AnyOtherContentTypeIsRefusedWith415(string? type)
    {
        UploadResult result = await Requests.Read(Encoding.UTF8.GetBytes(Csv), type);
        Assert.Empty(Requests.Errors(result.Refusal, 415));
        Assert.Matches("text/csv|utf-8", result.Refusal!.ProblemDetails.Detail);
    }

    [Fact]
    public async Task ABodyInAnUnknownEncodingIsRefusedWith415()
    {
        HttpRequest request = Requests.Of(Encoding.UTF8.GetBytes(Csv), "text/csv");
        request.Headers.ContentEncoding = "lzma";
        Requests.Errors((await UploadReader.ReadAsync(request, Requests.Limits, CancellationToken.None)).Refusal, 415);
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json", false)]
    [InlineData("text/csv", false)]
    [InlineData("multipart/form-data; boundary=x", false)]
    public async Task ABodyOverTheLimitIsRefusedWith413WhetherOrNotItSaysItsLength(string type, bool announced)
    {
        HttpRequest request = Requests.Of(new byte[101], type);
        if (announced) request.ContentLength = 101;
        UploadResult result = await UploadReader.ReadAsync(request, new UploadLimits(100), CancellationToken.None);
        Requests.Errors(result.Refusal, 413);
        Assert.Contains("100 bytes", result.Refusal!.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyOfExactlyTheLimitIsRead() =>
        Assert.True((await Requests.Read(Encoding.UTF8.GetBytes(Csv), "text/csv", limits: new UploadLimits(Csv.Length))).IsRead);

    [Theory]
    [InlineData(StatusCodes.Status413PayloadTooLarge)]
    [InlineData(StatusCodes.Status400BadRequest)]
    public async Task WhatTheServerRefusesWhileReadingIsAnsweredInKind(int status)
    {
        HttpRequest request = Requests.Of([], "text/csv");
        request.Body = new FailingStream(new BadHttpRequestException("secret words", status));
        UploadResult result = await UploadReader.ReadAsync(request, Requests.Limits, CancellationToken.None);
        Requests.Errors(result.Refusal, status);
        Assert.DoesNotContain("secret", result.Refusal!.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormGivesItsFileAndItsFields()
    {
        byte[] form = Requests.Form(("model", null, "m"), ("hidden", null, "8"), ("file", "a.csv", Csv), ("levels", null, "80,95"));
        TrainUpload upload = Requests.Taken(await Requests.Read(form, Requests.FormType));
        Assert.Equal("m", upload.Model);
        Assert.Equal(8, upload.Options.Hidden);
        Assert.Equal([80, 95], upload.Levels);
        Assert.Equal([1], upload.Series[0].Values);
    }

    public static TheoryData<byte[], string, string> BadForms => new()
    {
        { [], Requests.FormType, "empty" },
        { Requests.Form(), Requests.FormType, "exactly one file" },
        { Requests.Form(("model", null, "m")), Requests.FormType, "exactly one file, held 0" },
        { Requests.Form(("a", "a.csv", Csv), ("b", "b.csv", Csv)), Requests.FormType, "exactly one file, held 2" },
        { Requests.Form(("file", "a.csv", "")), Requests.FormType, "file is empty" },
        { Requests.Form(("file", "a.csv", Csv), ("horizon", null, "x")), Requests.FormType, "expected an integer" },
        { Requests.Form(("file", "a.csv", Csv), ("horizon", null, "1"), ("horizon", null, "2")), Requests.FormType, "2 times" },
        { Requests.Form(("file", "a.csv", Csv), ("bogus", null, "x")), Requests.FormType, "not known" },
        { Requests.Form(("file", "a.csv", Csv)), "multipart/form-data", "boundary" },
        { Requests.Form(("file", "a.csv", Csv)), $"multipart/form-data; boundary={new string('x', 5000)}", "boundary" },
        { Requests.Form(("file", "a.csv", Csv)), "multipart/form-data; boundary=other", "boundary" },
        { Requests.Form(("file", "a.csv", Csv))[..^20], Requests.FormType, "boundary" },
        { Encoding.UTF8.GetBytes($"--{Requests.Boundary}\r\nX: y\r\n\r\nz\r\n--{Requests.Boundary}--\r\n"), Requests.FormType, "Content-Disposition" },
    };

    [Theory]
    [MemberData(nameof(BadForms))]
    public async Task ABadFormIsRefused(byte[] body, string type, string words)
    {
        InputError error = Assert.Single(Requests.Errors((await Requests.Read(body, type)).Refusal));
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnErrorInAFormsFileHasRowAndColumn()
    {
        UploadResult result = await Requests.Read(Requests.Form(("file", "a.csv", Csv + "2020-01-02,x\n")), Requests.FormType);
        InputError error = Assert.Single(Requests.Errors(result.Refusal));
        Assert.Equal((3, "value"), (error.Row, error.Column));
    }

    private sealed class FailingStream(Exception failure) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;
    }

    [Fact]
    public async Task NothingAtAllIsAnEmptyBodyAndNotAnUnknownType() =>
        Assert.Equal(400, (await Requests.Read([], null)).Refusal!.StatusCode);

    [Fact]
    public async Task AFieldLeftBlankIsAsGoodAsAbsent()
    {
        TrainUpload upload = Requests.Taken(await Requests.Read(
            Requests.Form(("model", null, ""), ("seed", null, ""), ("file", "a.csv", "time,value\n2026-01-01,1\n2026-01-02,2\n")), Requests.FormType));
        Assert.Null(upload.Model);
        Assert.Null(upload.Options.Seed);
    }
}
