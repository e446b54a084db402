using LstmService.Api.Problems;
using LstmService.Api.Series;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Tests.Series;

public class HistoryReaderTests
{
    [Fact]
    public async Task EveryMemberIsRead()
    {
        HistoryResult result = await Requests.History("""
            {"model": "m", "version": 2, "horizon": 3, "levels": "80", "series": "s",
             "history": {"timestamps": ["2026-01", "2026-02"], "values": [1, null], "frequency": "M"}}
            """);
        Assert.True(result.IsRead);
        HistoryUpload upload = result.Upload;
        Assert.Equal(("m", 2, 3, "s"), (upload.Model, upload.Version, upload.Horizon, upload.Series));
        Assert.Equal([80], upload.Levels);
        Assert.Equal(Frequency.Monthly, upload.Frequency);
        Assert.Equal("s", upload.History.Id);
        Assert.Equal([1, double.NaN], upload.History.Values);
        Assert.Equal(new LocalDateTime(2026, 2, 1, 0, 0), upload.History.Times![1].Local);
        Assert.Equal("/history/timestamps/1", upload.Places.At("x", 0, 1).Pointer);
        Assert.Equal("/history", upload.Places.At("x", 0, null).Pointer);
    }

    [Fact]
    public async Task AHistoryMayBeValuesAlone()
    {
        HistoryResult result = await Requests.History("""{"model": "m", "history": {"values": [1, 2]}}""");
        Assert.Equal([1, 2], result.Upload!.History.Values);
        Assert.Null(result.Upload.History.Times);
        Assert.Equal("/history/values/1", result.Upload.Places.At("x", 0, 1).Pointer);
    }

    [Theory]
    [InlineData("", "", "empty")]
    [InlineData("[]", "", "found an array")]
    [InlineData("""{"history": {"values": [1]}}""", "/model", "model is missing")]
    [InlineData("""{"model": null, "history": {"values": [1]}}""", "/model", "model is missing")]
    [InlineData("""{"model": "m"}""", "/history", "history is missing")]
    [InlineData("""{"model": 5, "history": {"values": [1]}}""", "/model", "expected text")]
    [InlineData("""{"model": "m", "version": "1", "history": {"values": [1]}}""", "/version", "expected an integer")]
    [InlineData("""{"model": "m", "version": 1.5, "history": {"values": [1]}}""", "/version", "expected an integer")]
    [InlineData("""{"model": "m", "horizon": "1", "history": {"values": [1]}}""", "/horizon", "expected an integer")]
    [InlineData("""{"model": "m", "levels": {}, "history": {"values": [1]}}""", "/levels", "found an object")]
    [InlineData("""{"model": "m", "series": "", "history": {"values": [1]}}""", "/series", "1..200")]
    [InlineData("""{"model": "m", "values": [1], "history": {"values": [1]}}""", "/values", "allowed are model, version")]
    [InlineData("""{"model": "m", "history": [1]}""", "/history", "expected an object")]
    [InlineData("""{"model": "m", "history": {}}""", "/history", "values are missing")]
    [InlineData("""{"model": "m", "history": {"values": [null]}}""", "/history/values", "no point at all")]
    [InlineData("""{"model": "m", "history": {"values": [1, "x"]}}""", "/history/values/1", "found the text 'x'")]
    [InlineData("""{"model": "m", "history": {"id": "a", "values": [1]}}""", "/history/id", "allowed are start")]
    [InlineData("""{"model": "m", "history": {"values": [1], "timestamps": []}}""", "/history/timestamps", "0 items and values has 1")]
    [InlineData("""{"model": "m", "history": {"values": [1], "timestamps": ["x"]}}""", "/history/timestamps/0", "no time")]
    [InlineData("""{"model": "m", "history": {"values": [1], "start": "x"}}""", "/history/start", "no time")]
    [InlineData("""{"model": "m", "history": {"values": [1], "frequency": "x"}}""", "/history/frequency", "PT1H")]
    public async Task ABadBodyIsRefusedWithItsPointer(string body, string pointer, string words)
    {
        InputError error = Assert.Single(Requests.Errors((await Requests.History(body)).Refusal));
        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/xml")]
    public async Task OnlyJsonIsRead(string type) => Requests.Errors((await Requests.History("value\n1\n", type)).Refusal, 415);
}
