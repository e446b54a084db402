using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LstmService.Api.Tests.Contract;
using LstmService.Api.Tests.Hosting;
using LstmService.Forecasting.Options;

namespace LstmService.Api.Tests.Documentation;

/// <summary>The project's pages in Markdown: every link leads somewhere, and they leave nothing out.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Unwritten = ["bin", "obj", "artifacts", "TestResults", ".git"];

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file)).Where(page => !page.Split(Path.DirectorySeparatorChar).Intersect(Unwritten).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there(string page)
    {
        List<string> lost = [];
        foreach (string target in Links(page))
        {
            if (Uri.TryCreate(target, UriKind.Absolute, out Uri? address) && address.Scheme.StartsWith("http", StringComparison.Ordinal)) continue;
            (string path, string anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, "");
            string file = Path.GetFullPath(Path.Combine(Repository.Root, path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path)));
            bool isThere = path.EndsWith('/') || Path.GetExtension(path).Length == 0 ? Directory.Exists(file) || File.Exists(file) : File.Exists(file);
            if (!isThere) lost.Add(target);
            else if (anchor.Length > 0 && !Anchors(file).Contains(anchor)) lost.Add(target);
        }
        Assert.Empty(lost);
    }

    [Fact]
    public void Every_page_for_users_is_reached_from_the_first()
    {
        HashSet<string> reached = [];
        Queue<string> open = new(["README.md"]);
        while (open.TryDequeue(out string? page))
        {
            if (!reached.Add(page)) continue;
            foreach (string target in Links(page).Select(link => link.Split('#')[0]).Where(link => link.EndsWith(".md", StringComparison.Ordinal)))
                open.Enqueue(Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target))));
        }
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => Path.GetRelativePath(Repository.Root, file)).Except(reached));
    }

    [Fact]
    public async Task The_page_on_the_API_has_every_route()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "api.md"));
        JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(ApiDocument.File))!;
        Assert.All(document["paths"]!.AsObject(), path => Assert.Contains(path.Key.Replace("{version}", "{v}", StringComparison.Ordinal) + "`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_on_models_has_every_training_option()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "models.md"));
        Assert.All(TrainingRules.Options, option => Assert.Contains($"`{option.Name}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Links(string page) => Link().Matches(Span().Replace(Prose(Path.Combine(Repository.Root, page)), "")).Select(match => match.Groups[1].Value);

    /// <summary>The headings as GitHub makes anchors of them: small letters, blanks as hyphens, neither marks nor signs.</summary>
    private static HashSet<string> Anchors(string file)
    {
        HashSet<string> anchors = [];
        foreach (Match heading in Heading().Matches(Prose(file)))
        {
            string name = heading.Groups[1].Value.Trim().ToLowerInvariant();
            string anchor = new([.. name.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c)]);
            for (int i = 1; !anchors.Add(i == 1 ? anchor : $"{anchor}-{i - 1}"); i++) ;
        }
        return anchors;
    }

    // what stands in code is neither link nor heading
    private static string Prose(string file) => Block().Replace(File.ReadAllText(file), "");

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```.*?^```\s*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Span();
}
