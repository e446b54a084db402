using System.Globalization;
using LstmService.Api.Series;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Api.Tests.Series;

public class CsvUploadTests
{
    [Theory]
    [InlineData("time,value\n2020-01-01,1\n2020-01-02,2\n")]
    [InlineData("time,value\r\n2020-01-01,1\r\n2020-01-02,2\r\n")]
    [InlineData("time;value\n2020-01-01;1\n2020-01-02;2")]
    [InlineData("time\tvalue\n2020-01-01\t1\n2020-01-02\t2\n")]
    [InlineData("\uFEFFtime,value\n2020-01-01,1\n2020-01-02,2\n")]
    [InlineData("\n\ntime,value\n\n2020-01-01,1\n\n2020-01-02,2\n\n,\n")]
    [InlineData("\"time\",\"value\"\n\"2020-01-01\",\"1\"\n\"2020-01-02\",\"2\"\n")]
    [InlineData("VALUE , Date\n 1 , 2020-01-01\n 2 , 2020-01-02\n")]
    [InlineData("when,target\n2020-01-01,1\n2020-01-02,2\n")]
    [InlineData("ds,y\n20200101,1\n20200102,2\n")]
    [InlineData(",value\n2020-01-01,1\n2020-01-02,2\n")]
    [InlineData(",date,value\n0,2020-01-01,1\n1,2020-01-02,2\n")]
    [InlineData("date,value,\n2020-01-01,1,\n2020-01-02,2,\n")]
    public async Task EverySpellingOfTwoDatedPointsReadsTheSame(string csv)
    {
        TrainUpload upload = await Requests.Csv(csv);
        RawSeries series = Assert.Single(upload.Series);
        Assert.Equal("value", series.Id);
        Assert.Equal([1, 2], series.Values);
        Assert.Equal([Day(2020, 1, 1), Day(2020, 1, 2)], series.Times);
        Assert.Null(series.Positions);
    }

    [Fact]
    public async Task ALongTableGivesASeriesForEachId()
    {
        TrainUpload upload = await Requests.Csv("series_id,timestamp,value\na,2020-01,1\nb,2020-01,10\na,2020-02,\nb,2020-02,20\n");
        Assert.Equal(["a", "b"], upload.Series.Select(s => s.Id));
        Assert.Equal([1, double.NaN], upload.Series[0].Values);
        Assert.Equal([10, 20], upload.Series[1].Values);
        Assert.Equal([Day(2020, 1, 1), Day(2020, 2, 1)], upload.Series[1].Times);
    }

    [Fact]
    public async Task AWideTableGivesASeriesForEachColumn()
    {
        TrainUpload upload = await Requests.Csv("date,north,south\n2020-01-01,1,10\n2020-01-02,2,NA\n");
        Assert.Equal(["north", "south"], upload.Series.Select(s => s.Id));
        Assert.Equal([10, double.NaN], upload.Series[1].Values);
        Assert.Equal(2, upload.Series[0].Times!.Count);
    }

    [Fact]
    public async Task ASingleSeriesIsCalledByTheHeaderOfItsValues() =>
        Assert.Equal("bread", Assert.Single((await Requests.Csv("month,bread\n2026-01,1\n")).Series).Id);

    [Fact]
    public async Task OneColumnIsASeriesWithoutTimes()
    {
        RawSeries series = Assert.Single((await Requests.Csv("passengers\n112\n118\n")).Series);
        Assert.Equal("passengers", series.Id);
        Assert.Equal([112, 118], series.Values);
        Assert.Null(series.Times);
        Assert.Null(series.Positions);
    }

    [Theory]
    [InlineData("step,value\n1,5\n2,6\n2990,7\n", true)]
    [InlineData("year,value\n1900,5\n1901,6\n2999,7\n", false)]
    public async Task IntegersArePositionsUnlessAllOfThemAreYears(string csv, bool positions)
    {
        RawSeries series = Assert.Single((await Requests.Csv(csv)).Series);
        if (positions) Assert.Equal([1L, 2L, 2990L], series.Positions);
        else Assert.Equal([Day(1900, 1, 1), Day(1901, 1, 1), Day(2999, 1, 1)], series.Times);
        Assert.Equal(positions, series.Times is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("NaN")]
    [InlineData("NULL")]
    [InlineData("nil")]
    [InlineData("None")]
    [InlineData("-")]
    [InlineData("\"\"")]
    public async Task EveryWordForAMissingValueIsRead(string missing)
    {
        RawSeries series = Assert.Single((await Requests.Csv($"time,value\n2020-01-01,1\n2020-01-02,{missing}\n")).Series);
        Assert.Equal([1, double.NaN], series.Values);
    }

    [Theory]
    [InlineData("1234.5", 1234.5)]
    [InlineData("-1.5e3", -1500)]
    [InlineData("+7", 7)]
    [InlineData(".5", 0.5)]
    [InlineData("1E-3", 0.001)]
    [InlineData("-1e150", -1e150)]
    public async Task NumbersAreReadAsTheyAreWrittenInCode(string number, double value) =>
        Assert.Equal(value, Assert.Single((await Requests.Csv($"value\n{number}\n")).Series).Values[0]);

    [Fact]
    public async Task QueryParametersAreTheSettings()
    {
        TrainUpload upload = await Requests.Csv("value\n1\n", "?model=m&frequency=H&horizon=24&levels=80,95.5&hidden=16&learningRate=1e-3&loss=squared");
        Assert.Equal("m", upload.Model);
        Assert.Equal(Frequency.Hourly, upload.Frequency);
        Assert.Equal(24, upload.Horizon);
        Assert.Equal([80, 95.5], upload.Levels);
        Assert.Equal(new() { Hidden = 16, LearningRate = 1e-3, Loss = "squared" }, upload.Options);
    }

    [Fact]
    public async Task AMillionRowsAreReadInOrder()
    {
        string csv = "value\n" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => i.ToString(CultureInfo.InvariantCulture) + "\n"));
        TrainUpload upload = Requests.Taken(await Requests.Read(System.Text.Encoding.UTF8.GetBytes(csv), "text/csv"));
        Assert.Equal(1_000_000, upload.Series[0].Values.Count);
        Assert.Equal(999_999, upload.Series[0].Values[^1]);
        Assert.Equal(1_000_001, upload.Places.At("x", 0, 999_999).Row);
    }

    [Fact]
    public async Task APlaceIsTheLineInTheFile()
    {
        TrainUpload upload = await Requests.Csv("id,\"the\ntime\",value\na,2020-01-01,1\n\nb,2020-01-01,2\na,2020-01-02,3\n");
        Assert.Equal(new("x", Row: 6, Column: "the\ntime"), upload.Places.At("x", 0, 1));
        Assert.Equal(5, upload.Places.At("x", 1, 0).Row);
        Assert.Equal(new("x", Row: 3, Column: "id"), upload.Places.At("x", 0, null));
    }

    private static RawTime Day(int year, int month, int day) => new(new LocalDateTime(year, month, day, 0, 0), null);
}
