using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;
using Microsoft.Playwright;

namespace LstmService.Dashboard.Tests;

/// <summary>What may be set beside a name and a horizon, and what keeps a model fresh.</summary>
[Collection(OneService.Name)]
public sealed class OptionTests(DashboardFixture dashboard)
{
    private const int Known = 120, Ahead = 14;

    private HttpClient Client => dashboard.Service.Client;

    [Fact]
    public async Task Columns_special_days_untidy_data_and_a_search_are_asked_for_and_trained_with()
    {
        await using Visit visit = await dashboard.VisitAsync();
        await visit.GiveAsync("shop.csv", Shop());
        await visit.SeesAsync("3 series");
        await visit.OpenOptionsAsync();
        IPage page = visit.Page;
        await page.GetByLabel("price", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("known");
        await page.GetByLabel("weather", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("past");
        await visit.SeesAsync($"One series, {Known - 1} points, daily"); // the report follows
        await page.Locator("#option-gaps").SelectOptionAsync("interpolate");
        await page.Locator("#calendar-file").SetInputFilesAsync(new FilePayload { Name = "days.csv", MimeType = "text/csv", Buffer = "2026-02-14,Valentine\n"u8.ToArray() });
        await page.GetByLabel("Setting to search").SelectOptionAsync("hidden");
        await page.GetByLabel("Values to try").FillAsync("4, 8");
        await page.Locator("#option-members").FillAsync("1");
        await page.Locator("#option-epochs").FillAsync("1");
        await page.Locator("#option-levels").FillAsync("80, 90");
        await page.Locator("#option-priority").FillAsync("3");
        await page.GetByLabel("Steps ahead").FillAsync("7");
        await visit.Button("Train").ClickAsync();
        await page.Locator("#verdict").WaitForAsync();
        await page.Locator(".forecast-body canvas").First.WaitForAsync();

        JsonNode request = (await Client.JsonAsync("/models/shop/versions/1"))["lineage"]!["request"]!;
        Assert.Equal(("price", "weather"), ((string?)request["covariates"]!["known"]![0], (string?)request["covariates"]!["past"]![0]));
        Assert.Equal("interpolate", (string?)request["policies"]!["gaps"]);
        Assert.NotNull(request["calendar"]);
        Assert.Equal(("grid", "hidden"), ((string?)request["search"]!["strategy"], (string?)request["search"]!["space"]![0]!["name"]));
        Assert.Equal([80.0, 90.0], request["levels"]!.AsArray().Select(level => (double)level!));
        visit.AssertClean();
    }

    [Fact]
    public async Task A_setting_that_makes_no_sense_is_refused_where_it_was_set()
    {
        await using Visit visit = await dashboard.VisitAsync();
        await visit.Button("Use the sample").ClickAsync();
        await visit.OpenOptionsAsync();
        await visit.Page.Locator("#option-hidden").FillAsync("100000");
        await visit.Button("Train").ClickAsync();
        await visit.SeesAsync("hidden must be 1..512, was 100000");
        await visit.Page.Locator("#option-frequency").FillAsync("fortnights");
        await visit.Page.Locator("#option-frequency").BlurAsync();
        await visit.SeesAsync("fortnights");
        visit.AssertClean("400 (Bad Request)");
    }

    [Fact]
    public async Task Points_are_added_and_a_schedule_is_set_changed_and_taken_away()
    {
        await Client.TrainToTheEndAsync(Service.Upload("to-keep-fresh", Service.QuickOptions, Service.Series("a", 80)));
        await using Visit visit = await dashboard.VisitAsync("#/models/to-keep-fresh");
        byte[] points = "series_id,timestamp,value\na,2006-08-01,170\na,2006-09-01,175\n"u8.ToArray();
        await visit.Page.Locator("#points-file").SetInputFilesAsync(new FilePayload { Name = "new.csv", MimeType = "text/csv", Buffer = points });
        await visit.SeesAsync("1 point added, 1 corrected");
        await visit.SeesAsync("On the newest point it was off by");
        Assert.Equal(81, (int)(await Client.JsonAsync("/models/to-keep-fresh/series/a"))["count"]!);

        await visit.Page.Locator("#schedule-when").SelectOptionAsync("week");
        await visit.Page.Locator("#schedule-day").SelectOptionAsync("SAT");
        await visit.Page.Locator("#schedule-time").FillAsync("04:30");
        await visit.Page.Locator("#schedule-zone").FillAsync("Europe/Vienna");
        await visit.Page.Locator("#schedule-drift").CheckAsync();
        await visit.Button("Save").ClickAsync();
        await visit.SeesAsync("Next on");
        JsonNode schedule = await Client.JsonAsync("/models/to-keep-fresh/schedule");
        Assert.Equal(("0 30 4 ? * SAT", "Europe/Vienna", true), ((string?)schedule["cron"], (string?)schedule["timeZone"], (bool)schedule["onDrift"]!));
        Assert.Equal(("week", "04:30"), (await visit.Page.Locator("#schedule-when").InputValueAsync(), await visit.Page.Locator("#schedule-time").InputValueAsync()));

        await visit.Page.Locator("#schedule-zone").FillAsync("Nowhere");
        await visit.Button("Save").ClickAsync();
        await visit.SeesAsync("/timeZone");
        await visit.Page.Locator("#schedule-when").SelectOptionAsync("never");
        await visit.Page.Locator("#schedule-drift").UncheckAsync();
        await visit.Button("Save").ClickAsync();
        await visit.SeesAsync("It is no longer trained by itself");
        using HttpResponseMessage gone = await Client.GetAsync(new Uri("/models/to-keep-fresh/schedule", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
        visit.AssertClean("400 (Bad Request)");
    }

    /// <summary>Sales with a gap, a price that is known ahead, and the weather.</summary>
    private static string Shop()
    {
        StringBuilder csv = new("date,sales,price,weather\n");
        for (int i = 0; i < Known + Ahead; i++)
        {
            string sales = i is 30 or >= Known ? "" : FormattableString.Invariant($"{50 + i % 7 * 3 + i * 31 % 11}");
            csv.Append(FormattableString.Invariant($"{new DateOnly(2026, 1, 1).AddDays(i):yyyy-MM-dd},{sales},{2 + i % 5},{(i < Known ? i % 11 + 1 : "")}\n"));
        }
        return csv.ToString();
    }
}
