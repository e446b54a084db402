using System.Net;
using System.Text.RegularExpressions;

namespace LstmService.Dashboard.Tests;

/// <summary>How the page's files are sent.</summary>
[Collection(OneService.Name)]
public sealed partial class FileTests(DashboardFixture dashboard)
{
    private const int MostBytes = 250_000;

    private HttpClient Client => dashboard.Service.Client;

    [Fact]
    public async Task The_page_is_small_compressed_and_kept_for_good()
    {
        using HttpResponseMessage page = await GetAsync("/");
        int sent = (await page.Content.ReadAsByteArrayAsync()).Length;
        foreach (string path in await FilesAsync())
        {
            using HttpResponseMessage response = await GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
            if (!path.EndsWith("woff2", StringComparison.Ordinal)) Assert.Equal("br", response.Content.Headers.ContentEncoding.Single());
            sent += (await response.Content.ReadAsByteArrayAsync()).Length;
        }
        Assert.InRange(sent, 50_000, MostBytes);
    }

    [Fact]
    public async Task The_page_itself_is_asked_for_anew_and_answered_with_304_while_it_is_the_same()
    {
        using HttpResponseMessage page = await GetAsync("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());
        Assert.StartsWith("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using HttpRequestMessage again = new(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        using HttpResponseMessage same = await Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task The_licences_of_what_others_made_are_sent_beside_it()
    {
        string root = Root().Match(await Client.GetStringAsync(new Uri("/", UriKind.Relative))).Value;
        foreach (string vendor in (string[])["uplot", "geist"])
        {
            using HttpResponseMessage licence = await Client.GetAsync(new Uri($"{root}vendor/{vendor}/LICENSE", UriKind.Relative));
            Assert.Contains("Copyright", await licence.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>What a browser loads: what the page names, and the modules those import.</summary>
    private async Task<IReadOnlyCollection<string>> FilesAsync()
    {
        HashSet<string> found = [];
        string page = await Client.GetStringAsync(new Uri("/", UriKind.Relative));
        Queue<string> waiting = new(Named().Matches(page).Select(match => match.Groups[1].Value));
        while (waiting.TryDequeue(out string? path))
        {
            if (!found.Add(path) || !path.EndsWith(".js", StringComparison.Ordinal)) continue;
            string module = await Client.GetStringAsync(new Uri(path, UriKind.Relative));
            foreach (Match import in Import().Matches(module)) waiting.Enqueue(new Uri(new Uri("http://host" + path), import.Groups[1].Value).AbsolutePath);
        }
        return found;
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("br");
        return await Client.SendAsync(request);
    }

    [GeneratedRegex("/page/[0-9a-f]+/")]
    private static partial Regex Root();

    [GeneratedRegex("(?:href|src)=\"(/page/[^\"]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex("from \"(\\.[^\"]+)\"")]
    private static partial Regex Import();
}
