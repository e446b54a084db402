using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Contract;

/// <summary>The document is committed, so that a change of the contract is seen by whoever reads the change.</summary>
public sealed class DocumentFileTests(ServiceHost host) : IClassFixture<ServiceHost>
{
    private const string Rewrite = "OPENAPI_DOCUMENT";

    [Fact]
    public async Task The_document_that_is_served_is_the_committed_one()
    {
        string served = (await host.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Rewrite) == "write") await File.WriteAllTextAsync(ApiDocument.File, served);
        string committed = await File.ReadAllTextAsync(ApiDocument.File);
        string[] now = served.Split('\n'), before = committed.Split('\n');
        int line = Enumerable.Range(0, Math.Min(now.Length, before.Length)).FirstOrDefault(i => now[i] != before[i], Math.Min(now.Length, before.Length));
        Assert.True(served == committed,
            $"docs/openapi.json differs from what is served, first in line {line + 1}: '{now.ElementAtOrDefault(line)}' is served, "
            + $"'{before.ElementAtOrDefault(line)}' committed. If the contract is meant to change, run this test with {Rewrite}=write and commit the file.");
    }
}
