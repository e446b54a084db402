using System.Runtime.CompilerServices;

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
    }

    [Fact]
    public void TheEngineReferencesOnlyTheBaseLibrary() =>
        Assert.All(
            typeof(NetworkSpec).Assembly.GetReferencedAssemblies(),
            assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));

    private static IEnumerable<string> SourceFiles([CallerFilePath] string here = "")
    {
        string engine = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "LstmService.Engine");
        // A deterministic build maps the paths; then there is no source to look at, only the assembly.
        return Directory.Exists(engine) ? Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories) : [];
    }
}
