using System.Globalization;
using System.Text;
using LstmService.Api.Series;
using LstmService.Api.Series.Columns;
using LstmService.Api.Series.Csv;
using LstmService.Forecasting.Data;
using NodaTime;

namespace LstmService.Api.Tests.Series;

/// <summary>An upload of more than a training takes is cut to the latest points of each series, in whatever order it came.</summary>
public class LatestPointsTests
{
    private const int Points = 1000;

    private static readonly LocalDateTime Start = new(2020, 1, 1, 0, 0);

    public static TheoryData<string> Orders => ["ascending", "descending", "shuffled"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task TheLatestPointsAreKept(string order)
    {
        int[] rows = Ordered(order);
        RawSeries series = Assert.Single((await Cut(Csv(rows.Select(i => $"{Day(i):uuuu-MM-dd},{i}")), 100)).Series);
        Assert.Equal(Enumerable.Range(Points - 100, 100), series.Values.Select(v => (int)v).Order());
        Assert.All(series.Values.Zip(series.Times!), point => Assert.Equal(Day((int)point.First), point.Second.Local));
    }

    [Fact]
    public async Task DatesWithTheMonthFirstAreInTheOrderOfTheirTimes()
    {
        RawSeries series = (await Cut(Csv(Ordered("shuffled").Select(i => $"{Day(i):MM/dd/uuuu},{i}")), 100)).Series[0];
        Assert.Equal(Enumerable.Range(Points - 100, 100), series.Values.Select(v => (int)v).Order());
    }

    [Fact]
    public async Task ALoneFarTimeDoesNotCoarsenTheCut()
    {
        IEnumerable<string> rows = Ordered("shuffled").Select(i => $"{Start.PlusMinutes(i):uuuu-MM-dd HH:mm},{i}").Append("0001-01-01,-1");
        RawSeries series = (await Cut(Csv(rows), 100)).Series[0];
        Assert.InRange(series.Values.Count, 99, 100);
        Assert.All(series.Values, value => Assert.InRange(value, Points - 100, Points));
    }

    [Fact]
    public async Task OfEqualTimesTheLastRowsAreKept()
    {
        RawSeries series = (await Cut(Csv(Enumerable.Range(0, Points).Select(i => $"2020-01-01,{i}")), 100)).Series[0];
        Assert.Equal(Enumerable.Range(Points - 100, 100).Select(i => (double)i), series.Values);
    }

    [Fact]
    public async Task WithoutTimesTheLastRowsAreKept()
    {
        RawSeries series = (await Cut("value\n" + string.Concat(Enumerable.Range(0, Points).Select(i => $"{i}\n")), 100)).Series[0];
        Assert.Equal(Enumerable.Range(Points - 100, 100).Select(i => (double)i), series.Values);
    }

    [Fact]
    public async Task ShortSeriesKeepAllAndLongOnesShareTheRest()
    {
        string csv = "series_id,time,value\n" + string.Concat(Enumerable.Range(0, Points).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"a,{Day(i):uuuu-MM-dd},{i}\n{(i < 20 ? $"b,{Day(i):uuuu-MM-dd},{i}\n" : "")}c,{Day(i):uuuu-MM-dd},{i}\n")));
        TrainUpload upload = await Cut(csv, 520);
        Assert.Equal([250, 20, 250], upload.Series.Select(s => s.Values.Count));
        Assert.Contains("the upload holds 2020 values; a training takes at most 520", Assert.Single(upload.Understood.Changes), StringComparison.Ordinal);
        Assert.Contains("the latest 250 points of each series were kept", upload.Understood.Changes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneSeriesMayHoldFewerThanAllTogether()
    {
        UploadLimits limits = Requests.Limits with { MaxSeriesPoints = 50 };
        byte[] csv = Encoding.UTF8.GetBytes(Csv(Enumerable.Range(0, Points).Select(i => $"{Day(i):uuuu-MM-dd},{i}")));
        Assert.Equal(50, Requests.Taken(await Requests.Read(csv, "text/csv", limits: limits)).Series[0].Values.Count);
    }

    [Fact]
    public async Task ColumnsOfAWideTableAndWhatStandsBesideThemAreCutAlike()
    {
        string csv = "time,a,b,price\n" + string.Concat(Enumerable.Range(0, Points).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{Day(i):uuuu-MM-dd},{i},{-i},{2 * i}\n")));
        TrainUpload upload = await Cut(csv, 300, "?past=price&valueColumn=a,b");
        foreach (RawSeries series in upload.Series)
        {
            Assert.Equal(100, series.Values.Count);
            Assert.Equal(series.Values.Select(v => 2 * Math.Abs(v)), series.Covariates[0].Numbers!);
        }
    }

    [Fact]
    public async Task APlaceIsStillTheLineInTheFile()
    {
        TrainUpload upload = await Cut(Csv(Ordered("descending").Select(i => $"{Day(i):uuuu-MM-dd},{i}")), 100);
        Assert.Equal(2, upload.Places.At("x", 0, 0).Row);
        Assert.Equal(101, upload.Places.At("x", 0, 99).Row);
        IUploadPlaces ascending = (await Cut(Csv(Ordered("ascending").Select(i => $"{Day(i):uuuu-MM-dd},{i}")), 100)).Places;
        Assert.Equal(Points + 2 - 100, ascending.At("x", 0, 0).Row);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void ASeriesTooLongToBeSortedKeepsTheSame(string order)
    {
        using ColumnStore store = new(null);
        Column<LongTrack.Point> points = store.Create<LongTrack.Point>();
        LongTrack track = new("a", new("value", 0), null!, points);
        TimeColumn times = new();
        foreach (int i in Ordered(order))
        {
            Assert.Null(times.Read($"{Day(i * i % 7 + 7 * i):uuuu-MM-dd}", out long code));
            track.Add(code, i);
        }
        foreach (int most in (int[])[1, 10, 500, 999])
        {
            PointSelection sorted = LatestPoints.Of(track, times, most), counted = LatestPoints.Of(track, times, most, mostInMemory: 0);
            Assert.Equal(most, sorted.Count);
            Assert.Equal(track.Read(sorted).Values, track.Read(counted).Values);
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task OfJsonTheLatestPointsAreKeptToo(string order)
    {
        int[] rows = Ordered(order);
        TrainUpload upload = await CutJson(
            $$"""
            {"covariates": {"known": ["price"], "static": ["region"]}, "timestamps": [{{string.Join(',', rows.Select(i => $"\"{Day(i):uuuu-MM-dd}\""))}}],
            "values": [{{string.Join(',', rows)}}], "price": [{{string.Join(',', rows.Select(i => 2 * i))}}, -1, -2], "region": "north"}
            """, 200);
        RawSeries series = Assert.Single(upload.Series);
        Assert.Equal(Enumerable.Range(Points - 100, 100), series.Values.Select(v => (int)v).Order());
        Assert.All(series.Values.Zip(series.Times!), point => Assert.Equal(Day((int)point.First), point.Second.Local));
        Assert.Equal([.. series.Values.Select(v => 2 * v), -1, -2], series.Covariates[0].Numbers!);
        Assert.Equal("north", Assert.Single(series.Covariates[1].Texts!));
        Assert.Contains("the latest 100 points of each series were kept", Assert.Single(upload.Understood.Changes), StringComparison.Ordinal);
        Assert.Equal($"/timestamps/{Array.IndexOf(rows, (int)series.Values[7])}", upload.Places.At("x", 0, 7).Pointer);
    }

    [Fact]
    public async Task OfJsonWithoutTimesTheLastValuesAreKeptWhereTheyAre()
    {
        TrainUpload upload = await CutJson($$"""{"start": "2020-01-01", "frequency": "D", "values": [{{string.Join(',', Enumerable.Range(0, Points))}}]}""", 100);
        TimeSeries series = Assert.Single(SeriesPreparation.Prepare(upload.Series, upload.Frequency).Series);
        Assert.Equal(Enumerable.Range(Points - 100, 100).Select(i => (double)i), series.Values);
        Assert.Equal($"{Day(Points - 100):uuuu-MM-dd}", series.Axis.TimeOf(0));
        Assert.Equal("/values/950", upload.Places.At("x", 0, 950).Pointer);
    }

    private static async Task<TrainUpload> CutJson(string json, int most) => Requests.Taken(
        await Requests.Read(Encoding.UTF8.GetBytes(json), "application/json", limits: Requests.Limits with { MaxTrainingPoints = most }));

    private static async Task<TrainUpload> Cut(string csv, int most, string query = "") => Requests.Taken(
        await Requests.Read(Encoding.UTF8.GetBytes(csv), "text/csv", query, Requests.Limits with { MaxTrainingPoints = most }));

    private static string Csv(IEnumerable<string> rows) => "time,value\n" + string.Join('\n', rows) + "\n";

    private static LocalDateTime Day(int i) => Start.PlusDays(i);

    private static int[] Ordered(string order)
    {
        int[] rows = [.. Enumerable.Range(0, Points)];
        if (order == "descending") Array.Reverse(rows);
        if (order == "shuffled") new Random(1).Shuffle(rows);
        return rows;
    }
}
