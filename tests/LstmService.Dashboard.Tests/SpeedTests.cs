using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace LstmService.Dashboard.Tests;

/// <summary>How fast the page is, told in the output: no machine's speed is asserted.</summary>
[Collection(OneService.Name)]
public sealed class SpeedTests(DashboardFixture dashboard, ITestOutputHelper output)
{
    private const int Points = 10_000;

    [Fact]
    public async Task The_first_paint_waits_for_the_page_alone()
    {
        List<double> paints = [];
        for (int i = 0; i < 5; i++)
        {
            await using Visit visit = await dashboard.VisitAsync();
            await visit.SeesAsync("Use the sample");
            paints.Add(await visit.Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
            string[] blocking = await visit.Page.EvaluateAsync<string[]>("performance.getEntriesByType('resource').filter(r => r.renderBlockingStatus === 'blocking').map(r => r.name)");
            Assert.Empty(blocking);
            // the modules are named in the page, so that none is found below another
            string[] found = await visit.Page.EvaluateAsync<string[]>(
                """
                performance.getEntriesByType('resource').map(r => new URL(r.name).pathname)
                  .filter(path => path.endsWith('.js') && !document.querySelector(`link[rel=modulepreload][href="${path}"]`))
                """);
            Assert.Empty(found);
            visit.AssertClean();
        }
        output.WriteLine($"first contentful paint: {string.Join(", ", paints.Select(paint => $"{paint:0}"))} ms");
    }

    [Fact]
    public async Task Ten_thousand_points_are_drawn_and_zoomed()
    {
        StringBuilder csv = new("time,load\n");
        for (int i = 0; i < Points; i++) csv.Append(FormattableString.Invariant($"{new DateTime(2025, 1, 1).AddHours(i):yyyy-MM-ddTHH:mm},{500 + 100 * Math.Sin(i / 3.8) + i * 7919 % 97}\n"));
        await using Visit visit = await dashboard.VisitAsync();
        await visit.GiveAsync("load.csv", csv.ToString());
        await visit.Page.Locator(".chart canvas").WaitForAsync();
        JsonElement measured = await visit.Page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const chart = document.querySelector('.chart'), frames = [], work = [];
              let last = await new Promise(requestAnimationFrame);
              for (let i = 0; i < 120; i++) {
                const start = performance.now();
                chart.dispatchEvent(new KeyboardEvent('keydown', { key: i % 12 < 6 ? '+' : '-' }));
                await Promise.resolve();
                work.push(performance.now() - start);
                const now = await new Promise(requestAnimationFrame);
                frames.push(now - last);
                last = now;
              }
              const middle = (numbers) => numbers.sort((a, b) => a - b)[numbers.length / 2];
              return { work: middle(work), frame: middle(frames), worst: Math.max(...frames), points: chart.getAttribute('aria-label') };
            }
            """);
        Assert.Contains("10000 points", measured.GetProperty("points").GetString(), StringComparison.Ordinal);
        output.WriteLine(FormattableString.Invariant($"{Points} points: zooming and drawing {measured.GetProperty("work").GetDouble():0.0} ms, a frame every {measured.GetProperty("frame").GetDouble():0.0} ms (60 a second are 16.7), the longest {measured.GetProperty("worst").GetDouble():0.0} ms"));
        visit.AssertClean();
    }
}
