namespace LstmService.Engine.Tests;

/// <summary>What the engine may not know.</summary>
public sealed class BoundaryTests
{
    [Fact]
    public void OnlyKernelsUseIntrinsics()
    {
        string[] offenders = [.. SourceFiles()
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("Kernels"))
            .Where(file => File.ReadAllText(file).Contains("Runtime.Intrinsics", StringComparison.Ordinal))];
        Assert.Empty(offenders);
        Assert.Contains(SourceFiles(), file => file.EndsWith("V512.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void TheEngineReferencesOnlyTheBaseLibrary() =>
        Assert.All(
            typeof(NetworkSpec).Assembly.GetReferencedAssemblies(),
            assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));

    private static string[] SourceFiles()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LstmService.sln")))
            folder = folder.Parent;
        Assert.NotNull(folder);
        string engine = Path.Combine(folder.FullName, "src", "LstmService.Engine");
        return Directory.GetFiles(engine, "*.cs", SearchOption.AllDirectories);
    }
}
