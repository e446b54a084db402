using System.Security.Cryptography;
using System.Text;

namespace LstmService.Api.Dashboard;

/// <summary>
/// Fills in the page. What the first paint needs stands in the page itself, its styles and the script that chooses the theme; and every
/// module is named in it, so that a browser asks for all at once instead of finding one below the other.
/// </summary>
internal sealed class PageTemplate
{
    private const string Self = "'self'";

    private readonly string _page;

    /// <param name="contents">Every file of <c>wwwroot</c> by its path; <c>{path}</c> in the page stands for a file's text.</param>
    /// <param name="index">The page's own path.</param>
    /// <param name="root">Where the files are found: <c>/page/FINGERPRINT/</c>.</param>
    public PageTemplate(IReadOnlyDictionary<string, byte[]> contents, string index, string root)
    {
        StringBuilder page = new(TextOf(contents[index]));
        foreach ((string path, byte[] content) in contents)
            if (path.EndsWith(".css", StringComparison.Ordinal) || path.StartsWith("inline/", StringComparison.Ordinal))
                page.Replace($"{{{path}}}", TextOf(content).Replace("../", root, StringComparison.Ordinal));
        IEnumerable<string> modules = contents.Keys.Where(path => path.StartsWith("js/", StringComparison.Ordinal) || path.EndsWith(".esm.js", StringComparison.Ordinal));
        page.Replace("{modules}", string.Concat(modules.Order(StringComparer.Ordinal).Select(path => $"<link rel=\"modulepreload\" href=\"{root}{path}\">")));
        _page = page.Replace("{root}", root).ToString();
    }

    /// <summary>The page.</summary>
    public byte[] Page => Encoding.UTF8.GetBytes(_page);

    /// <summary>What the page may load and run: the service's own files, and by their hashes the style and script that stand in it.</summary>
    public string Policy => $"default-src {Self}; style-src {Self} {Hash("style")}; script-src {Self} {Hash("script")}; "
        + $"object-src 'none'; base-uri 'none'; form-action {Self}; frame-ancestors 'none'";

    private static string TextOf(byte[] content) => Encoding.UTF8.GetString(content);

    private string Hash(string element)
    {
        int start = _page.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2, end = _page.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(_page[start..end])))}'";
    }
}
