using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace LstmService.Api.Dashboard;

/// <summary>
/// The files of <c>wwwroot</c>, which travel inside the assembly: the page is there wherever the service is started from.
/// Their addresses carry a fingerprint of them all, so that a browser may keep them for good and a new release is seen at once.
/// </summary>
internal sealed class PageFiles
{
    public const string Prefix = "/page/";
    private const string Root = "wwwroot/";
    private const string Index = "index.html";

    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    public PageFiles()
    {
        Dictionary<string, byte[]> contents = Read();
        Fingerprint = FingerprintOf(contents);
        PageTemplate template = new(contents, Index, $"{Prefix}{Fingerprint}/");
        Policy = template.Policy;
        foreach ((string path, byte[] content) in contents) _files[path] = new PageFile(path, path == Index ? template.Page : content);
    }

    public string Fingerprint { get; }

    /// <summary>The Content-Security-Policy.</summary>
    public string Policy { get; }

    public PageFile Page => _files[Index];

    public PageFile? Find(string path) => _files.GetValueOrDefault(path);

    private static Dictionary<string, byte[]> Read()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            contents[name[Root.Length..]] = content;
        }
        return contents;
    }

    private static string FingerprintOf(Dictionary<string, byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string path, byte[] content) in contents.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
