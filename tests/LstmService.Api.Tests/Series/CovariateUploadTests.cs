using LstmService.Api.Series;
using LstmService.Api.Storage;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Tests.Series;

/// <summary>Covariates and calendars as they are uploaded.</summary>
public sealed class CovariateUploadTests
{
    private const string Json =
        """
        {
          "covariates": { "known": ["price", "offer"], "past": ["load"], "static": ["region"] },
          "series": [
            { "id": "a", "timestamps": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"], "values": [1, 2, 3],
              "price": [1.5, 1.5, 2, 2.5], "offer": ["none", "half", "none", "half"], "load": [7, null, 9], "region": "north" },
            { "id": "b", "timestamps": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"], "values": [4, 5, 6],
              "price": [3, 3, 3, 3], "offer": ["none", "none", "none", "none"], "load": [1, 2, 3], "region": "south" }
          ]
        }
        """;

    private const string Csv =
        """
        series_id,timestamp,value,price,offer,load,region
        a,2026-01-01,1,1.5,none,7,north
        a,2026-01-02,2,1.5,half,,north
        b,2026-01-01,4,3,none,1,south
        a,2026-01-03,3,2,none,9,north
        a,2026-01-04,,2.5,half,,north
        b,2026-01-02,5,3,none,2,south
        b,2026-01-03,6,3,none,3,south
        b,2026-01-04,,3,none,,south
        """;

    [Theory]
    [InlineData("?known=price,offer&past=load&static=region")]
    [InlineData("?covariates={\"known\":[\"price\",\"offer\"],\"past\":[\"load\"],\"static\":[\"region\"]}")]
    public async Task JSON_and_CSV_give_the_same_series(string query)
    {
        IReadOnlyList<TimeSeries> json = Prepare(await Requests.Json(Json)), csv = Prepare(await Requests.Csv(Csv, query.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(SeriesArchive.Hash(json), SeriesArchive.Hash(csv));
        Assert.Equal([1.5, 1.5, 2, 2.5], csv[0].Covariates[0].Numbers!);
        Assert.Equal("none,half,none,half", string.Join(',', csv[0].Covariates[1].Texts!));
        Assert.Equal([7, 7, 9.0], csv[0].Covariates[2].Numbers!);
        Assert.Equal("south", Assert.Single(csv[1].Covariates[3].Texts!));
        Assert.NotEqual(SeriesArchive.Hash(json), SeriesArchive.Hash([.. json.Select(s => s with { Covariates = [] })]));
    }

    [Fact]
    public async Task A_column_beside_a_wide_table_belongs_to_every_series_of_it()
    {
        IReadOnlyList<TimeSeries> series = Prepare(await Requests.Csv("time,a,b,warmth\n2026-01-01,1,2,10\n2026-01-02,3,4,11\n2026-01-03,,,12\n", "?known=warmth"));
        Assert.Equal(["a", "b"], series.Select(s => s.Id));
        Assert.All(series, s => Assert.Equal([10, 11, 12.0], Assert.Single(s.Covariates).Numbers!));
    }

    [Theory]
    [InlineData("time;y;price\n2026-01-01;1;1,5\n2026-01-02;2;2,25\n", "price")]
    [InlineData("2026-01-01,1,1.5\n2026-01-02,2,2.25\n", "3")]
    public async Task Covariates_are_read_in_the_dialect_of_the_file(string csv, string name)
    {
        TrainUpload upload = await Requests.Csv(csv, $"?known={name}");
        Assert.Equal([1.0, 2], Assert.Single(upload.Series).Values);
        Assert.Equal([1.5, 2.25], Assert.Single(upload.Series[0].Covariates).Numbers!);
        Assert.Empty(upload.Understood.Warnings);
    }

    [Fact]
    public async Task True_and_false_in_a_CSV_are_1_and_0_as_in_JSON()
    {
        TrainUpload upload = await Requests.Csv("time,y,promo\n2026-01-01,1,true\n2026-01-02,2,FALSE\n2026-01-03,2,\n", "?known=promo&valueColumn=y");
        Assert.Equal([1, 0, double.NaN], Assert.Single(upload.Series[0].Covariates).Numbers!);
        upload = await Requests.Csv("time,y,state\n2026-01-01,1,true\n2026-01-02,2,maybe\n", "?known=state&valueColumn=y");
        Assert.Equal("true,maybe", string.Join(',', Assert.Single(upload.Series[0].Covariates).Texts!));
    }

    [Fact]
    public async Task Covariates_that_change_with_time_count_as_values()
    {
        UploadLimits limits = Requests.Limits with { MaxTrainingPoints = 5 };
        byte[] csv = "time,y,price,region\n2026-01-01,1,1,a\n2026-01-02,2,1,a\n2026-01-03,2,1,a\n"u8.ToArray();
        Assert.Equal(3, Requests.Taken(await Requests.Read(csv, "text/csv", "?static=region&valueColumn=y", limits)).Series[0].Values.Count);
        RawSeries latest = Requests.Taken(await Requests.Read(csv, "text/csv", "?static=region&known=price", limits)).Series[0];
        Assert.Equal([2.0, 2], latest.Values);
        Assert.All(latest.Covariates.Where(c => c.Name == "price"), price => Assert.Equal(2, price.Length));
    }

    [Fact]
    public async Task Known_values_without_times_of_their_own_go_on_after_the_last()
    {
        IReadOnlyList<TimeSeries> series = Prepare(await Requests.Json(
            """{ "covariates": { "known": ["promo"] }, "start": "2026-01-01", "frequency": "D", "values": [1, 2, 3], "promo": [true, false, null, true, true] }"""));
        Assert.Equal([1, 0, 0, 1, 1.0], series[0].Covariates[0].Numbers!);
        Assert.Equal(3, series[0].Length);
    }

    [Theory]
    [InlineData("""{ "covariates": { "known": ["price"] }, "values": [1, 2] }""", "/price", "price is missing")]
    [InlineData("""{ "covariates": { "known": ["price"] }, "values": [1, 2], "price": [1] }""", "/price", "1 items and values has 2")]
    [InlineData("""{ "covariates": { "past": ["load"] }, "values": [1, 2], "load": [1, 2, 3] }""", "/load", "3 items and values has 2")]
    [InlineData("""{ "covariates": { "known": ["price"] }, "values": [1, 2], "price": [1, "a"] }""", "/price/1", "expected a number")]
    [InlineData("""{ "covariates": { "known": ["price"] }, "values": [1, 2], "price": ["a", 1] }""", "/price/1", "as text")]
    [InlineData("""{ "covariates": { "static": ["region"] }, "values": [1, 2], "region": ["a"] }""", "/region", "one value")]
    [InlineData("""{ "covariates": { "known": ["values"] }, "values": [1, 2] }""", "/covariates", "none of")]
    [InlineData("""{ "covariates": { "known": ["a"], "past": ["a"] }, "values": [1, 2], "a": [1, 2] }""", "/covariates", "named twice")]
    [InlineData("""{ "covariates": { "future": ["a"] }, "values": [1, 2] }""", "/covariates/future", "not known here")]
    [InlineData("""{ "covariates": ["a"], "values": [1, 2] }""", "/covariates", "an object")]
    [InlineData("""{ "values": [1, 2], "price": [1, 2] }""", "/price", "not known here")]
    [InlineData("""{ "calendar": [{ "date": "soon", "name": "a" }], "values": [1, 2] }""", "/calendar/0", "needs a date")]
    [InlineData("""{ "calendar": [{ "date": "2026-01-01" }], "values": [1, 2] }""", "/calendar/0", "needs a name")]
    [InlineData("""{ "calendar": 5, "values": [1, 2] }""", "/calendar", "calendar: expected")]
    public async Task What_is_wrong_is_said_with_its_pointer(string body, string pointer, string words)
    {
        var error = (await Requests.JsonErrors(body))[0];
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
        Assert.Equal(pointer, error.Pointer);
    }

    [Theory]
    [InlineData("value,price\n1,2\n", "?known=cost", "there is no column 'cost'")]
    [InlineData("value,region\n1,north\n2,south\n", "?static=region", "after 'north'")]
    [InlineData("value,price\n1,2\n", "?covariates=price", "expected JSON")]
    public async Task What_is_wrong_with_a_column_is_said(string csv, string query, string words) =>
        Assert.Contains(words, (await Requests.CsvErrors(csv, query))[0].Detail, StringComparison.Ordinal);

    [Fact]
    public async Task A_calendar_is_the_same_as_JSON_as_CSV_and_as_iCalendar()
    {
        const string ICalendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20241224\r\nDTEND;VALUE=DATE:20241226\r\nSUMMARY:Christ\r\n mas\r\nEND:VEVENT\r\n"
            + "BEGIN:VEVENT\r\nDTSTART:20241128\r\nSUMMARY:Thanks\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        const string Lines = "date,name\n2024-12-24,Christmas\n2024-12-25,Christmas\n2024-11-28,Thanks\n2025-11-27,Thanks\n2026-11-26,Thanks\n";
        SpecialDays json = (await Requests.Json(
            """
            { "values": [1, 2], "calendar": [{ "date": "2025-11-27", "name": "Thanks" }, { "date": "2024-11-28", "name": "Thanks" }, { "date": "2026-11-26", "name": "Thanks" },
              { "date": "2024-12-24", "name": "Christmas" }, { "date": "2024-12-25", "name": "Christmas" }] }
            """)).Calendar!;
        byte[] form = Requests.Form(("file", "a.csv", "value\n1\n2\n"), ("calendar", "days.ics", ICalendar));
        SpecialDays file = Requests.Taken(await Requests.Read(form, Requests.FormType)).Calendar!;
        SpecialDays lines = Requests.Taken(await Requests.Read(Requests.Form(("file", "a.csv", "value\n1\n"), ("calendar", null, Lines)), Requests.FormType)).Calendar!;
        Assert.Equal(["Christmas", "Thanks"], json.Names);
        foreach (SpecialDays other in new[] { file, lines })
            Assert.All(json.Names, name => Assert.Equal(json.Days[name], other.Days[name]));
    }

    [Fact]
    public async Task A_yearly_day_goes_on_and_another_rule_is_refused()
    {
        SpecialDays calendar = (await Requests.Json(Calendar("FREQ=YEARLY"))).Calendar!;
        Assert.Equal(2100 - 2020 + 1, calendar.Days["Day"].Length);
        Assert.Contains("only yearly", (await Requests.JsonErrors(Calendar("FREQ=WEEKLY")))[0].Detail, StringComparison.Ordinal);

        static string Calendar(string rule) =>
            $$"""{ "values": [1, 2], "calendar": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20200501\nSUMMARY:Day\nRRULE:{{rule}}\nEND:VEVENT\nEND:VCALENDAR" }""";
    }

    private static IReadOnlyList<TimeSeries> Prepare(TrainUpload upload)
    {
        PreparedData prepared = SeriesPreparation.Prepare(upload.Series, upload.Frequency, upload.Policies);
        Assert.Empty(prepared.Problems);
        return prepared.Series;
    }
}
