using System.Text;
using LstmService.Api.Problems;
using LstmService.Api.Series;

namespace LstmService.Api.Tests.Series;

public class BadJsonTests
{
    [Theory]
    // nothing there
    [InlineData("", "", "empty")]
    [InlineData(" \r\n\t ", "", "empty")]
    [InlineData("null", "", "found null")]
    [InlineData("[1, 2]", "", "found an array")]
    [InlineData("5", "", "found the number 5")]
    [InlineData("{}", "/series", "no series")]
    [InlineData("""{"series": []}""", "/series", "no series")]
    [InlineData("""{"series": null}""", "/series", "no series")]
    [InlineData("""{"series": [{"values": []}]}""", "/series", "no point at all")]
    [InlineData("""{"series": [{"values": [null, null]}]}""", "/series", "no point at all")]
    [InlineData("""{"values": [null]}""", "/values", "no point at all")]
    [InlineData("""{"series": [{"id": "a"}]}""", "/series/0", "values are missing")]
    [InlineData("""{"series": [{"id": "a", "values": null}]}""", "/series/0", "values are missing")]
    [InlineData("""{"timestamps": ["2026-01"]}""", "", "values are missing")]
    // values
    [InlineData("""{"series": [{"values": [1, "2"]}]}""", "/series/0/values/1", "found the text '2'")]
    [InlineData("""{"values": [1, "NaN"]}""", "/values/1", "null for a missing one, found the text 'NaN'")]
    [InlineData("""{"values": [1, "Infinity"]}""", "/values/1", "found the text 'Infinity'")]
    [InlineData("""{"values": [1, true]}""", "/values/1", "found true")]
    [InlineData("""{"values": [1, []]}""", "/values/1", "found an array")]
    [InlineData("""{"values": [1, {}]}""", "/values/1", "found an object")]
    [InlineData("""{"values": [1, 1e308]}""", "/values/1", "at most 1e150")]
    [InlineData("""{"values": [1, -1.1e150]}""", "/values/1", "at most 1e150")]
    [InlineData("""{"values": [1, 1e999]}""", "/values/1", "at most 1e150")]
    [InlineData("""{"values": 5}""", "/values", "expected an array")]
    [InlineData("""{"series": [{"values": [1]}, 7]}""", "/series/1", "found the number 7")]
    [InlineData("""{"series": "x"}""", "/series", "expected an array of objects")]
    // names
    [InlineData("""{"serie": [], "values": [1]}""", "/serie", "allowed are model, kind, sample")]
    [InlineData("""{"a/b~c": 1, "values": [1]}""", "/a~1b~0c", "not known")]
    [InlineData("""{"series": [{"value": [1], "values": [1]}]}""", "/series/0/value", "allowed are id, start, timestamps, values; what is given beside the values is named in covariates")]
    [InlineData("""{"values": [1], "options": {"Hidden": 4}}""", "/options/Hidden", "hidden")]
    [InlineData("""{"values": [1], "values": [2]}""", "/values", "given twice")]
    [InlineData("""{"values": [1], "options": {"hidden": 1, "hidden": 2}}""", "/options/hidden", "given twice")]
    [InlineData("""{"values": [1], "\ud800": 1}""", "", "surrogate")]
    // settings
    [InlineData("""{"values": [1], "model": 5}""", "/model", "expected text, found the number 5")]
    [InlineData("""{"values": [1], "model": "\ud800"}""", "/model", "surrogate")]
    [InlineData("""{"values": [1], "frequency": "hourlyish"}""", "/frequency", "PT1H")]
    [InlineData("""{"values": [1], "frequency": 12}""", "/frequency", "expected text")]
    [InlineData("""{"values": [1], "horizon": "12"}""", "/horizon", "expected an integer, found the text '12'")]
    [InlineData("""{"values": [1], "horizon": 1.5}""", "/horizon", "expected an integer, found the number 1.5")]
    [InlineData("""{"values": [1], "horizon": 99999999999}""", "/horizon", "expected an integer")]
    [InlineData("""{"values": [1], "levels": 80}""", "/levels", "numbers such as [80, 95]")]
    [InlineData("""{"values": [1], "levels": "80,,95"}""", "/levels", "numbers such as [80, 95]")]
    [InlineData("""{"values": [1], "levels": [80, "95"]}""", "/levels/1", "found the text '95'")]
    [InlineData("""{"values": [1], "options": 5}""", "/options", "expected an object")]
    [InlineData("""{"values": [1], "options": {"hidden": "many"}}""", "/options/hidden", "expected an integer, found the text 'many'")]
    [InlineData("""{"values": [1], "options": {"hidden": 1.5}}""", "/options/hidden", "expected an integer")]
    [InlineData("""{"values": [1], "options": {"learningRate": "x"}}""", "/options/learningRate", "expected a number")]
    [InlineData("""{"values": [1], "options": {"learningRate": 1e999}}""", "/options/learningRate", "expected a number")]
    [InlineData("""{"values": [1], "options": {"loss": 5}}""", "/options/loss", "expected text")]
    // ids
    [InlineData("""{"series": [{"id": "", "values": [1]}]}""", "/series/0/id", "1..200")]
    [InlineData("""{"series": [{"id": "a\u0007", "values": [1]}]}""", "/series/0/id", "control characters")]
    [InlineData("""{"series": [{"id": 5, "values": [1]}]}""", "/series/0/id", "expected text")]
    [InlineData("""{"series": [{"id": "\udc00", "values": [1]}]}""", "/series/0/id", "surrogate")]
    [InlineData("""{"series": [{"id": "a", "values": [1]}, {"id": "a", "values": [1]}]}""", "/series/1/id", "two series are called 'a'")]
    [InlineData("""{"series": [{"id": "series-2", "values": [1]}, {"values": [1]}]}""", "/series/1/id", "two series are called 'series-2'")]
    // times
    [InlineData("""{"timestamps": ["2026-01"], "values": [1, 2]}""", "/timestamps", "1 items and values has 2")]
    [InlineData("""{"timestamps": ["2026-01", "soon"], "values": [1, 2]}""", "/timestamps/1", "'soon' is no time; expected 2026-11-24")]
    [InlineData("""{"timestamps": ["2026-01", ""], "values": [1, 2]}""", "/timestamps/1", "missing")]
    [InlineData("""{"timestamps": ["2026-01", null], "values": [1, 2]}""", "/timestamps/1", "found null")]
    [InlineData("""{"timestamps": ["2026-01", 2], "values": [1, 2]}""", "/timestamps/1", "an integer among times")]
    [InlineData("""{"timestamps": [1, "2026-01"], "values": [1, 2]}""", "/timestamps/1", "a time among integers")]
    [InlineData("""{"timestamps": [1.5, 2], "values": [1, 2]}""", "/timestamps/0", "no time")]
    [InlineData("""{"timestamps": ["01/02/2026"], "values": [1]}""", "/timestamps", "set dateFormat")]
    [InlineData("""{"timestamps": ["2026-01"], "values": [1], "timeZone": "Mars"}""", "/timeZone", "Europe/Berlin")]
    [InlineData("""{"timestamps": ["2026-01"], "values": [1], "dateFormat": "ISO"}""", "/dateFormat", "dd/MM/yyyy")]
    [InlineData("""{"timestamps": [99999999999999999999], "values": [1]}""", "/timestamps/0", "ISO 8601")]
    [InlineData("""{"timestamps": "2026-01", "values": [1]}""", "/timestamps", "expected an array")]
    [InlineData("""{"start": "2026-13-01", "values": [1]}""", "/start", "no time")]
    [InlineData("""{"start": true, "values": [1]}""", "/start", "found true")]
    [InlineData("""{"start": "2026-01", "timestamps": ["2026-01"], "values": [1]}""", "/start", "keep one")]
    [InlineData("""{"series": [{"values": [1]}], "values": [1]}""", "/values", "belongs into")]
    public async Task ABadBodyIsRefusedWithItsPointer(string body, string pointer, string words)
    {
        InputError error = Assert.Single(await Requests.JsonErrors(body));
        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
        Assert.Null(error.Row);
    }

    [Theory]
    [InlineData("{\"values\": [1,\n 2,\n x]}", 3, "2")]
    [InlineData("{\"values\": [1, NaN]}", 1, "16")]
    [InlineData("{\"model\": \"é\", x}", 1, "16")]
    [InlineData("{\"values\": [1", 1, "14")]
    [InlineData("{\"values\": [1]} {}", 1, "17")]
    [InlineData("{\"values\": [1,]}", 1, "15")]
    public async Task BrokenJsonNamesItsLineAndColumn(string body, int row, string column)
    {
        InputError error = Assert.Single(await Requests.JsonErrors(body));
        Assert.Equal((row, column), (error.Row, error.Column));
        Assert.Null(error.Pointer);
    }

    [Fact]
    public async Task BrokenJsonAtLine10000NamesTheLine()
    {
        string body = "{\"values\": [\n" + string.Concat(Enumerable.Repeat("1,\n", 9_998)) + "oops]}";
        Assert.Equal(10_000, Assert.Single(await Requests.JsonErrors(body)).Row);
    }

    [Fact]
    public async Task NestingDeeperThanSixteenIsRefused() =>
        Assert.NotNull(Assert.Single(await Requests.JsonErrors(new string('[', 100_000))).Row);

    [Fact]
    public async Task TextThatIsNotUtf8NamesItsPlace()
    {
        byte[] body = [.. "{\"model\":\n \""u8, 0xC3, 0x28, .. "\"}"u8];
        InputError error = Assert.Single(Requests.Errors((await Requests.Read(body, "application/json")).Refusal));
        Assert.Equal((2, "3"), (error.Row, error.Column));
        Assert.Contains("UTF-8", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnIdOf200CharactersIsTakenAndOneOf201Refused()
    {
        Assert.Equal(200, (await Requests.Json(WithId(200))).Series[0].Id.Length);
        Assert.Equal("/series/0/id", Assert.Single(await Requests.JsonErrors(WithId(201))).Pointer);
    }

    [Fact]
    public async Task SeveralErrorsAreToldAtOnceUpToFifty()
    {
        InputError[] two = await Requests.JsonErrors("""{"horizon": "x", "values": ["y"]}""");
        Assert.Equal(["/horizon", "/values/0"], two.Select(e => e.Pointer));
        Assert.Equal(50, (await Requests.JsonErrors($$"""{"values": [{{string.Join(',', Enumerable.Repeat("\"x\"", 1000))}}]}""")).Length);
        string unknown = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"x{i}\": 1"));
        Assert.Equal(50, (await Requests.JsonErrors($"{{{unknown}}}")).Length);
    }

    [Theory]
    [InlineData("""{"series": [{"values": [1]}, {"values": [1]}, {"values": [1]}]}""", "/series", "at most 2 series, were 3")]
    [InlineData("""{"series": [{"values": [1, 2]}, {"values": [1, 2, 3]}]}""", "/series/1/values", "at most 4 values")]
    public async Task MoreSeriesOrPointsThanAllowedAreRefused(string body, string pointer, string words)
    {
        UploadResult result = await Requests.Read(Encoding.UTF8.GetBytes(body), "application/json", limits: new UploadLimits(1000, 2, 4));
        InputError error = Assert.Single(Requests.Errors(result.Refusal));
        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(words, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryParametersBesideAJsonBodyAreRefusedInsteadOfIgnored()
    {
        UploadResult result = await Requests.Read(Encoding.UTF8.GetBytes("""{"values": [1]}"""), "application/json", "?horizon=3");
        Assert.Equal("horizon", Assert.Single(Requests.Errors(result.Refusal)).Pointer);
    }

    private static string WithId(int length) => $$"""{"series": [{"id": "{{new string('x', length)}}", "values": [1]}]}""";
}
