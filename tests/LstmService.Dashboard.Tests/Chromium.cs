using System.Runtime.InteropServices;
using Microsoft.Playwright;

namespace LstmService.Dashboard.Tests;

/// <summary>The machine's own Chromium or Chrome. <c>tests/run.sh</c> installs one where it may.</summary>
public static class Chromium
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        string path = Environment.GetEnvironmentVariable("CHROMIUM") ?? Array.Find(Places, File.Exists)
            ?? throw new InvalidOperationException(
                "the dashboard's tests need Chromium: apt-get install chromium, or set CHROMIUM to the path of one");
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? ["--no-sandbox"] : [], // which root cannot have
        });
    }
}
