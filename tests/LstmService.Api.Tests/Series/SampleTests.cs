using LstmService.Api.Series;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Tests.Series;

public class SampleTests
{
    [Fact]
    public void AirPassengersAre144MonthsFrom1949()
    {
        Assert.Equal(["air-passengers"], Samples.Names);
        Assert.True(Samples.TryGet("air-passengers", out TrainUpload? upload));
        Assert.Equal("air-passengers", upload.Model);
        Assert.Equal(Frequency.Monthly, upload.Frequency);
        RawSeries series = Assert.Single(upload.Series);
        Assert.Equal("AirPassengers", series.Id);
        Assert.Equal(144, series.Values.Count);
        Assert.Equal(40363, series.Values.Sum());
        Assert.Equal(new LocalDateTime(1949, 1, 1, 0, 0), series.Times![0].Local);
        Assert.Equal(new LocalDateTime(1960, 12, 1, 0, 0), series.Times[^1].Local);
        Assert.Empty(SeriesPreparation.Prepare(upload.Series, upload.Frequency).Problems);
    }

    [Fact]
    public async Task AnUploadMayNameTheSampleInsteadOfSeries()
    {
        TrainUpload upload = await Requests.Json("""{"sample": "air-passengers", "horizon": 24, "options": {"hidden": 4}}""");
        Assert.Equal("air-passengers", upload.Model);
        Assert.Equal("air-passengers", upload.Sample);
        Assert.Equal(144, upload.Series[0].Values.Count);
        Assert.Equal(24, upload.Horizon);
        Assert.Equal(4, upload.Options.Hidden);
        Assert.Equal("mine", (await Requests.Json("""{"sample": "air-passengers", "model": "mine"}""")).Model);
    }

    [Theory]
    [InlineData("""{"sample": "airline"}""", "/sample", "air-passengers")]
    [InlineData("""{"sample": 5}""", "/sample", "expected text")]
    [InlineData("""{"sample": "air-passengers", "series": []}""", "/series", "keep one")]
    [InlineData("""{"sample": "air-passengers", "values": [1]}""", "/values", "keep one")]
    public async Task AnUnknownSampleOrOneBesideSeriesIsRefused(string body, string pointer, string words)
    {
        var error = Assert.Single(await Requests.JsonErrors(body));
        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }
}
