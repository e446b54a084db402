using Microsoft.Playwright;

namespace LstmService.Dashboard.Tests;

/// <summary>A page that was opened, and all it must never do: complain in the console, break its policy, ask another host.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _session;
    private readonly List<string> _faults = [];

    private Visit(IBrowserContext session, IPage page, Uri service)
    {
        (_session, Page) = (session, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _faults.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Add($"error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(service.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                _faults.Add($"asked another host: {request.Url}");
        };
    }

    public IPage Page { get; }

    public static async Task<Visit> StartAsync(IBrowser browser, Uri service, string place, ViewportSize size, ColorScheme theme)
    {
        IBrowserContext session = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = service.ToString(),
            ViewportSize = size,
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        session.SetDefaultTimeout(60_000);
        await session.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))");
        Visit visit = new(session, await session.NewPageAsync(), service);
        await visit.Page.GotoAsync("/" + place);
        return visit;
    }

    /// <summary>The page did none of it; <paramref name="expected"/> is what the browser itself says of a refusal that was wanted.</summary>
    public void AssertClean(string? expected = null) =>
        Assert.Equal([], _faults.FindAll(fault => expected is null || !fault.Contains(expected, StringComparison.Ordinal)));

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Opens what more may be set of a training, with all its folds.</summary>
    public async Task OpenOptionsAsync()
    {
        await Page.GetByText("More options", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Page.Locator(".fold").First.WaitForAsync();
        foreach (ILocator fold in await Page.Locator(".fold > summary").AllAsync()) await fold.ClickAsync();
    }

    /// <summary>Gives the page a file.</summary>
    public async Task GiveAsync(string name, string content) => await Page.Locator("#file").SetInputFilesAsync(
        new FilePayload { Name = name, MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });

    public async Task SeesAsync(string text) => await Page.GetByText(text).First.WaitForAsync();

    public async ValueTask DisposeAsync() => await _session.CloseAsync();
}
