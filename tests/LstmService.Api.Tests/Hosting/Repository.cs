namespace LstmService.Api.Tests.Hosting;

/// <summary>Where the sources are, for tests of what is written there.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "LstmService.sln"))) at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("the solution is not above the tests");
    }
}
