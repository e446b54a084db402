using LstmService.Api.Series;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Tests.Series;

public class JsonUploadTests
{
    [Fact]
    public async Task EverySettingIsRead()
    {
        TrainUpload upload = await Requests.Json("""
            {"model": "sales", "frequency": "PT1H", "horizon": 24, "levels": [50, 95.5],
             "options": {"hidden": 16, "learningRate": 1e-3, "seasonality": "24,168", "seed": null},
             "series": [{"id": "a", "start": "2026-01-01T00:00:00Z", "values": [1, null, 3.5e1]}]}
            """);
        Assert.Equal("sales", upload.Model);
        Assert.Null(upload.Sample);
        Assert.Equal(Frequency.Hourly, upload.Frequency);
        Assert.Equal(24, upload.Horizon);
        Assert.Equal([50, 95.5], upload.Levels);
        Assert.Equal(new() { Hidden = 16, LearningRate = 1e-3, Seasonality = "24,168" }, upload.Options);
        RawSeries series = Assert.Single(upload.Series);
        Assert.Equal("a", series.Id);
        Assert.Equal([1, double.NaN, 35], series.Values);
        Assert.Equal(new RawTime(new LocalDateTime(2026, 1, 1, 0, 0), Offset.Zero), series.Start);
    }

    [Theory]
    [InlineData("""{"values": [1, 2]}""")]
    [InlineData("""{"series": {"values": [1, 2]}}""")]
    [InlineData("""{"series": [{"values": [1, 2]}]}""")]
    [InlineData("\uFEFF{\"model\": null, \"series\": [{\"id\": null, \"timestamps\": null, \"values\": [1, 2]}]}")]
    public async Task ASingleSeriesWithoutANameIsCalledValue(string body)
    {
        RawSeries series = Assert.Single((await Requests.Json(body)).Series);
        Assert.Equal("value", series.Id);
        Assert.Equal([1, 2], series.Values);
        Assert.Null(series.Times);
        Assert.Null(series.Positions);
        Assert.Null(series.Start);
    }

    [Fact]
    public async Task SeveralSeriesWithoutANameAreNumbered()
    {
        TrainUpload upload = await Requests.Json("""{"series": [{"values": [1]}, {"id": "b", "values": [2]}, {"values": [3]}]}""");
        Assert.Equal(["series-1", "b", "series-3"], upload.Series.Select(s => s.Id));
    }

    [Theory]
    [InlineData("""["2026-01", "2026-02"]""", false)]
    [InlineData("[2026, 2027]", true)]
    [InlineData("""["2026", "2027"]""", true)]
    public async Task TimestampsAreTimesOrYears(string timestamps, bool years)
    {
        RawSeries series = Assert.Single((await Requests.Json($$"""{"timestamps": {{timestamps}}, "values": [1, 2]}""")).Series);
        LocalDateTime second = years ? new(2027, 1, 1, 0, 0) : new(2026, 2, 1, 0, 0);
        Assert.Equal([new LocalDateTime(2026, 1, 1, 0, 0), second], series.Times!.Select(t => t.Local));
        Assert.Null(series.Positions);
    }

    [Fact]
    public async Task IntegersThatAreNoYearsArePositions()
    {
        RawSeries given = Assert.Single((await Requests.Json("""{"timestamps": [999, 1000], "values": [1, 2]}""")).Series);
        Assert.Equal([999L, 1000L], given.Positions);
        Assert.Null(given.Times);
        RawSeries started = Assert.Single((await Requests.Json("""{"start": 5, "values": [1, 2]}""")).Series);
        Assert.Equal([5L, 6L], started.Positions);
        RawSeries year = Assert.Single((await Requests.Json("""{"start": 1949, "values": [1, 2]}""")).Series);
        Assert.Equal(new LocalDateTime(1949, 1, 1, 0, 0), year.Start!.Value.Local);
    }

    [Theory]
    [InlineData("\"80,95\"")]
    [InlineData("\" 80 , 95 \"")]
    [InlineData("[80, 95.0]")]
    public async Task LevelsAreAnArrayOrText(string levels) =>
        Assert.Equal([80, 95], (await Requests.Json($$"""{"values": [1], "levels": {{levels}}}""")).Levels);

    [Fact]
    public async Task PlacesPointAtTheTimeOfAPointOrAtItsValue()
    {
        TrainUpload upload = await Requests.Json("""{"series": [{"id": "a", "timestamps": ["2026-01"], "values": [1]}, {"id": "b", "values": [1]}]}""");
        Assert.Equal("/series/0/timestamps/0", upload.Places.At("x", 0, 0).Pointer);
        Assert.Equal("/series/1/values/0", upload.Places.At("x", 1, 0).Pointer);
        Assert.Equal("/series/1", upload.Places.At("x", 1, null).Pointer);
        Assert.Equal("/values/0", (await Requests.Json("""{"values": [1]}""")).Places.At("x", 0, 0).Pointer);
    }

    [Fact]
    public async Task EveryTrainingOptionCanBeGivenInBothFormats()
    {
        foreach (var property in typeof(TrainingOptions).GetProperties())
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            string name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            (string json, string text) = type == typeof(string) ? ("\"x\"", "x") : type == typeof(bool) ? ("true", "true") : ("3", "3");
            TrainUpload fromJson = await Requests.Json($$$"""{"values": [1], "options": {"{{{name}}}": {{{json}}}}}""");
            TrainUpload fromCsv = await Requests.Csv("value\n1\n", $"?{name}={text}");
            Assert.NotNull(property.GetValue(fromJson.Options));
            Assert.Equal(fromJson.Options, fromCsv.Options);
        }
    }
}
