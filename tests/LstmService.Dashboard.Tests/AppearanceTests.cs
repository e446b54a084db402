using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using LstmService.Api.Tests.Hosting;
using Microsoft.Playwright;

namespace LstmService.Dashboard.Tests;

/// <summary>Every view, light and dark, on a phone and a wide screen.</summary>
[Collection(OneService.Name)]
public sealed class AppearanceTests(DashboardFixture dashboard)
{
    private static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };

    public static TheoryData<string, ColorScheme> Views
    {
        get
        {
            TheoryData<string, ColorScheme> data = [];
            foreach (string view in (string[])["home", "report", "models", "model", "jobs", "job", "missing"])
                foreach (ColorScheme theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark]) data.Add(view, theme);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_has_no_serious_fault_of_accessibility_and_fits_a_phone(string view, ColorScheme theme)
    {
        await using Visit wide = await OpenAsync(view, theme, null);
        await AssertAccessibleAsync(wide.Page);
        await using Visit narrow = await OpenAsync(view, theme, Phone);
        await AssertAccessibleAsync(narrow.Page);
        Assert.Equal(Phone.Width, await narrow.Page.EvaluateAsync<int>("Math.max(innerWidth, document.documentElement.scrollWidth)"));
        string? expected = view == "missing" ? "404 (Not Found)" : null;
        wide.AssertClean(expected);
        narrow.AssertClean(expected);
    }

    [Fact]
    public async Task The_theme_is_the_systems_until_another_is_chosen_and_is_kept()
    {
        await using Visit visit = await dashboard.VisitAsync(theme: ColorScheme.Dark);
        Assert.Equal("rgb(13, 19, 17)", await BackgroundAsync(visit));
        await visit.Button("Change to the light theme").ClickAsync();
        Assert.Equal("rgb(245, 246, 243)", await BackgroundAsync(visit));
        await visit.Page.ReloadAsync();
        Assert.Equal("rgb(245, 246, 243)", await BackgroundAsync(visit));
        visit.AssertClean();
    }

    private async Task<Visit> OpenAsync(string view, ColorScheme theme, ViewportSize? size)
    {
        string job = await TrainedAsync();
        string place = view switch
        {
            "models" or "jobs" => $"#/{view}",
            "model" => "#/models/to-look-at",
            "job" => $"#/jobs/{job}",
            "missing" => "#/models/no-such-model",
            _ => "",
        };
        Visit visit = await dashboard.VisitAsync(place, size, theme);
        if (view == "report") await visit.Button("Use the sample").ClickAsync();
        string awaited = view switch
        {
            "home" => "Latest trainings",
            "report" => "Train a model",
            "model" => "Forecast made after",
            "missing" => "Nothing here by that name",
            _ => "to-look-at",
        };
        await visit.SeesAsync(awaited);
        if (view == "report") await visit.OpenOptionsAsync();
        if (view == "model") await visit.Page.GetByText("Why this forecast?").ClickAsync();
        if (view == "model") await visit.Page.Locator(".explained > *").First.WaitForAsync();
        return visit;
    }

    private async Task<string> TrainedAsync()
    {
        HttpClient client = dashboard.Service.Client;
        JsonNode jobs = await client.JsonAsync("/jobs?limit=200");
        JsonNode? known = jobs["items"]!.AsArray().FirstOrDefault(job => (string?)job!["model"] == "to-look-at" && (string?)job["state"] == "succeeded");
        known ??= await client.TrainToTheEndAsync(Service.Upload("to-look-at", Service.QuickOptions, Service.Series("a", 80)));
        return (string)known["id"]!;
    }

    private static async Task AssertAccessibleAsync(IPage page)
    {
        AxeResult result = await page.RunAxe();
        Assert.Empty(result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
    }

    private static async Task<string> BackgroundAsync(Visit visit) =>
        await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
