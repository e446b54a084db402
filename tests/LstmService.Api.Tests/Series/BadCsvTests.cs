using System.Text;
using LstmService.Api.Problems;
using LstmService.Api.Series;

namespace LstmService.Api.Tests.Series;

public class BadCsvTests
{
    [Theory]
    // nothing there
    [InlineData("", 1, null, "empty")]
    [InlineData("\n \r\n", 1, null, "empty")]
    [InlineData("time,value\n", 1, null, "no point at all")]
    [InlineData("time,value", 1, null, "no point at all")]
    [InlineData("time,value\n2020-01-01,\n2020-01-02,NA\n", 1, null, "no point at all")]
    // the header
    [InlineData("1,5\n1,6\n", 1, null, "must name the columns")]
    [InlineData("2020-01-01,1,2,3\n2020-01-02,1,2,3\n", 1, null, "must name the columns")]
    [InlineData("time,value,value\n2020-01-01,1,2\n", 1, "value", "two columns are called 'value'")]
    [InlineData("time,a,\n2020-01-01,1,2\n", 1, "3", "column 3 has no name")]
    [InlineData("time\n2020-01-01\n", 1, null, "no column of values")]
    [InlineData("date,hour,value\n2020-01-01,1,2\n", 1, "hour", "look like the time")]
    [InlineData("id,series,value\na,b,1\n", 1, "series", "look like the series id")]
    [InlineData("date,store,value\n2020-01-01,north,1\n2020-01-01,south,1\n", 1, "store", "series_id")]
    [InlineData("date,store,sales\n2020-01-01,north,1\n2020-01-01,south,1\n", 1, "store", "series_id")]
    [InlineData("id,date,a,b\nx,2020-01-01,1,2\n", 1, "b", "look like the value")]
    // values
    [InlineData("time,value\n2020-01-01,1\n2020-01-02,abc\n", 3, "value", "'abc' is no number")]
    [InlineData("time;value\n2020-01-01;1.5\n2020-01-02;12,5\n", 3, "value", "write 1234.5")]
    [InlineData("time;value\n2020-01-01;1,234\n", 2, "value", "set decimal to comma")]
    [InlineData("time;value\n2020-01-01;1,5\n2020-01-02;1.23,5\n", 3, "value", "write 1234,5")]
    [InlineData("time,value\n2020-01-01,1 23.5\n", 2, "value", "thousands as the numbers before it")]
    [InlineData("time,value\n2020-01-01,1 234.5\n2020-01-02,1'234.5\n", 3, "value", "thousands as the numbers before it")]
    [InlineData("time,value\n2020-01-01,Infinity\n", 2, "value", "must be finite")]
    [InlineData("time,value\n2020-01-01,-inf\n", 2, "value", "must be finite")]
    [InlineData("time,value\n2020-01-01,∞\n", 2, "value", "must be finite")]
    [InlineData("time,value\n2020-01-01,1e308\n", 2, "value", "at most 1e150")]
    [InlineData("time,value\n2020-01-01,-1e999\n", 2, "value", "at most 1e150")]
    [InlineData("time,value\n2020-01-01,5%\n", 2, "value", "'5%' is no number but for the sign beside it")]
    [InlineData("time,value\n2020-01-01,-NaN\n", 2, "value", "no number")]
    [InlineData("date,a,b\n2020-01-01,1,2\n2020-01-02,1,x\n", 3, "b", "'x' is no number")]
    [InlineData("\n\ntime,value\n\n2020-01-01,x\n", 5, "value", "'x' is no number")]
    [InlineData("\"the\nday\",value\n2020-01-01,x\n", 3, "value", "'x' is no number")]
    [InlineData("day,\"the\nbread\"\n2020-01-01,1\n", 1, "2", "control characters")]
    // times
    [InlineData("time,value\n2020-01-01,1\nsoon,2\n", 3, "time", "'soon' is no time; expected 2026-11-24")]
    [InlineData("time,value\n2020-01-01,1\n,2\n", 3, "time", "missing")]
    [InlineData("time,value\n2020-01-01,1\n2020-02-30,2\n", 3, "time", "no time")]
    [InlineData("time,value\n2020-01-01,1\n5,2\n", 3, "time", "an integer among times")]
    [InlineData("time,value\n9999-12-31,1\n", 2, "time", "the years 1 to 9997")]
    [InlineData("time,value\n99999999999999999999,1\n", 2, "time", "ISO 8601")]
    [InlineData("time,value\n01/02/2026,1\n02/02/2026,2\n", 2, "time", "set dateFormat")]
    [InlineData("time,value\n24/01/2026,1\n01/24/2026,2\n", 3, "time", "month first and others do not")]
    [InlineData("time,value\n24.01.2026,1\n2026-01-25,2\n", 3, "time", "written in another way")]
    [InlineData("when,value\n2020-01-01,1\nsoon,2\n", 3, "when", "'soon' is no time")]
    // ids
    [InlineData("id,time,value\n,2020-01-01,1\n", 2, "id", "1..200")]
    // the shape of records
    [InlineData("time,value\n2020-01-01,1,9\n", 2, null, "has 3 fields, the header has 2")]
    [InlineData("time,value\n2020-01-01\n", 2, null, "has 1 fields, the header has 2")]
    [InlineData("value\n1,5\n", 2, null, "has 2 fields, the header has 1")]
    [InlineData("time,value\n2020-01-01,\"1\n", 2, null, "quotes")]
    [InlineData("time,value\n2020-01-01,\"1\"2\n", 2, null, "quotes")]
    [InlineData("\"time,value\n2020-01-01,1\n", 1, null, "quotes")]
    public async Task ABadFileIsRefusedWithRowAndColumn(string csv, int row, string? column, string words)
    {
        InputError error = Assert.Single(await Requests.CsvErrors(csv));
        Assert.Equal((row, column), (error.Row, error.Column));
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
        Assert.Null(error.Pointer);
    }

    [Theory]
    [InlineData("?bogus=1", "bogus", "allowed are model, kind, frequency, horizon, levels")]
    [InlineData("?Horizon=1", "Horizon", "not known")]
    [InlineData("?horizon=x", "horizon", "expected an integer, found 'x'")]
    [InlineData("?horizon=1.5", "horizon", "expected an integer")]
    [InlineData("?horizon=soon", "horizon", "expected an integer")]
    [InlineData("?horizon=1&horizon=2", "horizon", "2 times")]
    [InlineData("?frequency=x", "frequency", "PT1H")]
    [InlineData("?levels=80,x", "levels", "80,95")]
    [InlineData("?levels=,", "levels", "80,95")]
    [InlineData("?hidden=4.5", "hidden", "expected an integer")]
    [InlineData("?learningRate=fast", "learningRate", "expected a number")]
    [InlineData("?learningRate=NaN", "learningRate", "expected a number")]
    public async Task ABadParameterIsRefusedByName(string query, string name, string words)
    {
        InputError error = Assert.Single(await Requests.CsvErrors("value\n1\n", query));
        Assert.Equal(name, error.Pointer);
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020-01-01,\"1")]
    [InlineData("2020-01-01,\"1\"x")]
    [InlineData("2020-01-01,1\"")]
    [InlineData("2020-01-01,x")]
    public async Task WhatIsBrokenAtLine10000NamesTheLine(string line)
    {
        string csv = "time,value\n" + string.Concat(Enumerable.Repeat("2020-01-01,1\n", 9_998)) + line + "\n2020-01-03,2\n";
        Assert.Equal(10_000, Assert.Single(await Requests.CsvErrors(csv)).Row);
    }

    [Fact]
    public async Task TextThatIsNotUtf8NamesItsPlace()
    {
        byte[] csv = [.. "time,value\n2020-01-01,"u8, 0xFF, .. "\n"u8];
        InputError error = Assert.Single(Requests.Errors((await Requests.Read(csv, "text/csv")).Refusal));
        Assert.Equal((2, "12"), (error.Row, error.Column));
    }

    [Fact]
    public async Task SeveralErrorsAreToldAtOnceUpToFifty()
    {
        InputError[] two = await Requests.CsvErrors("time,value\nsoon,x\n");
        Assert.Equal([(2, "time"), (2, "value")], two.Select(e => (e.Row!.Value, e.Column)));
        Assert.Equal(50, (await Requests.CsvErrors("value\n" + string.Concat(Enumerable.Repeat("x\n", 1000)))).Length);
    }

    [Theory]
    [InlineData("id,value\na,1\nb,1\nc,1\n", 4, "id", "at most 2 series")]
    [InlineData("value\n1\n2\n3\n4\n5\n", 6, null, "at most 4 values")]
    [InlineData("a,b,c,d,e,f\n1,2,3,4,5,6\n", 1, null, "at most 2 series")]
    public async Task MoreSeriesOrPointsThanAllowedAreRefused(string csv, int row, string? column, string words)
    {
        UploadResult result = await Requests.Read(Encoding.UTF8.GetBytes(csv), "text/csv", limits: new UploadLimits(1000, 2, 4));
        InputError error = Assert.Single(Requests.Errors(result.Refusal));
        Assert.Equal((row, column), (error.Row, error.Column));
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMessageShowsLongTextShortened()
    {
        InputError error = Assert.Single(await Requests.CsvErrors($"time,value\n{new string('x', 100_000)},1\n"));
        Assert.True(error.Detail.Length < 400, error.Detail);
    }
}
