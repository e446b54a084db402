using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Series;

public sealed class PreviewTests(ServiceHost host) : IClassFixture<ServiceHost>
{
    [Fact]
    public async Task A_preview_is_the_report_and_the_first_series_as_they_were_understood()
    {
        JsonObject[] series = [.. Enumerable.Range(0, 14).Select(i => Service.Series($"s{i}", 24))];
        JsonObject upload = Service.Upload(null, [], series);
        using HttpResponseMessage previewed = await host.Client.PostAsJsonAsync("/series/preview", upload);
        using HttpResponseMessage inspected = await host.Client.PostAsJsonAsync("/series/inspect", upload);
        JsonNode preview = await previewed.BodyAsync();

        Assert.Equal((await inspected.BodyAsync()).ToJsonString(), preview["report"]!.ToJsonString());
        Assert.Equal(12, preview["series"]!.AsArray().Count);
        Assert.Equal(24, preview["series"]![0]!["points"]!.AsArray().Count);
        Assert.Equal("2000-01-01", (string?)preview["series"]![0]!["points"]![0]!["time"]);
    }

    [Fact]
    public async Task A_preview_says_how_the_file_was_read()
    {
        using StringContent csv = new("time;value\n2026-01-01;1,5\n2026-01-02;2\n", System.Text.Encoding.UTF8, "text/csv");
        using HttpResponseMessage response = await host.Client.PostAsync(new Uri("/series/preview", UriKind.Relative), csv);
        JsonNode preview = await response.BodyAsync();
        Assert.Contains("decimals are behind a comma", preview["report"]!["changes"]!.AsArray().Select(change => (string?)change));
        Assert.Equal(1.5, (double)preview["series"]![0]!["points"]![0]!["value"]!);
    }

    [Fact]
    public async Task A_preview_tells_what_every_column_was_understood_as()
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent("price"), "known" }, { new StringContent("sales"), "valueColumn" },
            { new ByteArrayContent("date,sales,price,weather\n2026-01-01,5,1,2\n2026-01-02,6,1,3\n"u8.ToArray()), "file", "shop.csv" },
        };
        using HttpResponseMessage response = await host.Client.PostAsync(new Uri("/series/preview", UriKind.Relative), form);
        JsonNode preview = await response.BodyAsync();
        Assert.Equal(
            ["date time", "sales value", "price known", "weather unread"],
            preview["columns"]!.AsArray().Select(column => $"{column!["name"]} {column["role"]}"));
    }

    [Fact]
    public async Task A_preview_refuses_what_an_inspection_refuses()
    {
        using StringContent csv = new("time,value\n2026-01-01,x\n", System.Text.Encoding.UTF8, "text/csv");
        using HttpResponseMessage response = await host.Client.PostAsync(new Uri("/series/preview", UriKind.Relative), csv);
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(2, (int)problem["errors"]![0]!["row"]!);
    }
}
