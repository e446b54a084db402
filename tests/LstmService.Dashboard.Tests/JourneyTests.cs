using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;
using Microsoft.Playwright;

namespace LstmService.Dashboard.Tests;

/// <summary>What a person does at the page, in a real browser, on a real service.</summary>
[Collection(OneService.Name)]
public sealed class JourneyTests(DashboardFixture dashboard)
{
    private HttpClient Client => dashboard.Service.Client;

    [Fact]
    public async Task From_the_page_to_the_forecast_of_the_sample_are_two_clicks()
    {
        await using Visit visit = await dashboard.VisitAsync();
        await visit.Button("Use the sample").ClickAsync();
        await visit.Button("Train").ClickAsync();
        await visit.Page.Locator("#verdict").WaitForAsync();
        await visit.Page.Locator(".forecast-body canvas").First.WaitForAsync();
        await visit.SeesAsync("best baseline");
        Assert.Equal(12, await visit.Page.Locator(".as-table tbody tr").CountAsync());
        await visit.SeesAsync("Forecast made after 1959-12-01");
        if (Environment.GetEnvironmentVariable("DASHBOARD_PICTURE") is { Length: > 0 } picture)
        {
            await visit.Page.SetViewportSizeAsync(1280, 800);
            await visit.Page.WaitForTimeoutAsync(5_000); // until the last notice has gone
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture });
        }
        visit.AssertClean();
    }

    [Fact]
    public async Task A_bad_file_is_answered_with_the_row_and_column_of_each_mistake()
    {
        await using Visit visit = await dashboard.VisitAsync();
        await visit.GiveAsync("bad.csv", "date,sales\n2026-01-01,31\n2026-01-02,abc\n2026-01-03,28\nnot-a-date,5\n");
        await visit.SeesAsync("Row 3, column sales");
        await visit.SeesAsync("'abc' is no number");
        await visit.SeesAsync("Row 5, column date");
        visit.AssertClean("400 (Bad Request)");
    }

    [Fact]
    public async Task A_large_file_shows_how_much_was_sent_and_can_be_cancelled_on_its_way()
    {
        string csv = "time,load\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => Invariant($"{new DateTime(2026, 1, 1).AddMinutes(i):yyyy-MM-dd HH:mm},{50 + i % 7}\n")));
        await using Visit visit = await dashboard.VisitAsync();
        ICDPSession line = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await line.SendAsync("Network.emulateNetworkConditions", Throughput(500_000));
        await visit.GiveAsync("large.csv", csv);
        ILocator bar = visit.Page.GetByRole(AriaRole.Progressbar, new PageGetByRoleOptions { Name = "Sending large.csv" });
        await bar.WaitForAsync();
        await visit.Page.WaitForFunctionAsync("() => document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') > 0");
        await visit.Button("Cancel").ClickAsync();
        await visit.Page.Locator(".sending").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Equal(1, await visit.Heading("Drop a file here").CountAsync()); // and not what was understood of a file that went on

        await line.SendAsync("Network.emulateNetworkConditions", Throughput(-1));
        await visit.GiveAsync("large.csv", csv);
        await visit.SeesAsync("One series, 100,000 points");
        visit.AssertClean();
    }

    private static Dictionary<string, object> Throughput(int bytesPerSecond) => new()
    {
        ["offline"] = false,
        ["latency"] = 0,
        ["downloadThroughput"] = -1,
        ["uploadThroughput"] = bytesPerSecond,
    };

    [Fact]
    public async Task A_file_is_reported_and_trained_with_the_options_of_the_document()
    {
        StringBuilder csv = new("time,load\n");
        for (int i = 0; i < 90; i++) if (i != 40) csv.Append(Invariant($"{new DateOnly(2026, 1, 1).AddDays(i):yyyy-MM-dd},{50 + i % 7}\n"));
        await using Visit visit = await dashboard.VisitAsync();
        await visit.GiveAsync("Load of a week.csv", csv.ToString());
        await visit.SeesAsync("One series, 89 points, daily, seasons of 7.");
        await visit.Page.Locator(".chart canvas").WaitForAsync();
        Assert.Equal("load-of-a-week", await visit.Page.GetByLabel("Name").InputValueAsync());

        await visit.OpenOptionsAsync();
        await visit.Page.Locator("#option-hidden").FillAsync("8");
        await visit.Page.Locator("#option-members").FillAsync("1");
        await visit.Page.Locator("#option-epochs").FillAsync("2");
        await visit.Page.Locator("#option-cell").SelectOptionAsync("gru");
        JsonNode document = await Client.JsonAsync("/openapi/v1.json");
        JsonObject options = document["components"]!["schemas"]!["TrainingRequest"]!["properties"]!["options"]!["properties"]!.AsObject();
        foreach ((string name, _) in options) Assert.Equal(1, await visit.Page.Locator($"#option-{name}").CountAsync());

        await visit.Button("Train").ClickAsync();
        await visit.Page.Locator("#verdict").WaitForAsync();
        JsonNode version = await Client.JsonAsync("/models/load-of-a-week/versions/1");
        Assert.Equal((8, 1, "gru"), ((int)version["options"]!["hidden"]!, (int)version["options"]!["members"]!, (string)version["options"]!["cell"]!));
        visit.AssertClean();
    }

    [Fact]
    public async Task A_training_is_followed_while_it_runs_and_can_be_cancelled()
    {
        JsonNode job = await Client.TrainAsync(Service.Upload("long-training", Service.SlowOptions, Service.Series("a", 200)));
        await using Visit visit = await dashboard.VisitAsync($"#/jobs/{job["id"]}");
        ILocator told = visit.Page.GetByText("Epoch ", new PageGetByTextOptions { Exact = false }).First;
        await told.WaitForAsync();
        string first = await told.InnerTextAsync();
        await visit.Page.WaitForFunctionAsync("first => [...document.querySelectorAll('p')].some(p => p.textContent.startsWith('Epoch ') && p.textContent !== first)", first);
        await visit.Page.Locator(".chart canvas").WaitForAsync();

        await visit.Button("Cancel").ClickAsync();
        await visit.Button("Cancel the training").ClickAsync();
        await visit.SeesAsync("The training was cancelled");
        Assert.Equal("cancelled", (string?)(await Client.JsonAsync($"/jobs/{job["id"]}"))["state"]);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_version_is_rolled_back_to_and_another_promoted()
    {
        for (int i = 0; i < 2; i++) await Client.TrainToTheEndAsync(Service.Upload("two-versions", Service.QuickOptions, Service.Series("a", 80)));
        await using Visit visit = await dashboard.VisitAsync("#/models/two-versions");
        await visit.Button("Roll back to version 1").ClickAsync();
        await visit.SeesAsync("Version 1, champion");
        Assert.Equal(1, (int)(await Client.JsonAsync("/models/two-versions"))["champion"]!);
        await visit.Button("Promote version 2").ClickAsync();
        await visit.SeesAsync("Version 2, champion");
        Assert.Equal(2, (int)(await Client.JsonAsync("/models/two-versions"))["champion"]!);
        visit.AssertClean();
    }

    [Fact]
    public async Task The_horizon_the_series_and_the_downloads_follow_what_is_chosen()
    {
        await Client.TrainToTheEndAsync(Service.Upload("two-series", Service.QuickOptions, Service.Series("north", 80), Service.Series("south", 80, 500)));
        await using Visit visit = await dashboard.VisitAsync("#/models/two-series");
        await visit.SeesAsync("The same as a table");
        await visit.Page.GetByLabel("Steps ahead").FillAsync("30");
        await visit.Page.GetByLabel("Steps ahead").PressAsync("Enter");
        await visit.SeesAsync("The same as a table, 30 steps");
        await visit.Page.GetByLabel("Series, one of 2").FillAsync("south");
        await visit.Page.GetByLabel("Series, one of 2").PressAsync("Enter");
        await visit.SeesAsync("series=south&horizon=30&levels=50,80,95");
        await visit.Page.GetByText("Download", new PageGetByTextOptions { Exact = true }).ClickAsync();
        IDownload csv = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Forecast as CSV").ClickAsync());
        string[] lines = await File.ReadAllLinesAsync(await csv.PathAsync());
        Assert.Equal("series,time,value,lower50,upper50,lower80,upper80,lower95,upper95", lines[0]);
        Assert.Equal(31, lines.Length);
        Assert.StartsWith("south,", lines[1], StringComparison.Ordinal);
        await visit.Page.GetByText("Download", new PageGetByTextOptions { Exact = true }).ClickAsync();
        IDownload picture = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Chart as PNG").ClickAsync());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(await picture.PathAsync()))[..4]);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_model_is_deleted_only_after_a_yes()
    {
        await Client.TrainToTheEndAsync(Service.Upload("to-delete", Service.QuickOptions, Service.Series("a")));
        await using Visit visit = await dashboard.VisitAsync("#/models/to-delete");
        await visit.Button("Delete").ClickAsync();
        await visit.Button("Keep it").ClickAsync();
        Assert.Equal("to-delete", (string?)(await Client.JsonAsync("/models/to-delete"))["model"]);
        await visit.Button("Delete").ClickAsync();
        await visit.Button("Delete the model").ClickAsync();
        await visit.Heading("Models").WaitForAsync();
        using HttpResponseMessage gone = await Client.GetAsync(new Uri("/models/to-delete", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_service_that_wants_a_key_is_given_one_for_this_session()
    {
        const string Key = "an-operators-key-of-32-characters-or-more";
        using TemporaryDirectory directory = new();
        using ServiceProcess locked = await ServiceProcess.StartAsync(directory.FullPath, $"--LstmService:Keys:0={Key}");
        await using Visit visit = await dashboard.VisitAsync("#/models", service: locked.Client.BaseAddress);
        await visit.Button("Not now").ClickAsync();
        await visit.SeesAsync("send a key");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "New forecast", Exact = true }).First.ClickAsync();
        await visit.Page.Locator("#key-input").FillAsync("another");
        await visit.Button("Use this key").ClickAsync();
        await visit.Heading("That key was not accepted").WaitForAsync();
        await visit.Page.Locator("#key-input").FillAsync(Key);
        await visit.Button("Use this key").ClickAsync();
        await visit.Button("Use the sample").ClickAsync();
        await visit.Button("Train").ClickAsync(); // which is followed by its events, with the key
        await visit.Page.Locator("#verdict").WaitForAsync();
        Assert.Equal(Key, await visit.Page.EvaluateAsync<string>("sessionStorage.getItem('key')"));
        visit.AssertClean("401 (Unauthorized)");
    }

    [Fact]
    public async Task The_chart_is_zoomed_by_dragging_and_read_by_keyboard()
    {
        await Client.TrainToTheEndAsync(Service.Upload("to-read", Service.QuickOptions, Service.Series("a", 80)));
        await using Visit visit = await dashboard.VisitAsync("#/models/to-read");
        ILocator chart = visit.Page.Locator(".forecast-body .chart");
        await chart.WaitForAsync();
        await chart.FocusAsync();
        await chart.PressAsync("End");
        await visit.Page.Locator(".tooltip", new PageLocatorOptions { HasText = "95%" }).WaitForAsync();
        Assert.Contains("Forecast", await visit.Page.Locator(".forecast-body .visually-hidden[aria-live]").First.TextContentAsync(), StringComparison.Ordinal);

        LocatorBoundingBoxResult box = (await visit.Page.Locator(".forecast-body .u-over").BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + box.Width * 0.2f, box.Y + 50);
        string before = await visit.Page.Locator(".tooltip-time").First.InnerTextAsync();
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + box.Width * 0.6f, box.Y + 60, new MouseMoveOptions { Steps = 5 });
        await visit.Page.Mouse.UpAsync();
        await visit.Page.Mouse.MoveAsync(box.X + box.Width * 0.2f, box.Y + 50);
        Assert.True(string.CompareOrdinal(await visit.Page.Locator(".tooltip-time").First.InnerTextAsync(), before) > 0);
        visit.AssertClean();
    }

    [Fact]
    public async Task Words_are_read_as_symbols_and_answered_with_how_likely_each_is()
    {
        StringBuilder csv = new("time,state\n");
        for (int i = 0; i < 60; i++) csv.Append(Invariant($"{new DateOnly(2026, 1, 1).AddDays(i):yyyy-MM-dd},{(i % 7 < 5 ? "open" : "shut")}\n"));
        await using Visit visit = await dashboard.VisitAsync();
        await visit.GiveAsync("doors.csv", csv.ToString());
        await visit.Button("Read the values as symbols").ClickAsync();
        await visit.Page.Locator(".symbols-line", new PageLocatorOptions { HasText = "open" }).WaitForAsync();
        await visit.OpenOptionsAsync();
        await visit.Page.Locator("#option-epochs").FillAsync("2");
        await visit.Button("Train").ClickAsync();
        await visit.Page.Locator("#verdict").WaitForAsync();
        await visit.Page.Locator(".forecast-body td.mono").First.WaitForAsync();
        Assert.Matches(@"(open|shut) \d+%, (open|shut) \d+%", await visit.Page.Locator(".forecast-body tbody tr").First.InnerTextAsync());
        await visit.SeesAsync("Log loss");
        visit.AssertClean("400 (Bad Request)");
    }

    [Fact]
    public async Task A_forecast_is_explained_by_a_strip_its_parts_and_what_the_gates_did()
    {
        JsonObject options = new() { ["members"] = 2, ["epochs"] = 40, ["hidden"] = 8, ["layers"] = 2, ["seed"] = 1 };
        await Client.TrainToTheEndAsync(new JsonObject { ["model"] = "to-explain", ["sample"] = "air-passengers", ["options"] = options });
        await using Visit visit = await dashboard.VisitAsync();
        await visit.Page.EvaluateAsync("location.hash = '#/models/to-explain'");
        await visit.Page.GetByText("Why this forecast?").ClickAsync();
        await visit.Page.Locator(".explain-strip").WaitForAsync();
        Assert.Equal(5, await visit.Page.Locator(".strongest li").CountAsync());
        Assert.Equal(["Level", "Trend", "Season", "Network"], (await visit.Page.Locator(".components th").AllTextContentsAsync()).Take(4));
        await visit.Page.Locator(".explain-strip").PressAsync("End");
        await visit.Page.Locator(".strip-reading", new PageLocatorOptions { HasText = "1960-12-01, 432" }).WaitForAsync();

        await visit.Page.Locator("#explain-step").SelectOptionAsync("5");
        JsonNode fifth = await Client.JsonAsync("/explain?model=to-explain&step=5");
        JsonNode strongest = fifth["attributions"]!.AsArray().MaxBy(one => Math.Abs((double)one!["relevance"]!))!;
        await visit.Page.Locator(".strongest li", new PageLocatorOptions { HasText = (string)strongest["time"]! }).First.WaitForAsync();

        await visit.Button("Relevance").ClickAsync();
        await visit.SeesAsync("Level, trend and season alone say");
        await visit.Page.GetByText("What the gates did").ClickAsync();
        await visit.Page.Locator(".gates .legend", new PageLocatorOptions { HasText = "forget" }).WaitForAsync();
        await visit.Button("Layer 2").ClickAsync();
        await visit.SeesAsync("The memory keeps what it took in for about");
        visit.AssertClean();
    }

    [Fact]
    public async Task A_symbol_is_explained_by_the_symbols_before_it()
    {
        JsonObject series = new() { ["start"] = "2026-01-01", ["values"] = new JsonArray([.. Enumerable.Range(0, 12).Select(i => (JsonNode)(i % 3 == 0 ? "rain" : "sunny"))]) };
        JsonObject upload = Service.Upload("weather-to-explain", Service.QuickOptions, series);
        (upload["kind"], upload["frequency"]) = ("symbols", "D");
        await Client.TrainToTheEndAsync(upload);
        await using Visit visit = await dashboard.VisitAsync("#/models/weather-to-explain");
        await visit.SeesAsync("Not judged");
        await visit.Page.GetByText("Why this forecast?").ClickAsync();
        await visit.Page.Locator(".symbol-strip").WaitForAsync();
        JsonNode explained = await Client.JsonAsync("/explain?model=weather-to-explain");
        Assert.Equal(explained["attributions"]!.AsArray().Count, await visit.Page.Locator(".symbol-strip li").CountAsync());
        await visit.Page.Locator("#explain-symbol").SelectOptionAsync("rain");
        await visit.SeesAsync("“rain” is expected with");
        await visit.Page.GetByText("What the gates did").ClickAsync();
        await visit.Page.Locator(".gates .legend", new PageLocatorOptions { HasText = "forget" }).WaitForAsync();
        visit.AssertClean();
    }

    /// <summary>A service that sends events is followed by them: here the test sends what such a service would.</summary>
    [Fact]
    public async Task Where_the_service_sends_events_a_training_is_followed_by_them()
    {
        JsonNode job = await Client.TrainAsync(Service.Upload("by-events", Service.SlowOptions, Service.Series("a", 200)));
        string id = (string)job["id"]!;
        await using Visit visit = await dashboard.VisitAsync();
        JsonNode document = await Client.JsonAsync("/openapi/v1.json");
        document["paths"]!["/jobs/{id}/events"] = new JsonObject();
        await visit.Page.RouteAsync("**/openapi/v1.json", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = document.ToJsonString() }));
        const string Progress = "\"stage\":\"training\",\"epoch\":3,\"epochs\":4,\"trainLoss\":0.5,\"validationLoss\":0.6,\"secondsLeft\":7";
        await visit.Page.RouteAsync($"**/jobs/{id}/events", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/event-stream",
            Body = $$$"""
                event: progress
                data: {{{{Progress}}}}

                data: {"id":"{{{id}}}","model":"by-events","state":"failed","error":{"title":"It ended","detail":"as the events said"}}


                """,
        }));
        await visit.Page.EvaluateAsync($"location.hash = '#/jobs/{id}'");
        await visit.SeesAsync("as the events said");
        await visit.Page.Locator(".legend", new PageLocatorOptions { HasText = "Validation loss" }).WaitForAsync();
        visit.AssertClean();
        using HttpResponseMessage cancelled = await Client.DeleteAsync(new Uri($"/jobs/{id}", UriKind.Relative));
        await Client.WaitForAsync(id, "cancelled");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
