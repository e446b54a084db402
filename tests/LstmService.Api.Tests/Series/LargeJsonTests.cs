using System.Globalization;
using System.Text;
using LstmService.Api.Problems;
using LstmService.Api.Series;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Tests.Series;

/// <summary>A JSON body larger than memory allows is read one series at a time, and gives what a small one gives.</summary>
public class LargeJsonTests
{
    private const int Many = 3_000, Points = 60; // some megabytes, which lie on disk

    // far below the whole body, and more than one series
    private static readonly UploadLimits Limits = Requests.Limits with { MaxJsonBytes = 8 * 1024 };

    [Fact]
    public async Task EverySeriesIsReadWhateverStandsBeforeAndBehindThem()
    {
        string body = "{\"model\": \"shop\", \"covariates\": {\"known\": [\"price\"], \"static\": [\"region\"]}, \"series\": ["
            + string.Join(",\n", Enumerable.Range(0, Many).Select(i => Object(i, $", \"price\": [{string.Join(',', Enumerable.Range(0, Points + 3))}], \"region\": \"ü{i % 3}\"")))
            + "], \"dateFormat\": \"dd/MM/yyyy\", \"horizon\": 7}";
        TrainUpload upload = await Read(body);
        Assert.Equal(("shop", 7), (upload.Model, upload.Horizon));
        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"größe {i}"), upload.Series.Select(s => s.Id));
        foreach (int i in (int[])[Many - 1, 0, 17, 0])
        {
            RawSeries series = upload.Series[i];
            Assert.Equal(Enumerable.Range(0, Points).Select(k => i + k / 4.0), series.Values);
            Assert.Equal(new NodaTime.LocalDateTime(2026, 2, 1, 0, 0), series.Times![31].Local);
            Assert.Equal(Points + 3, series.Covariates.Single(c => c.Role == CovariateRole.Known).Length);
            Assert.Equal($"ü{i % 3}", Assert.Single(series.Covariates.Single(c => c.Role == CovariateRole.Static).Texts!));
        }
        Assert.Equal($"/series/{Many - 1}/timestamps/5", upload.Places.At("x", Many - 1, 5).Pointer);
    }

    [Fact]
    public async Task SymbolsKeepTheirNumbers()
    {
        string[] states = ["on", "off", "idle"];
        string body = "{\"kind\": \"symbols\", \"frequency\": \"D\", \"series\": ["
            + string.Join(',', Enumerable.Range(0, Many).Select(i => $"{{\"id\": \"{i}\", \"values\": [{string.Join(',', Enumerable.Range(0, Points).Select(k => $"\"{states[(i + k) % 3]}\""))}]}}")) + "]}";
        TrainUpload upload = await Read(body);
        Assert.Equal(["idle", "off", "on"], upload.Symbols!.Symbols);
        Assert.All(Enumerable.Range(0, Many), i => Assert.Equal(states[(i + 1) % 3], upload.Symbols.Symbols[(int)upload.Series[i].Values[1]]));
    }

    [Fact]
    public async Task ACovariateThatIsTextInOneSeriesIsTextWhereItIsMissing()
    {
        string body = "{\"covariates\": {\"past\": [\"state\"]}, \"frequency\": \"D\", \"series\": ["
            + string.Join(',', Enumerable.Range(0, Many).Select(i => $"{{\"id\": \"{i}\", \"values\": [{Numbers(0)}], \"state\": [{string.Join(',', Enumerable.Repeat(i == 0 ? "\"on\"" : "null", Points))}]}}")) + "]}";
        Assert.All((await Read(body)).Series, series => Assert.NotNull(series.Covariates[0].Texts));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("")]
    public async Task WhereItBreaksIsToldByLineAndColumn(string lineEnd)
    {
        const int broken = 2_499;
        StringBuilder body = new("\uFEFF{\"series\": [" + lineEnd);
        (int row, int column) = (1, 0);
        for (int i = 0; i < Many; i++)
        {
            string item = Object(i, "");
            if (i == broken)
            {
                int at = item.IndexOf("\"values\"", StringComparison.Ordinal);
                (row, column) = lineEnd.Length > 0 ? (broken + 2, at + 1) : (1, body.Length + at); // the mark is no column
                item = item.Replace("\"values\"", "values", StringComparison.Ordinal);
            }
            body.Append(item).Append(',').Append(lineEnd);
        }
        byte[] bytes = Encoding.UTF8.GetBytes(body.Append("{}]}").ToString());
        InputError error = Assert.Single(Requests.Errors((await Requests.Read(bytes, "application/json", limits: Limits)).Refusal));
        Assert.Equal((row, column.ToString(CultureInfo.InvariantCulture)), (error.Row, error.Column));
    }

    [Fact]
    public async Task WhatIsWrongWithAPointIsToldByItsPointer()
    {
        string body = "{\"series\": [" + string.Join(',', Enumerable.Range(0, Many).Select(i => i == 2_000 ? Object(i, "").Replace("2000.25", "true", StringComparison.Ordinal) : Object(i, ""))) + "], \"dateFormat\": \"dd/MM/yyyy\"}";
        InputError error = Assert.Single(Requests.Errors((await Requests.Read(Encoding.UTF8.GetBytes(body), "application/json", limits: Limits)).Refusal));
        Assert.Equal("/series/2000/values/1", error.Pointer);
    }

    [Theory]
    [InlineData("{\"series\": [{\"values\": [1]}, {\"values\": [$]}]}", "one series of a JSON body")]
    [InlineData("{\"series\": [{\"values\": [1]}], \"model\": \"$\"}", "what stands beside its series")]
    [InlineData("{\"values\": [$]}", "must be at most 8192 bytes")]
    public async Task OneSeriesAndWhatStandsBesideThemAreBounded(string body, string words)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body.Replace("$", string.Concat(Enumerable.Repeat("1,", 5_000)) + "1", StringComparison.Ordinal));
        UploadResult result = await Requests.Read(bytes, "application/json", limits: Limits);
        Requests.Errors(result.Refusal, 413);
        Assert.Contains(words, result.Refusal!.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeriesGivenTwiceAreRefused() =>
        Assert.Equal("/series", Assert.Single(await Requests.JsonErrors("""{"series": [{"values": [1]}], "series": [{"values": [2]}]}""")).Pointer);

    private static async Task<TrainUpload> Read(string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        Assert.InRange(bytes.Length, 1024 * 1024 + 1, int.MaxValue);
        return Requests.Taken(await Requests.Read(bytes, "application/json", limits: Limits));
    }

    private static string Object(int i, string more) =>
        $"{{\"id\": \"größe {i}\", \"timestamps\": [{string.Join(',', Enumerable.Range(0, Points).Select(k => $"\"{new NodaTime.LocalDate(2026, 1, 1).PlusDays(k):dd/MM/uuuu}\""))}], \"values\": [{Numbers(i)}]{more}}}";

    private static string Numbers(int i) =>
        string.Join(',', Enumerable.Range(0, Points).Select(k => (i + k / 4.0).ToString(CultureInfo.InvariantCulture)));
}
