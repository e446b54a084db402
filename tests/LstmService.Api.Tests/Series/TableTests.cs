using System.Text;
using LstmService.Api.Series;
using LstmService.Forecasting.Data;
using NodaTime;

namespace LstmService.Api.Tests.Series;

/// <summary>What a file shows, and what is said where it shows too little.</summary>
public class TableTests
{
    [Theory]
    [InlineData("2020-01-01,1\n2020-01-02,2\n", "column 1 is the time, column 2 is the value")]
    [InlineData("1;2020-01-01\n2;2020-01-02\n", "column 2 is the time, column 1 is the value")]
    [InlineData("value,2020-01-01,1\nvalue,2020-01-02,2\n", "column 1 is the series id, column 2 is the time")]
    [InlineData("20200101\t1\n20200102\t2\n", "column 1 is the time")]
    public async Task AFileWithoutAHeaderIsUnderstoodByItsContent(string csv, string words)
    {
        TrainUpload upload = await Requests.Csv(csv);
        RawSeries series = Assert.Single(upload.Series);
        Assert.Equal("value", series.Id);
        Assert.Equal([1, 2], series.Values);
        Assert.Equal(new LocalDateTime(2020, 1, 2, 0, 0), series.Times![1].Local);
        Assert.Contains(upload.Understood.Changes, c => c.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneColumnWithoutAHeaderIsValues()
    {
        TrainUpload upload = await Requests.Csv("112\n118\n132\n");
        Assert.Equal([112, 118, 132], Assert.Single(upload.Series).Values);
        Assert.Contains(upload.Understood.Changes, c => c.Contains("no header", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("time;value\n2020-01-01;1,5\n2020-01-02;-2,25e1\n", "")]
    [InlineData("time\tvalue\n2020-01-01\t1,5\n2020-01-02\t-22,5\n", "")]
    [InlineData("time,value\n2020-01-01,\"1,5\"\n2020-01-02,\"-22,5\"\n", "")]
    [InlineData("2020-01-01;1,5\n2020-01-02;-22,5\n", "")]
    [InlineData("sep=;\ntime;value\n2020-01-01;1,5\n2020-01-02;-22,5\n", "")]
    [InlineData("time|value\n2020-01-01|1.5\n2020-01-02|-22.5\n", "")]
    [InlineData("time;value\n2020-01-01;1,500\n2020-01-02;-22,500\n", "?decimal=comma")]
    public async Task DelimiterAndDecimalMarkAreFound(string csv, string query)
    {
        RawSeries series = Assert.Single((await Requests.Csv(csv, query)).Series);
        Assert.Equal([1.5, -22.5], series.Values);
        Assert.Equal(2, series.Times!.Count);
    }

    [Fact]
    public async Task WhatWasUnderstoodIsSaid()
    {
        TrainUpload upload = await Requests.Csv("ds;a;b\n1700000000;1,5;2\n1700086400;2,5;3\n");
        Assert.Equal(
            ["fields are divided by semicolons", "decimals are behind a comma", "one column a series: 2 series", "times: integers were read as Unix seconds, in UTC"],
            upload.Understood.Changes);
        Assert.Equal(new LocalDateTime(2023, 11, 14, 22, 13, 20), upload.Series[0].Times![0].Local);
        Assert.Empty(upload.Understood.Warnings);
    }

    [Theory]
    [InlineData("date,value,price\n2020-01-01,1,9\n2020-01-02,2,9\n", "'price'")]
    [InlineData("date,store,value\n2020-01-01,north,1\n2020-01-02,north,2\n", "'store'")]
    [InlineData("unique_id,ds,y,weather,price\na,2020-01-01,1,sun,2\na,2020-01-02,2,rain,3\n", "'weather', 'price'")]
    public async Task AColumnWithoutARoleIsIgnoredAndNamed(string csv, string named)
    {
        TrainUpload upload = await Requests.Csv(csv);
        Assert.Equal([1, 2], Assert.Single(upload.Series).Values);
        Assert.Contains(named, Assert.Single(upload.Understood.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?timeColumn=when&idColumn=shop&valueColumn=sales", new[] { "n", "s" })]
    [InlineData("?timeColumn=1&idColumn=2&valueColumn=3", new[] { "n", "s" })]
    public async Task OptionsNameTheColumns(string query, string[] ids)
    {
        TrainUpload upload = await Requests.Csv("when,shop,sales,price\n2020-01-01,n,1,9\n2020-01-01,s,2,9\n2020-01-02,n,3,9\n", query);
        Assert.Equal(ids, upload.Series.Select(s => s.Id));
        Assert.Equal([1, 3], upload.Series[0].Values);
    }

    [Theory]
    [InlineData("?timeColumn=never", "timeColumn", "there is no column 'never'")]
    [InlineData("?decimal=dot", "decimal", "point or comma")]
    [InlineData("?delimiter=x", "delimiter", "comma, semicolon, tab or pipe")]
    [InlineData("?timeZone=Mars", "timeZone", "Europe/Berlin")]
    [InlineData("?dateFormat=yyyy", "dateFormat", "dd/MM/yyyy")]
    public async Task ABadOptionIsRefusedByName(string query, string name, string words)
    {
        var error = Assert.Single(await Requests.CsvErrors("when,sales\n2020-01-01,1\n", query));
        Assert.Equal(name, error.Pointer);
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("24.12.2025", "25.12.2025", "")]
    [InlineData("24/12/2025", "25/12/2025", "")]
    [InlineData("12/24/2025", "12/25/2025", "")]
    [InlineData("12/24/2025 12:00 AM", "12/25/2025 12:00 AM", "")]
    [InlineData("1766534400", "1766620800", "")]
    [InlineData("1766534400000", "1766620800000", "")]
    [InlineData("1766534400000000000", "1766620800000000000", "")]
    [InlineData("20251224", "20251225", "")]
    [InlineData("20251224000000", "20251225000000", "")]
    [InlineData("2025-W52-3", "2025-W52-4", "")]
    [InlineData("2025-12-24T00:00:00Z", "2025-12-25T00:00:00Z", "")]
    public async Task EveryNotationOfTwoDaysReadsTheSame(string first, string second, string query)
    {
        RawSeries series = Assert.Single((await Requests.Csv($"time,value\n{first},1\n{second},2\n", query)).Series);
        Assert.Equal([new LocalDateTime(2025, 12, 24, 0, 0), new LocalDateTime(2025, 12, 25, 0, 0)], series.Times!.Select(t => t.Local));
    }

    [Theory]
    [InlineData("", 3)] // the 13th tells, also for the dates before it
    [InlineData("?dateFormat=MM/dd/yyyy", 3)]
    public async Task AmbiguousDatesAreReadByTheOneThatTells(string query, int month)
    {
        RawSeries series = Assert.Single((await Requests.Csv("time,value\n03/01/2026,1\n03/02/2026,2\n03/13/2026,3\n03/03/2026,4\n", query)).Series);
        Assert.All(series.Times!, t => Assert.Equal(month, t.Local.Month));
        Assert.Equal([1, 2, 13, 3], series.Times!.Select(t => t.Local.Day));
    }

    [Fact]
    public async Task AnAmbiguousFileIsReadByTheOption()
    {
        string csv = "time,value\n01/02/2026,1\n01/03/2026,2\n";
        Assert.Equal([2, 3], (await Requests.Csv(csv, "?dateFormat=dd/MM/yyyy")).Series[0].Times!.Select(t => t.Local.Month));
        Assert.Equal([2, 3], (await Requests.Csv(csv, "?dateFormat=MM/dd/yyyy")).Series[0].Times!.Select(t => t.Local.Day));
    }

    [Fact]
    public async Task HoursOfAZoneHaveNoHoleAndNoDouble()
    {
        DateTimeZone berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        foreach (Instant start in (Instant[])[Instant.FromUtc(2025, 3, 29, 12, 0), Instant.FromUtc(2025, 10, 25, 12, 0)])
        {
            StringBuilder csv = new("time,value\n");
            for (int i = 0; i < 48; i++)
                csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{start.Plus(Duration.FromHours(i)).InZone(berlin).LocalDateTime:uuuu-MM-dd HH:mm},{i}\n");
            TrainUpload upload = await Requests.Csv(csv.ToString(), "?timeZone=Europe/Berlin");
            PreparedData prepared = SeriesPreparation.Prepare(upload.Series, null);
            SeriesSummary summary = Assert.Single(prepared.Report.Series);
            Assert.Equal(("PT1H", 48, 0, 0), (summary.Frequency, summary.Points, summary.Missing, summary.Duplicates));
            Assert.Equal(Enumerable.Range(0, 48).Select(i => (double)i), prepared.Series[0].Values);
        }
    }

    [Fact]
    public async Task DaysOfAZoneKeepTheirDatesWhereTheOffsetChanges()
    {
        TrainUpload upload = await Requests.Csv(
            "time,value\n2025-03-29T00:00:00+01:00,1\n2025-03-30T00:00:00+01:00,2\n2025-03-31T00:00:00+02:00,3\n2025-04-01T00:00:00+02:00,4\n", "?timeZone=Europe/Berlin");
        SeriesSummary summary = Assert.Single(SeriesPreparation.Prepare(upload.Series, null).Report.Series);
        Assert.Equal(("P1D", "2025-03-29", "2025-04-01", 0), (summary.Frequency, summary.Start, summary.End, summary.Missing));
    }

    [Fact]
    public async Task ManySeriesWhoseRowsJumpAreReadInOrderAlsoFromDisk()
    {
        const int series = 300, rows = 400;
        StringBuilder csv = new("series_id,timestamp,value\n");
        for (int i = 0; i < rows; i++)
            for (int s = 0; s < series; s++) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"s{s},{2000 + i / 12}-{1 + i % 12:00}-01,{s}.{i:000}\n");
        using var file = LstmService.Api.Series.Bodies.Spool.Of(Encoding.UTF8.GetBytes(csv.ToString()));
        using LstmService.Api.Series.Columns.ColumnStore store = new(null, 100_000);
        var read = LstmService.Api.Series.Csv.CsvSeriesReader.Read(file, new(), store, Requests.Limits, new ErrorList())!;
        Assert.True(store.HasSpilled);
        Assert.Equal(series, read.Series.Count);
        RawSeries one = read.Series[123];
        Assert.Equal(Enumerable.Range(0, rows).Select(i => 123 + i / 1000.0), one.Values);
        Assert.Equal(new LocalDateTime(2000, 3, 1, 0, 0), one.Times![2].Local);
        Assert.Equal(2 + 2 * series + 123, read.Places.At("x", 123, 2).Row);
    }

    [Theory]
    [InlineData("time,value\n2020-01-01,1\n", 0, 10, "at most 10 bytes")]
    [InlineData("a,b,c\n1,2,3\n", 2, 0, "at most 2 columns")]
    public async Task LongLinesAndManyColumnsAreRefused(string csv, int columns, int line, string words)
    {
        UploadLimits limits = new(1_000_000) { MaxColumns = columns > 0 ? columns : 100, MaxLineBytes = 100_000 };
        if (line > 0) (limits, csv) = (limits with { MaxLineBytes = 1024 }, "time,value\n2020-01-01,1\n" + new string('x', 200_000) + ",1\n");
        var error = Assert.Single(Requests.Errors((await Requests.Read(Encoding.UTF8.GetBytes(csv), "text/csv", limits: limits)).Refusal));
        Assert.Contains(line > 0 ? "at most 1024 bytes" : words, error.Detail, StringComparison.Ordinal);
    }
}
