using LstmService.Api.Tests.Hosting;
using Microsoft.Playwright;

namespace LstmService.Dashboard.Tests;

/// <summary>One service in a process of its own and one browser for all tests.</summary>
public sealed class DashboardFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private IPlaywright? _playwright;
    private ServiceProcess? _service;
    private IBrowser? _browser;

    public ServiceProcess Service => _service!;

    /// <summary>A page in a session of its own.</summary>
    public async Task<Visit> VisitAsync(string place = "", ViewportSize? size = null, ColorScheme theme = ColorScheme.Light, Uri? service = null) =>
        await Visit.StartAsync(_browser!, service ?? Service.Client.BaseAddress!, place, size ?? new ViewportSize { Width = 1440, Height = 900 }, theme);

    public async Task InitializeAsync()
    {
        _service = await ServiceProcess.StartAsync(_directory.FullPath);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
    }

    public void Dispose()
    {
        _playwright?.Dispose();
        _service?.Dispose();
        _directory.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class OneService : ICollectionFixture<DashboardFixture>
{
    public const string Name = "dashboard";
}
